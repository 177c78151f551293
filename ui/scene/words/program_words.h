#pragma once
// The lines of a program in words.

#include "core/captions/program.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/staged/staged_run.h"

#include <QStringList>
#include <optional>

namespace tcpstage::scene {

/// The program of an end, made at the first call. GUI thread only.
const captions::Program& programOf(const StagedRun& staged, trace::Side side);
/// "connect(fd, 10.0.0.2:80) = 0": the lines of the end of a record that begin or return with it, as they stand at
/// `moment`. None where programs are not shown.
QStringList programLinesOf(const StagedRun& staged, trace::RecordId record, trace::Moment moment,
                           const DisplayOptions& display);
/// The line of an end that the step at `moment` begins or lets return, or else its latest; empty: none has begun.
std::optional<captions::ProgramLine> lineNow(const StagedRun& staged, trace::Side side, trace::Moment moment);
/// Whether `line` is one that the step at `moment` begins or lets return.
bool isOfStep(const captions::ProgramLine& line, const StagedRun& staged, trace::Moment moment);
/// Whether the programs of the run stand beside their ends.
bool showsPrograms(const StagedRun& staged, const DisplayOptions& display);
/// "connect(fd, 10.0.0.2:80) = 0", "the machine crashes".
QString lineText(const captions::ProgramLine& line, const StagedRun& staged, trace::Side side, Language language);
/// "the machine crashes"
QString crashText(Language language);
/// "= 0", "= -1 ECONNRESET", "… blocked".
QString resultText(const captions::ProgramLine& line, Language language);

} // namespace tcpstage::scene
