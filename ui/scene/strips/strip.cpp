#include "ui/scene/strips/strip.h"

#include "ui/scene/strips/console_strip.h"
#include "ui/scene/strips/program_strip.h"

namespace tcpstage::scene {

bool hasStrip(const StagedRun& staged, const DisplayOptions& display)
{
    return showsConsole(staged, display) || showsProgramStrip(staged, display);
}

double stripHeight(const StagedRun& staged, const DisplayOptions& display, double width, double letters)
{
    return showsProgramStrip(staged, display) ? programStripHeight(letters)
                                              : consoleHeight(staged, display, width, letters);
}

void addStrip(Scene& scene, const ViewInput& input, StageTime time, const QRectF& area, double letters)
{
    if (showsProgramStrip(input.staged, input.display)) return addProgramStrip(scene, input, time, area, letters);
    addConsole(scene, input, time, area, letters);
}

QString stripText(const StagedRun& staged, StageTime time, const DisplayOptions& display)
{
    return showsProgramStrip(staged, display) ? programStripText(staged, time, display)
                                              : consoleText(staged, time, display);
}

} // namespace tcpstage::scene
