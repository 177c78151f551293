#include "ui/widgets/branches/what_if_menu.h"

#include "ui/model/guide/calls.h"
#include "ui/model/lesson_goal.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"
#include "ui/widgets/branches/call_editor.h"
#include "ui/widgets/branches/segment_editor.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/stage/stage_view.h"

#include <QMenu>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr std::array onSegment{model::Command::DropSegment,  model::Command::DuplicateSegment,
                               model::Command::DelaySegment, model::Command::CorruptSegment,
                               model::Command::EditSegment,  model::Command::SpareSegment};

QString wordOf(const trace::EndpointInfo& end, trace::Call call)
{
    const std::string_view name = trace::spoken_call(end, call);
    return QLatin1String{name.data(), static_cast<qsizetype>(name.size())};
}

} // namespace

WhatIfMenu::WhatIfMenu(model::Store& store, const Actions& actions, StageView& stage, QWidget* window)
    : QObject{window}, store_{store}, actions_{actions}, stage_{stage}, window_{window}
{
    connect(&stage, &StageView::segmentAsked, this, [this](const QPoint& at) { openForSegment(at, *window_); });
    connect(&stage, &StageView::endpointAsked, this,
            [this](trace::Side side, const QPoint& at) { openCalls(side, at, *window_); });
}

void WhatIfMenu::openForSegment(const QPoint& at, QWidget& owner)
{
    popUp(at, owner, [this](QMenu& menu) {
        const bool segment = store_.model().selection.kind == scene::Ref::Kind::Segment;
        if (const auto& live = store_.model().live; segment && live && live->goesOn())
            addHeldActs(menu);
        else if (segment)
            addActs(menu);
        addMeasuring(menu);
    });
}

void WhatIfMenu::openCalls(trace::Side side, const QPoint& at, QWidget& owner)
{
    popUp(at, owner, [this, side, &owner](QMenu& menu) { addCalls(menu, side, &owner == window_); });
}

void WhatIfMenu::popUp(const QPoint& at, QWidget& owner, const std::function<void(QMenu&)>& fill)
{
    auto* menu = new QMenu{&owner};
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (&owner != window_) wearLarger(*menu, paint::Theme::named(store_.model().themeName()), projectedText(owner));
    fill(*menu);
    menu->popup(at);
}

void WhatIfMenu::fill(QMenu& menu)
{
    menu.addSeparator();
    for (const trace::Side side : trace::both_sides) {
        QMenu*& calls = calls_[trace::index(side)];
        calls = menu.addMenu(QString{});
        connect(calls, &QMenu::aboutToShow, this, [this, calls, side] {
            calls->clear(); // what is possible depends on the moment
            addCalls(*calls, side, true);
        });
    }
}

void WhatIfMenu::retranslate(Language language)
{
    calls_[0]->setTitle(model::say(wording::clientCalls, language));
    calls_[1]->setTitle(model::say(wording::serverCalls, language));
}

void WhatIfMenu::addHeldActs(QMenu& menu)
{
    const model::Model& model = store_.model();
    const trace::TransitId transit = model.selection.id;
    const auto& held = model.live->held;
    if (std::ranges::find(held, transit) == held.end()) {
        menu.addAction(model::say(wording::liveNotHeld, model.language()))->setEnabled(false);
        return;
    }
    constexpr std::array<std::pair<model::LiveFate, Text>, 5> acts{
        {{model::LiveFate::Deliver, wording::liveRelease},
         {model::LiveFate::Drop, wording::liveDrop},
         {model::LiveFate::Duplicate, wording::liveDuplicate},
         {model::LiveFate::Delay, wording::liveDelayLong},
         {model::LiveFate::Corrupt, wording::liveCorrupt}}};
    for (const auto& [fate, words] : acts)
        menu.addAction(model::say(words, model.language()), &menu, [this, transit, fate = fate] {
            store_.dispatch(model::DecideLive{transit, fate});
        });
}

/// What can be done to a segment, and why not all of it where a goal is to be reached.
void WhatIfMenu::addActs(QMenu& menu)
{
    for (const model::Command command : onSegment)
        menu.addAction(actions_[command]);
    const model::Model& model = store_.model();
    if (model::hasGoal(model)) menu.addAction(model::goalWords(model).state)->setEnabled(false);
}

/// From a segment's sending, and to its end if that has come.
void WhatIfMenu::addMeasuring(QMenu& menu)
{
    const model::Model& model = store_.model();
    if (!model.staged || model.staged->beside) return;
    const trace::Trace& trace = model.staged->trace();
    std::array<trace::RecordId, 2> ends{model.selection.id, model.selection.id};
    if (model.selection.kind == scene::Ref::Kind::Segment) {
        if (model.selection.id >= trace.transits().size()) return;
        const trace::Transit transit = trace.transit(model.selection.id);
        const trace::RecordId shown = model.staged->timeMap.moment(model.goal()).record;
        const bool ended = shown != trace::no_record && transit.end_record <= shown;
        ends = {transit.sent_record, ended ? transit.end_record : transit.sent_record};
    }
    menu.addSeparator();
    for (const bool begins : {true, false})
        menu.addAction(model::say(begins ? wording::measureFrom : wording::measureTo, model.language()), &menu,
                       [this, record = ends[begins ? 0 : 1], begins] {
                           store_.dispatch(model::MeasureAt{record, begins});
                       });
    if (model.display.measured && model.display.measured->to)
        menu.addAction(model::say(wording::measureAway, model.language()), &menu,
                       [this] { store_.dispatch(model::Command::Measure); });
}

/// Each call with what it does; one that is impossible now is grey, with the reason. `asks`: those with a number of
/// octets can ask for it.
void WhatIfMenu::addCalls(QMenu& menu, trace::Side side, bool asks)
{
    const model::Model& model = store_.model();
    const trace::EndpointInfo end = model.staged ? model.staged->trace().endpoint(side) : trace::EndpointInfo{};
    for (std::size_t i = 0; i < trace::call_words.size(); ++i) {
        const auto call = static_cast<trace::Call>(i);
        if (call == trace::Call::Skip) continue; // for lessons
        if (call == trace::Call::Send || call == trace::Call::Shutdown) menu.addSeparator();
        const QString name = wordOf(end, call);
        const QString octets = call == trace::Call::Send ? QStringLiteral("(100)") : QStringLiteral("()");
        const auto obstacle = model::obstacleTo(model, side, call);
        const QString words = obstacle ? model::say(*obstacle, model.language())
                                       : scene::inLanguage(model::doesOf(call, end.without.tcp), model.language());
        menu.addAction(name + octets + u'\t' + words, &menu,
                       [this, side, call] {
                           store_.dispatch(model::MakeCall{side, call});
                       })
            ->setEnabled(!obstacle);
        if (asks && (call == trace::Call::Send || call == trace::Call::Read))
            menu.addAction(name + QStringLiteral("(…)\t") +
                               (obstacle ? words : model::say(wording::callAsks, model.language())),
                           &menu, [this, side, call] { askOctets(side, call); })
                ->setEnabled(!obstacle);
    }
}

SegmentEditor& WhatIfMenu::segmentEditor()
{
    if (!segmentEditor_) {
        segmentEditor_ = new SegmentEditor{store_, window_};
        connect(segmentEditor_, &Popover::left, &stage_, &StageView::take);
    }
    return *segmentEditor_;
}

CallEditor& WhatIfMenu::callEditor()
{
    if (!callEditor_) {
        callEditor_ = new CallEditor{store_, window_};
        connect(callEditor_, &Popover::left, &stage_, &StageView::take);
    }
    return *callEditor_;
}

void WhatIfMenu::editSegment()
{
    const model::Model& model = store_.model();
    if (!model.staged || model.live) return;
    const auto complain = [this](const Text& text) { store_.dispatch(model::Announce{model::answer(text, true)}); };
    const trace::Trace& trace = model.staged->trace();
    if (trace.source() != trace::Source::Simulated) return complain(wording::branchNotSimulated);
    if (model.staged->beside) return complain(wording::branchTwoStand);
    const bool chosen =
        model.selection.kind == scene::Ref::Kind::Segment && model.selection.id < trace.transits().size();
    const trace::TransitId transit = chosen ? model.selection.id : model::newestOwn(*model.staged, model.goal());
    if (transit == trace::no_transit) return complain(wording::branchNoSegment);
    if (trace.transit(transit).segment.is_datagram()) return complain(wording::editDatagram);
    if (trace.transit(transit).fate == trace::Fate::Lost) return complain(wording::branchLostAlready);
    const scene::Ref ref{scene::Ref::Kind::Segment, trace.transit(transit).from, transit};
    if (!chosen) store_.dispatch(model::Select{ref});
    segmentEditor().openFor(transit, stage_.placeOf(ref));
}

void WhatIfMenu::askOctets(trace::Side side, trace::Call call)
{
    if (!store_.model().staged) return;
    const Canvas& panel = stage_.panel(side);
    callEditor().openFor(side, call, {panel.mapToGlobal(QPoint{panel.width() / 2, panel.height() / 3}), QSize{1, 1}});
}

} // namespace tcpstage::widgets
