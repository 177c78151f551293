#include "ui/model/store/position_update.h"

#include "ui/model/store/live_update.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/chain.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::model {

namespace {

constexpr double stepSeconds = 0.35;
constexpr double stepBackSeconds = 0.2;
constexpr double liveSeconds = 0.3;

/// Slow at both ends.
double eased(double part) { return part * part * (3 - 2 * part); }

scene::StageTime between(scene::StageTime from, scene::StageTime to, double part)
{
    return from + scene::StageTime{std::llround(static_cast<double>((to - from).count()) * part)};
}

} // namespace

void PositionUpdate::obey(Command command)
{
    if (model_.live && command != Command::NextStep && command != Command::Last) model_.live->following = false;
    switch (command) {
    case Command::NextStep:
    case Command::PreviousStep:
        return step(command == Command::NextStep);
    case Command::NextFrame:
        return stand(predict().limit(model_.time, model_.time + scene::film_frame));
    case Command::PreviousFrame:
        return stand(model_.time - scene::film_frame);
    case Command::First:
        return go(scene::StageTime{}, 0);
    case Command::Last:
        if (model_.live) model_.live->following = true;
        return go(end(), 0);
    case Command::NextSegment:
    case Command::PreviousSegment:
        return segment(command == Command::NextSegment);
    case Command::ToCause:
        return chain(scene::causeOf);
    case Command::ToEffect:
        return chain(scene::effectOf);
    default: // TogglePlay
        return togglePlay();
    }
}

void PositionUpdate::stand(scene::StageTime time)
{
    model_.time = std::clamp(time, scene::StageTime{}, end());
    model_.glide.reset();
    model_.playing = false;
    model_.carry = 0;
}

void PositionUpdate::go(scene::StageTime time, double seconds)
{
    const scene::StageTime from = model_.goal();
    stand(from);
    model_.following = true;
    const scene::StageTime to = std::clamp(time, scene::StageTime{}, end());
    if (to == from) return;
    if (model_.animates && seconds > 0)
        model_.glide = Glide{from, to, 0, seconds};
    else
        model_.time = to;
}

void PositionUpdate::go(const PredictUpdate::Where& where)
{
    if (where) go(*where, stepSeconds);
}

/// Who has scrolled away stays where he looks.
void PositionUpdate::goLive(scene::StageTime time)
{
    const bool following = model_.following;
    go(time, liveSeconds);
    model_.following = following;
}

void PositionUpdate::step(bool forward)
{
    if (!model_.staged || (forward && LiveUpdate{model_, requests_}.stepsLive())) return;
    if (forward && model_.prediction.on) {
        const bool stood = model_.prediction.stands();
        const auto where = predict().next();
        if (where || stood || !model_.prediction.on) return go(where);
    }
    if (model_.live) model_.live->following = forward && model_.live->following;
    if (forward)
        go(model_.staged->nextStep(model_.goal()), stepSeconds);
    else
        go(model_.staged->previousStep(model_.goal()), stepBackSeconds);
}

void PositionUpdate::togglePlay()
{
    if (!model_.staged) return;
    if (model_.prediction.stands()) return;
    const bool play = !model_.playing;
    stand(model_.time);
    if (play && model_.time >= end()) model_.time = scene::StageTime{};
    model_.playing = play;
    model_.following = true;
}

void PositionUpdate::segment(bool forward)
{
    if (!model_.staged) return;
    const std::uint8_t run = model_.selection.kind == scene::Ref::Kind::Segment ? model_.selection.run : 0;
    const scene::StagedRun& staged = model_.staged->half(run);
    const auto transits = staged.trace().transits();
    std::int64_t chosen = -1; // the newest that was sent
    if (model_.selection.kind == scene::Ref::Kind::Segment)
        chosen = model_.selection.id;
    else
        for (std::size_t i = 0; i < transits.size(); ++i)
            if (staged.timeMap.at(transits[i].sent_record) <= model_.goal()) chosen = static_cast<std::int64_t>(i);
    chosen += forward ? 1 : -1;
    if (chosen < 0 || chosen >= static_cast<std::int64_t>(transits.size())) return;
    const trace::Transit& transit = transits[static_cast<std::size_t>(chosen)];
    model_.selection = scene::Ref{scene::Ref::Kind::Segment, transit.from, static_cast<std::uint32_t>(chosen), run};
    go(staged.timeMap.at(transit.sent_record), 0);
}

/// From what is selected, or from where we are, to its cause or its effect, which is selected then.
void PositionUpdate::chain(trace::RecordId (*next)(const trace::Trace&, trace::RecordId))
{
    if (!model_.staged) return;
    const std::uint8_t run = model_.selection.run;
    const scene::StagedRun& staged = model_.staged->half(run);
    const trace::Trace& trace = staged.trace();
    trace::RecordId from = scene::stepAt(staged, model_.goal());
    if (model_.selection.kind != scene::Ref::Kind::Nothing && !scene::selects(model_.selection, trace, from)) {
        const trace::RecordId chosen = scene::stepOf(staged, model_.selection, staged.timeMap.moment(model_.goal()));
        if (chosen != trace::no_record) from = chosen;
    }
    const trace::RecordId to = next(trace, from);
    if (to == trace::no_record) return;
    model_.selection = scene::refOfStep(trace, to);
    model_.selection.run = run;
    go(staged.timeMap.at(to), 0);
}

void PositionUpdate::elapse(double seconds)
{
    if (model_.glide) return glide(seconds);
    if (!model_.playing) return;
    const double ticks = seconds * model_.speed * static_cast<double>(scene::stage_second.count()) + model_.carry;
    const double whole = std::floor(ticks);
    model_.carry = ticks - whole;
    const scene::StageTime before = model_.time;
    const scene::StageTime left = end() - model_.time;
    if (whole >= static_cast<double>(left.count()))
        stand(end());
    else
        model_.time += scene::StageTime{static_cast<std::int64_t>(whole)};
    if (const scene::StageTime stop = predict().limit(before, model_.time); stop < model_.time) stand(stop);
}

void PositionUpdate::glide(double seconds)
{
    Glide& glide = *model_.glide;
    glide.elapsed += seconds;
    if (glide.elapsed >= glide.length)
        stand(glide.to);
    else
        model_.time = between(glide.from, glide.to, eased(glide.elapsed / glide.length));
}

} // namespace tcpstage::model
