#pragma once
// The words of the window in both languages. Switching is immediate: who shows a word asks for it anew.

#include "core/base/say.h"
#include "core/base/text.h"

#include <QString>
#include <span>

namespace tcpstage::wording {

#define TCPSTAGE_WORDS(name, en, zh) inline constexpr Text name{en, zh};
#include "ui/model/words.def"
#undef TCPSTAGE_WORDS

/// All of them, for the test that nothing is left behind in the other language.
std::span<const Text> all();

} // namespace tcpstage::wording

namespace tcpstage::model {

using tcpstage::say; // the ones of core stay in sight
QString say(const Text& text, Language language);
QString say(const OwnedText& text, Language language);
/// Puts the arguments in the places of "{}", in order.
QString say(const Text& text, Language language, const QStringList& arguments);

/// The language of the system's locale: Chinese for any zh, else English.
Language systemLanguage();

} // namespace tcpstage::model
