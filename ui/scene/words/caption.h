#pragma once
// What just happened, in words.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <QString>
#include <QStringList>

namespace tcpstage::scene {

/// What just happened and why: the lesson's note, else the rule's sentence.
struct Caption {
    QString title;
    QString text;
    QString source; // "RFC 9293 3.5"
};
Caption caption(const StagedRun& staged, StageTime time, const DisplayOptions& display);
/// The texts of all notes, whenever they come.
QStringList noteTexts(const StagedRun& staged, const DisplayOptions& display);
/// Of two worlds: what differs first, and by which rule. Empty for one.
QString firstDifference(const StagedRun& staged, Language language);
/// What differs in what is selected, or else in the present step; where nothing does, what differs first.
QStringList differencesHere(const StagedRun& staged, StageTime time, const Ref& selection, Language language);
/// The same, one after another.
QString differenceHere(const StagedRun& staged, StageTime time, const Ref& selection, Language language);

} // namespace tcpstage::scene
