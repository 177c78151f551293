#include "ui/scene/words/program_words.h"

#include "core/captions/trace_step.h"
#include "ui/scene/staged/programs.h"
#include "ui/scene/words/labels.h"

namespace tcpstage::scene {

const captions::Program& programOf(const StagedRun& staged, trace::Side side)
{
    staged.programs->follow(staged.trace());
    return staged.programs->of(side);
}

QString crashText(Language language)
{
    constexpr Text restarts{"the machine crashes", "主机崩溃"};
    return inLanguage(restarts, language);
}

QString lineText(const captions::ProgramLine& line, const StagedRun& staged, trace::Side side, Language language)
{
    if (line.call == captions::SocketCall::Restart) return crashText(language);
    return plain(captions::call_text(line, staged.trace(), side)) + u' ' + resultText(line, language);
}

QString resultText(const captions::ProgramLine& line, Language language)
{
    constexpr Text blocked{"… blocked", "… 阻塞"};
    if (line.call == captions::SocketCall::Restart) return {};
    if (line.blocks()) return inLanguage(blocked, language);
    return QStringLiteral("= ") + plain(captions::result_text(line));
}

bool isOfStep(const captions::ProgramLine& line, const StagedRun& staged, trace::Moment moment)
{
    const auto step = captions::step_of(staged.trace(), moment.record);
    if (!step) return false;
    const auto within = [&](trace::RecordId record) {
        return record != trace::no_record && step->record <= record && record < step->end;
    };
    // A call that waits because the end takes at once what comes was not made by a record.
    const bool waits = line.blocks() && staged.trace().kind(line.begins) != trace::Kind::Called;
    const bool made = line.returns == trace::no_record || line.begins != line.returns;
    return within(line.returns) || (made && within(line.begins) && !waits);
}

std::optional<captions::ProgramLine> lineNow(const StagedRun& staged, trace::Side side, trace::Moment moment)
{
    constexpr std::size_t ofOneStep = 4; // lines
    const std::vector<captions::ProgramLine> lines = programOf(staged, side).until(moment.record, ofOneStep);
    for (std::size_t i = lines.size(); i-- > 0;)
        if (isOfStep(lines[i], staged, moment)) return lines[i];
    return lines.empty() ? std::nullopt : std::optional{lines.back()};
}

bool showsPrograms(const StagedRun& staged, const DisplayOptions& display)
{
    if (display.programs == ProgramLanes::Never || staged.standsIn) return false;
    const captions::Program& left = programOf(staged, trace::Side::Left);
    const captions::Program& right = programOf(staged, trace::Side::Right);
    if (display.programs == ProgramLanes::Always) return left.is_known() || right.is_known();
    return left.matters() || right.matters();
}

QStringList programLinesOf(const StagedRun& staged, trace::RecordId record, trace::Moment moment,
                           const DisplayOptions& display)
{
    QStringList lines;
    if (!showsPrograms(staged, display) || moment.record == trace::no_record) return lines;
    constexpr std::size_t mostSaid = 64; // what is in sight
    const trace::Side side = staged.trace().record(record).side;
    for (const captions::ProgramLine& line : programOf(staged, side).until(moment.record, mostSaid))
        if (line.begins == record || line.returns == record) lines << lineText(line, staged, side, display.language);
    return lines;
}

} // namespace tcpstage::scene
