#include "ui/widgets/live/real_menu.h"

#include "ui/model/catalogue.h"
#include "ui/model/words.h"

#include <QActionGroup>
#include <algorithm>

namespace tcpstage {

RealMenu::RealMenu(Store& store, QWidget* parent) : QMenu{parent}, store_{store}, byHand_{new QAction{this}}
{
    byHand_->setCheckable(true);
    byHand_->setChecked(true);
    connect(this, &QMenu::aboutToShow, this, &RealMenu::fill);
}

void RealMenu::fill()
{
    const Model& model = store_.model();
    const Language language = model.language();
    removeAction(byHand_); // clear() deletes what is in it
    clear();
    lessons_.clear();
    const auto add = [&](const std::string& id, const QString& title) {
        QAction* action = addAction(title);
        connect(action, &QAction::triggered, this, [this, id] {
            store_.dispatch(StartLive{id, byHand_->isChecked(), hop_, rung_});
        });
        lessons_.emplace_back(id, action);
    };
    for (const LessonEntry& entry : catalogue())
        if (entry.group == Group::Real) add(entry.id, say(entry.title, language));
    const LessonEntry* here = findLesson(model.source);
    if (here && here->group != Group::Real) {
        addSeparator();
        add(here->id, say(wording::liveThisLesson, language, {say(here->title, language)}));
    }
    addSeparator();
    byHand_->setText(say(wording::liveHoldHint, language));
    addAction(byHand_);
    addHops();
    addRungs();
}

void RealMenu::addHops()
{
    const Language language = store_.model().language();
    delete hops_;
    hops_ = addMenu(say(wording::liveHop, language));
    auto* group = new QActionGroup{hops_};
    const auto add = [&](const QString& text, std::optional<Duration> hop) {
        QAction* action = hops_->addAction(text);
        action->setCheckable(true);
        action->setChecked(hop == hop_);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, hop] { hop_ = hop; });
    };
    add(say(wording::liveHopOfLesson, language), {});
    for (const int ms : {0, 20, 100, 400})
        add(QStringLiteral("%1 ms").arg(ms), std::chrono::milliseconds{ms});
}

void RealMenu::addRungs()
{
    const Language language = store_.model().language();
    delete rungs_;
    rungs_ = addMenu(say(wording::liveRung, language));
    auto* group = new QActionGroup{rungs_};
    const auto add = [&](const Text& words, std::optional<LiveRung> rung) {
        QString text = say(words, language);
        text[0] = text[0].toUpper();
        QAction* action = rungs_->addAction(text);
        action->setCheckable(true);
        action->setChecked(rung == rung_);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, rung] { rung_ = rung; });
    };
    add(wording::liveBestRung, {});
    add(wording::rungWire, LiveRung::Wire);
    add(wording::rungWatch, LiveRung::Watch);
    add(wording::rungGauges, LiveRung::Gauges);
}

QAction* RealMenu::rung(std::optional<LiveRung> rung) const
{
    return rungs_->actions()[rung ? 1 + static_cast<int>(*rung) : 0];
}

QAction* RealMenu::lesson(const std::string& id) const
{
    const auto found = std::ranges::find(lessons_, id, &std::pair<std::string, QAction*>::first);
    return found == lessons_.end() ? nullptr : found->second;
}

} // namespace tcpstage
