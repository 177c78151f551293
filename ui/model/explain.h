#pragma once
// The glossary's entry for a clicked item, in the language and with the names of the display options.

#include "ui/model/model.h"
#include "ui/scene/words/glossary.h"

#include <QStringList>
#include <array>

namespace tcpstage::model {

struct Explanation {
    QString title;
    QString text;
    QString source;                   // "RFC 9293 3.3.2"
    std::vector<std::string> lessons; // ids of built-in lessons that show it, best first
};

Explanation explain(scene::Term term, const scene::DisplayOptions& display);
/// Empty if the glossary has no entry for the Ref.
std::optional<Explanation> explain(const scene::Ref& ref, const scene::DisplayOptions& display);
/// The same, and also explains items of this run: a change of its network.
std::optional<Explanation> explain(const scene::StagedRun& staged, const scene::Ref& ref,
                                   const scene::DisplayOptions& display);
/// "Step 3 of 11", counted from where the stage opens; "Before: 2 of 8". Without a run: "Step 0 of 0".
QString stepText(const scene::StagedRun* staged, scene::StageTime time, Language language);
/// The texts with the most digits that stepText gives for the run, with `digit` for each.
QStringList longestStepTexts(const scene::StagedRun* staged, QChar digit, Language language);
/// "What if: SYN dropped", where a branch stands on the stage alone; else empty.
QString branchSign(const Model& model);
/// Which depths the present note has, in the order of scene::Depth.
std::array<bool, 3> depthsHere(const Model& model);
/// Whether the lesson's note of the present step, in one of the worlds, asks a question and has its answer.
bool hasAnswerHere(const Model& model);

} // namespace tcpstage::model
