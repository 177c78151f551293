#pragma once
// Why a step happened, in words: what it was, which rules it followed, what made it happen and what it made happen.

#include "ui/scene/marks/scene.h"
#include "ui/scene/words/chain.h"
#include "ui/scene/words/labels.h"

namespace tcpstage::scene {

/// "Server gets client's 1st segment: SYN"; of a loss also why: "(dropped by you)".
QString stepTitle(const StagedRun& staged, trace::RecordId step, const DisplayOptions& display);
/// The rules that were followed in the group of the step `head`, up to `until`, in order, each once.
std::vector<tcp::Rule> rulesAt(const StagedRun& staged, trace::RecordId head, trace::Moment until);

struct Why {
    trace::RecordId step = trace::no_record; // in which it became so
    QString title;                           // what that was, and when
    QString way;                             // of a segment that has ended: what the network did to it; may be empty
    std::vector<tcp::Rule> rules;            // that it followed; of a segment that has ended: of its end, too
    std::vector<trace::RecordId> causes;     // at most one: what made it happen
    QString done;                            // what it did at its end: "Server: LISTEN → SYN-RECEIVED."; may be empty
    std::vector<trace::RecordId> effects;    // the steps that it made happen until `moment`
    bool vain = false;                       // nothing at all came of it until then
};
/// Of what is selected, as it is at `moment`. Nothing where no step made it so: see whyNot().
std::optional<Why> whyOf(const StagedRun& staged, const Ref& selection, trace::Moment moment,
                         const DisplayOptions& display);

/// Why there is no such step: it has never been so, or it was so from the beginning.
QString whyNot(const StagedRun& staged, const Ref& selection, trace::Moment moment, const DisplayOptions& display);

} // namespace tcpstage::scene
