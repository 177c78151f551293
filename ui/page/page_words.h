#pragma once
// The words of a page: the captions of each step at every depth, the answers of notes, and the questions that are asked
// before a step.

#include "ui/page/numbered.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/staged/staged_run.h"

#include <QByteArray>
#include <vector>

namespace tcpstage::page {

class PageWords {
public:
    /// `display`: how numbers and states are written. `times`: of the moments that the page shows, the first before all
    /// steps. `staged` outlives it.
    PageWords(const scene::StagedRun& staged, const scene::DisplayOptions& display,
              std::vector<scene::StageTime> times);

    /// All captions, each once: a list of [title, text, source, beside, 1 for a note or 0].
    QByteArray captions() const { return '[' + captions_.texts().join(",\n") + ']'; }
    /// For each moment a list of what each world says: the number of a caption, or a list of three (simple, exact, by
    /// analogy), or of six where a note has an answer: the last three have it, the first three hide it.
    QByteArray said(Language language);
    /// For each moment what tcpdump and ss would print; empty where that is not asked for.
    QByteArray console(Language language) const;
    /// For each moment the world whose caption is of an earlier time than the other's: 1, 2, or 0 for none. Empty for
    /// one world.
    QByteArray waiting() const;
    /// {"4": [...]}: the question that is asked after the moment 4: see player.js. Both languages. Empty for two worlds
    /// and for what is not simulated.
    QByteArray questions() const;

private:
    QByteArray saidAt(const scene::StagedRun& half, scene::StageTime time, Language language);
    int numberOf(const captions::Caption& caption);

    const scene::StagedRun& staged_;
    scene::DisplayOptions display_;
    std::vector<scene::StageTime> times_;
    Numbered captions_;
};

} // namespace tcpstage::page
