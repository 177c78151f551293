#include "ui/widgets/branches/what_if_menu.h"

#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/branches/call_editor.h"
#include "ui/widgets/branches/segment_editor.h"
#include "ui/widgets/stage/canvas.h"
#include "ui/widgets/stage/stage_view.h"

#include <QMenu>
#include <algorithm>

namespace tcpstage {

namespace {

constexpr std::array onSegment{Command::DropSegment,    Command::DuplicateSegment, Command::DelaySegment,
                               Command::CorruptSegment, Command::EditSegment,      Command::SpareSegment};

QString wordOf(Call call)
{
    const std::string_view name = word(call);
    return QLatin1String{name.data(), static_cast<qsizetype>(name.size())};
}

} // namespace

WhatIfMenu::WhatIfMenu(Store& store, const Actions& actions, StageView& stage, QWidget* window)
    : QObject{window}, store_{store}, actions_{actions}, stage_{stage}, window_{window}
{
    connect(&stage, &StageView::segmentAsked, this, [this](const QPoint& at) {
        popUp(at, [this](QMenu& menu) {
            if (const auto& live = store_.model().live; live && live->goesOn()) return addHeldActs(menu);
            for (const Command command : onSegment)
                menu.addAction(actions_[command]);
        });
    });
    connect(&stage, &StageView::endpointAsked, this,
            [this](Side side, const QPoint& at) { popUp(at, [this, side](QMenu& menu) { addCalls(menu, side); }); });
}

void WhatIfMenu::popUp(const QPoint& at, const std::function<void(QMenu&)>& fill)
{
    auto* menu = new QMenu{window_};
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fill(*menu);
    menu->popup(at);
}

void WhatIfMenu::fill(QMenu& menu)
{
    for (const Side side : both_sides) {
        QMenu*& calls = calls_[index(side)];
        calls = menu.addMenu(QString{});
        connect(calls, &QMenu::aboutToShow, this, [this, calls, side] {
            if (calls->isEmpty()) addCalls(*calls, side);
        });
    }
}

void WhatIfMenu::retranslate(Language language)
{
    calls_[0]->setTitle(say(wording::clientCalls, language));
    calls_[1]->setTitle(say(wording::serverCalls, language));
}

void WhatIfMenu::addHeldActs(QMenu& menu)
{
    const Model& model = store_.model();
    const TransitId transit = model.selection.id;
    const auto& held = model.live->held;
    if (std::ranges::find(held, transit) == held.end()) {
        menu.addAction(say(wording::liveNotHeld, model.language()))->setEnabled(false);
        return;
    }
    constexpr std::array<std::pair<LiveFate, Text>, 5> acts{{{LiveFate::Deliver, wording::liveRelease},
                                                             {LiveFate::Drop, wording::liveDrop},
                                                             {LiveFate::Duplicate, wording::liveDuplicate},
                                                             {LiveFate::Delay, wording::liveDelayLong},
                                                             {LiveFate::Corrupt, wording::liveCorrupt}}};
    for (const auto& [fate, words] : acts)
        menu.addAction(say(words, model.language()), &menu, [this, transit, fate = fate] {
            store_.dispatch(DecideLive{transit, fate});
        });
}

void WhatIfMenu::addCalls(QMenu& menu, Side side)
{
    for (std::size_t i = 0; i < call_words.size(); ++i) {
        const auto call = static_cast<Call>(i);
        const QString name = wordOf(call);
        const QString octets = call == Call::Send ? QStringLiteral("(100)") : QStringLiteral("()");
        menu.addAction(name + octets, &menu, [this, side, call] { store_.dispatch(MakeCall{side, call}); });
        if (call == Call::Send || call == Call::Read)
            menu.addAction(name + QStringLiteral("(…)"), &menu, [this, side, call] { askOctets(side, call); });
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
    const Model& model = store_.model();
    if (!model.staged || model.live) return;
    const auto complain = [this](const Text& text) {
        store_.dispatch(Announce{Notice{{std::string{text.en}, std::string{text.zh}}, true}});
    };
    const Trace& trace = model.staged->trace();
    if (trace.source() != Source::Simulated) return complain(wording::branchNotSimulated);
    if (model.staged->beside) return complain(wording::branchTwoStand);
    const bool chosen = model.selection.kind == Ref::Kind::Segment && model.selection.id < trace.transits().size();
    const TransitId transit = chosen ? model.selection.id : newestOwn(*model.staged, model.goal());
    if (transit == no_transit) return complain(wording::branchNoSegment);
    if (trace.transit(transit).segment.is_datagram()) return complain(wording::editDatagram);
    if (trace.transit(transit).fate == Fate::Lost) return complain(wording::branchLostAlready);
    const Ref ref{Ref::Kind::Segment, trace.transit(transit).from, transit};
    if (!chosen) store_.dispatch(Select{ref});
    segmentEditor().openFor(transit, stage_.placeOf(ref));
}

void WhatIfMenu::askOctets(Side side, Call call)
{
    if (!store_.model().staged) return;
    const Canvas& panel = stage_.panel(side);
    callEditor().openFor(side, call, {panel.mapToGlobal(QPoint{panel.width() / 2, panel.height() / 3}), QSize{1, 1}});
}

} // namespace tcpstage
