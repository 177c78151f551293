#include "ui/model/store/position_update.h"

#include "ui/model/guide/reading.h"
#include "ui/model/store/last_page.h"
#include "ui/model/store/live_update.h"
#include "ui/model/store/predict_update.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/chain.h"
#include "ui/scene/words/measurement.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tcpstage::model {

namespace {

constexpr double stepSeconds = 0.35;
constexpr double stepBackSeconds = 0.2;
constexpr double liveSeconds = 0.3;

/// Progress of a glide from 0 to 1, slow at both ends.
double eased(double part) { return part * part * (3 - 2 * part); }

scene::StageTime between(scene::StageTime from, scene::StageTime to, double part)
{
    return from + scene::StageTime{std::llround(static_cast<double>((to - from).count()) * part)};
}

scene::StageTime endOf(const Model& model) { return model.staged ? model.staged->timeMap.end() : scene::StageTime{}; }

/// The user looks at earlier steps, so the stage stops following a live run.
void stopFollowingLive(Model& model)
{
    if (model.live) model.live->following = false;
}

void goToSegment(Change& change, bool forward)
{
    Model& model = change.model;
    stopFollowingLive(model);
    if (!model.staged) return;
    const std::uint8_t run = model.selection.kind == scene::Ref::Kind::Segment ? model.selection.run : 0;
    const scene::StagedRun& staged = model.staged->half(run);
    const auto transits = staged.trace().transits();
    std::int64_t chosen = -1; // the newest that was sent
    if (model.selection.kind == scene::Ref::Kind::Segment)
        chosen = model.selection.id;
    else
        for (std::size_t i = 0; i < transits.size(); ++i)
            if (staged.timeMap.at(transits[i].sent_record) <= model.goal()) chosen = static_cast<std::int64_t>(i);
    chosen += forward ? 1 : -1;
    if (chosen < 0) return change.announce(wording::whyFirstSegment);
    if (chosen >= static_cast<std::int64_t>(transits.size())) return change.announce(wording::whyLastSegment);
    const trace::Transit& transit = transits[static_cast<std::size_t>(chosen)];
    model.selection = scene::Ref{scene::Ref::Kind::Segment, transit.from, static_cast<std::uint32_t>(chosen), run};
    goTo(change, staged.timeMap.at(transit.sent_record), 0);
}

/// To the begin of the nearest chapter in a direction.
void goToChapter(Change& change, bool forward)
{
    Model& model = change.model;
    stopFollowingLive(model);
    if (!model.staged) return;
    std::optional<scene::StageTime> found;
    for (const scene::Chapter& chapter : scene::chapters(*model.staged)) {
        const scene::StageTime begin = scene::beginOf(*model.staged, chapter);
        if (forward ? begin > model.goal() && !found : begin < model.goal()) found = begin;
    }
    if (!found) return change.announce(forward ? wording::whyLastChapter : wording::whyFirstChapter);
    goTo(change, *found, 0);
}

/// From the selection, or else from the present step, to its cause or effect, which becomes selected.
void goAlongChain(Change& change, trace::RecordId (*next)(const trace::Trace&, trace::RecordId), const Text& none)
{
    Model& model = change.model;
    stopFollowingLive(model);
    if (!model.staged) return;
    const std::uint8_t run = model.selection.run;
    const scene::StagedRun& staged = model.staged->half(run);
    const trace::Trace& trace = staged.trace();
    trace::RecordId from = scene::stepAt(staged, model.goal());
    if (model.selection.kind != scene::Ref::Kind::Nothing && !scene::selects(model.selection, trace, from)) {
        const trace::RecordId chosen = scene::stepOf(staged, model.selection, staged.timeMap.moment(model.goal()));
        if (chosen != trace::no_record) from = chosen;
    }
    const trace::RecordId to = next(trace, from);
    if (to == trace::no_record) return change.announce(none);
    model.selection = scene::refOfStep(trace, to);
    model.selection.run = run;
    goTo(change, staged.timeMap.at(to), 0);
}

void glideOn(Change& change, double seconds)
{
    Glide& glide = *change.model.glide;
    glide.elapsed += seconds;
    if (glide.elapsed >= glide.length)
        standAt(change, glide.to);
    else
        change.model.time = between(glide.from, glide.to, eased(glide.elapsed / glide.length));
}

/// The first time after `from`, up to and with `to`, at which a note of a run begins; empty if there is none.
std::optional<scene::StageTime> firstNote(const scene::StagedRun& staged, scene::StageTime from, scene::StageTime to)
{
    std::optional<scene::StageTime> first;
    for (const run::PlacedNote& placed : staged.run.notes)
        if (const scene::StageTime at = staged.timeMap.at(placed.from); at > from && at <= first.value_or(to))
            first = at;
    return first;
}

/// Playing has come to a note: it waits there.
void stopAtNote(Change& change, scene::StageTime before)
{
    Model& model = change.model;
    std::optional<scene::StageTime> note;
    for (const std::size_t which : {0U, 1U}) {
        if (which == 1 && !model.staged->beside) break;
        if (const auto found = firstNote(model.staged->half(which), before, note.value_or(model.time))) note = found;
    }
    if (!note) return;
    if (model.stops == PlayStops::AtNotes) return standAt(change, *note);
    model.time = *note;
    model.playing = true;
    model.reading = readingSeconds(model, *note);
}

void arriveAtEnd(Change& change)
{
    Model& model = change.model;
    if (model.stops != PlayStops::ToRead || !hasLastPage(model)) return standAt(change, endOf(model));
    model.time = endOf(model);
    model.reading = readingSeconds(model, model.time);
}

/// How far time goes on that must not flow: to the next step, once as much time has passed as lies before it.
double wholeSteps(const Model& model, double ticks)
{
    const auto gap = static_cast<double>((model.staged->nextStep(model.time) - model.time).count());
    return ticks < gap ? 0 : gap;
}

/// While a note is read; after the last one comes the last page.
void waitForReader(Change& change, double seconds)
{
    Model& model = change.model;
    model.reading -= seconds * std::max(1.0, model.speed);
    if (model.reading > 0) return;
    model.reading = 0;
    if (model.time < endOf(model)) return;
    standAt(change, model.time);
    showLastPage(change);
}

} // namespace

void standAt(Change& change, scene::StageTime time)
{
    Model& model = change.model;
    model.time = std::clamp(time, scene::StageTime{}, endOf(model));
    model.glide.reset();
    model.playing = false;
    model.reading = 0;
    model.carry = 0;
}

void goTo(Change& change, scene::StageTime time, double seconds)
{
    Model& model = change.model;
    const scene::StageTime from = model.goal();
    standAt(change, from);
    model.following = true;
    const scene::StageTime to = std::clamp(time, scene::StageTime{}, endOf(model));
    if (to == from) return;
    if (model.animates && !model.isCalm() && seconds > 0)
        model.glide = Glide{from, to, 0, seconds};
    else
        model.time = to;
}

void goTo(Change& change, const Where& where)
{
    if (where) goTo(change, *where, stepSeconds);
}

/// Does not scroll the ladder of a user who has scrolled away.
void goToNewest(Change& change, scene::StageTime time)
{
    const bool following = change.model.following;
    goTo(change, time, liveSeconds);
    change.model.following = following;
}

void nextStep(Change& change)
{
    const Model& model = change.model;
    if (!model.staged || stepLive(change)) return;
    if (model.prediction.on) {
        const bool stood = model.prediction.stands();
        const Where where = nextQuestion(change);
        if (where || stood || !model.prediction.on) return goTo(change, where);
    }
    if (!hasLastPage(model) || model.staged->stepsUntil(model.goal()) < model.staged->stepCount())
        return goTo(change, model.staged->nextStep(model.goal()), stepSeconds);
    standAt(change, endOf(model));
    showLastPage(change);
}

void previousStep(Change& change)
{
    const Model& model = change.model;
    stopFollowingLive(change.model);
    if (leaveLastPage(change.model)) return;
    if (!model.staged) return;
    scene::StageTime from = model.goal();
    if (const std::size_t steps = model.staged->stepCount(); from >= endOf(model) && steps > 0)
        from = model.staged->stepTime(steps - 1); // which the end shows, too
    goTo(change, model.staged->previousStep(from), stepBackSeconds);
}

void nextFrame(Change& change)
{
    const Model& model = change.model;
    if (model.prediction.stands()) return change.announce(wording::whyAnswerFirst);
    stopFollowingLive(change.model);
    standAt(change, stopAtQuestion(model, model.time, model.time + scene::film_frame));
}

void previousFrame(Change& change)
{
    stopFollowingLive(change.model);
    standAt(change, change.model.time - scene::film_frame);
}

void goToBeginning(Change& change)
{
    stopFollowingLive(change.model);
    const Model& model = change.model;
    const scene::StageTime opening = model.staged ? model.staged->opening() : scene::StageTime{};
    goTo(change, model.goal() > opening ? opening : scene::StageTime{}, 0); // once more: to what stands done
}

void goToEnd(Change& change)
{
    if (change.model.live) change.model.live->following = true;
    goTo(change, endOf(change.model), 0);
}

void nextSegment(Change& change) { goToSegment(change, true); }
void previousSegment(Change& change) { goToSegment(change, false); }
void nextChapter(Change& change) { goToChapter(change, true); }
void previousChapter(Change& change) { goToChapter(change, false); }
void goToCause(Change& change) { goAlongChain(change, scene::causeOf, wording::whyNoCause); }
void goToEffect(Change& change) { goAlongChain(change, scene::effectOf, wording::noStepFollows); }

void togglePlay(Change& change)
{
    Model& model = change.model;
    stopFollowingLive(model);
    if (!model.staged) return;
    if (model.prediction.stands()) return change.announce(wording::whyAnswerFirst);
    const bool play = !model.playing;
    standAt(change, model.time);
    if (play && model.time >= endOf(model)) model.time = scene::StageTime{};
    model.playing = play;
    model.following = true;
}

void elapse(Change& change, double seconds)
{
    Model& model = change.model;
    if (model.glide) return glideOn(change, seconds);
    if (!model.playing) return;
    if (model.reading > 0) return waitForReader(change, seconds);
    const double ticks = seconds * model.speed * static_cast<double>(scene::stage_second.count()) + model.carry;
    const scene::StageTime before = model.time;
    const double whole = model.isCalm() ? wholeSteps(model, ticks) : std::floor(ticks);
    model.carry = ticks - whole;
    const scene::StageTime left = endOf(model) - model.time;
    if (whole >= static_cast<double>(left.count()))
        arriveAtEnd(change);
    else
        model.time += scene::StageTime{static_cast<std::int64_t>(whole)};
    if (model.stops != PlayStops::Never) stopAtNote(change, before);
    if (const scene::StageTime stop = stopAtQuestion(model, before, model.time); stop < model.time)
        standAt(change, stop);
}

namespace {

void sayMeasured(Change& change)
{
    Model& model = change.model;
    const scene::Measurement found = scene::measure(*model.staged, *model.display.measured, model.goal());
    const auto said = [&](Language language) {
        return say(wording::measureDone, language, {scene::measurementText(found, language)}).toStdString();
    };
    Notice notice = answer(wording::measureDone, false);
    notice.sentence = OwnedText{said(Language::English), said(Language::Chinese)};
    model.notice = std::move(notice);
}

} // namespace

void measure(Change& change)
{
    Model& model = change.model;
    if (!model.staged) return;
    std::optional<scene::Measured>& measured = model.display.measured;
    const trace::RecordId here = model.staged->timeMap.moment(model.goal()).record;
    if (!measured) {
        measured = scene::Measured{here, {}};
        return change.announce(wording::measureBegun);
    }
    if (measured->to || measured->from == here) {
        measured.reset();
        return change.announce(wording::measureGone);
    }
    measured->to = here;
    sayMeasured(change);
}

void measureAt(Change& change, trace::RecordId record, bool begins)
{
    Model& model = change.model;
    if (!model.staged || model.staged->beside || record >= model.staged->trace().records().size()) return;
    std::optional<scene::Measured>& measured = model.display.measured;
    const std::optional<std::uint32_t> end = measured ? measured->to : std::nullopt;
    const trace::RecordId here = model.staged->timeMap.moment(model.goal()).record;
    if (begins)
        measured = scene::Measured{record, end};
    else
        measured = scene::Measured{measured ? measured->from : here, record};
    measured->to ? sayMeasured(change) : change.announce(wording::measureBegun);
}

} // namespace tcpstage::model
