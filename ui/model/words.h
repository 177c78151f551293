#pragma once
// The texts of the window in both languages. Widgets re-read their texts when the language changes.

#include "core/base/say.h"
#include "core/base/text.h"

#include <QString>
#include <span>

namespace tcpstage::wording {

#define TCPSTAGE_WORDS(name, en, zh) inline constexpr Text name{en, zh};
#include "ui/model/words.def"
#undef TCPSTAGE_WORDS

/// All texts, for the test that no text stays in the other language.
std::span<const Text> all();

} // namespace tcpstage::wording

namespace tcpstage::model {

using tcpstage::say; // keeps core's overloads visible
QString say(const Text& text, Language language);
QString say(const OwnedText& text, Language language);
/// Replaces each "{}" by the next argument.
QString say(const Text& text, Language language, const QStringList& arguments);
/// Files by their names only: "lesson.yaml:7:5: ..." for the projector.
QString withoutFolders(QString sentence);

} // namespace tcpstage::model
