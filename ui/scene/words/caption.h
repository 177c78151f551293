#pragma once
// What just happened, in words: what core/captions says, as a view shows it; and what differs between two worlds.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <QString>
#include <QStringList>

namespace tcpstage::scene {

/// Of one step: the lesson's note at its own moment, else what the engine says.
struct Caption {
    QString title;
    QString text;
    QString source; // "RFC 9293 3.5"
    QString beside; // a quieter line: under a note what just happened, else the note that still goes on; may be empty
    bool noted = false; // it is a note of the lesson
};
Caption caption(const StagedRun& staged, StageTime time, const DisplayOptions& display);
/// Whether the caption of a world is of an earlier time than the other's, which has stepped since: this one waits or
/// has ended. `which`: 0 or 1.
bool isOfBefore(const StagedRun& staged, std::size_t which, StageTime time);
/// The caption as sentences, for a screen reader: of both worlds where there are two.
QString spokenCaption(const StagedRun& staged, StageTime time, const DisplayOptions& display);
/// The step after `time`, for the presenter: what happens in it, and what will be said of it. Of both worlds where
/// there are two. Empty after the last step.
Caption comingStep(const StagedRun& staged, StageTime time, const DisplayOptions& display);
/// The texts of all notes, whenever they come.
QStringList noteTexts(const StagedRun& staged, const DisplayOptions& display);
/// When all that a difference is about is on the stage, in both worlds: from then on it can be said. Of a segment that
/// is lost in one world, it suffices that the other one's is under way.
StageTime differenceTime(const StagedRun& staged, const compare::Difference& difference);
/// What differs in what is selected, or else in the present step. Empty where nothing does, and nothing that has not
/// happened at `time`.
QStringList differencesHere(const StagedRun& staged, StageTime time, const Ref& selection, Language language,
                            Numbers numbers = Numbers::Absolute);
/// The same, one after another.
QString differenceHere(const StagedRun& staged, StageTime time, const Ref& selection, Language language,
                       Numbers numbers = Numbers::Absolute);
/// What stands beside the captions of both worlds: the same without the reasons that these give.
QStringList differencesBeside(const StagedRun& staged, StageTime time, const Ref& selection,
                              const DisplayOptions& display);
/// What the sign of a difference means: "≠: not the same".
QString signMeaning(compare::Difference::Kind kind, Language language);
/// The same of the ring that stands where only the other run sends something.
QString ringMeaning(Language language);
/// What a dot on the way of a segment means.
QString dotMeaning(Language language);
/// What the dotted part of a captured segment's arrow means, and ~ before a time.
QString estimatedMeaning(Language language);
/// What the signs of a comparison, or of estimated times, mean: of all that can stand on the stage at `time`.
QString signsLegend(const StagedRun& staged, StageTime time, Language language);
/// The same of the signs that are in sight in a picture: of a comparison, dots, and estimated times.
QString signsLegend(const StagedRun& staged, const Scene& picture, Language language);

} // namespace tcpstage::scene
