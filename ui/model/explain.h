#pragma once
// The glossary's paragraph about what was clicked, in the chosen language and with the chosen names.

#include "ui/model/model.h"
#include "ui/scene/words/glossary.h"

#include <QString>

namespace tcpstage::model {

struct Explanation {
    QString title;
    QString text;
    QString source;                   // "RFC 9293 3.3.2"
    std::vector<std::string> lessons; // ids of built-in lessons that show it, the best first
};

Explanation explain(scene::Term term, const scene::DisplayOptions& display);
/// Nothing for a Ref that the glossary does not know.
std::optional<Explanation> explain(const scene::Ref& ref, const scene::DisplayOptions& display);
/// The same, and what belongs to this run: a change of its network.
std::optional<Explanation> explain(const scene::StagedRun& staged, const scene::Ref& ref,
                                   const scene::DisplayOptions& display);

} // namespace tcpstage::model
