#include "ui/widgets/live/real_menu.h"

#include "ui/model/catalogue.h"
#include "ui/model/words.h"

#include <QActionGroup>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

/// A lesson is open: not a script or a saved run.
bool hasLesson(const model::Model& model)
{
    if (!model.staged || model.source.empty() || model.source.ends_with(".tcptrace")) return false;
    const trace::Source source = model.staged->trace().source();
    const bool isReal = source == trace::Source::Live && !model.staged->scenario.steps.empty(); // of a lesson
    return source == trace::Source::Simulated || isReal;
}

} // namespace

RealMenu::RealMenu(model::Store& store, const Actions& actions, QWidget* parent)
    : QMenu{parent}, store_{store}, actions_{actions}, byHand_{new QAction{this}}, asMachine_{new QAction{this}}
{
    byHand_->setCheckable(true);
    byHand_->setChecked(true);
    asMachine_->setCheckable(true);
    connect(this, &QMenu::aboutToShow, this, &RealMenu::fill);
}

void RealMenu::fill()
{
    const model::Model& model = store_.model();
    const Language language = model.language();
    for (QAction* kept : {byHand_, asMachine_})
        removeAction(kept); // clear() would delete it
    clear();
    lessons_.clear();
    const auto add = [&](const std::string& id, const QString& title) {
        QAction* action = addAction(title);
        connect(action, &QAction::triggered, this, [this, id] {
            store_.dispatch(model::StartLive{id, byHand_->isChecked(), hop_, vantage_, asMachine_->isChecked()});
        });
        lessons_.emplace_back(id, action);
    };
    if (hasLesson(model)) {
        add(model.source,
            model::say(wording::liveThisLesson, language, {model::say(model.staged->scenario.title, language)}));
        addSeparator();
    }
    for (const model::LessonEntry& entry : model::catalogue())
        if (entry.group == lesson::Group::Real) add(entry.id, model::say(entry.title, language));
    addSeparator();
    addAction(actions_[model::Command::OwnPrograms]);
    addAction(actions_[model::Command::WatchMachine]);
    addSeparator();
    byHand_->setText(model::say(wording::liveHoldHint, language));
    addAction(byHand_);
    asMachine_->setText(model::say(wording::liveAsMachine, language));
    asMachine_->setToolTip(model::say(wording::liveAsMachineHint, language));
    addAction(asMachine_);
    addHops();
    addVantages();
}

void RealMenu::addHops()
{
    const Language language = store_.model().language();
    delete hops_;
    hops_ = addMenu(model::say(wording::liveHop, language));
    auto* group = new QActionGroup{hops_};
    const auto add = [&](const QString& text, std::optional<Duration> hop) {
        QAction* action = hops_->addAction(text);
        action->setCheckable(true);
        action->setChecked(hop == hop_);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, hop] { hop_ = hop; });
    };
    add(model::say(wording::liveHopOfLesson, language), {});
    for (const int ms : {0, 20, 100, 400})
        add(QStringLiteral("%1 ms").arg(ms), std::chrono::milliseconds{ms});
}

void RealMenu::addVantages()
{
    const Language language = store_.model().language();
    delete vantages_;
    vantages_ = addMenu(model::say(wording::liveVantage, language));
    auto* group = new QActionGroup{vantages_};
    const auto add = [&](const Text& words, std::optional<live::Vantage> vantage) {
        QString text = model::say(words, language);
        text[0] = text[0].toUpper();
        QAction* action = vantages_->addAction(text);
        action->setCheckable(true);
        action->setChecked(vantage == vantage_);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, vantage] { vantage_ = vantage; });
    };
    add(wording::liveBestVantage, {});
    add(wording::vantageWire, live::Vantage::Wire);
    add(wording::vantageWatch, live::Vantage::Watch);
    add(wording::vantageTcpInfo, live::Vantage::TcpInfo);
}

QAction* RealMenu::vantage(std::optional<live::Vantage> vantage) const
{
    return vantages_->actions()[vantage ? 1 + static_cast<int>(*vantage) : 0];
}

QAction* RealMenu::lesson(const std::string& id) const
{
    const auto found = std::ranges::find(lessons_, id, &std::pair<std::string, QAction*>::first);
    return found == lessons_.end() ? nullptr : found->second;
}

} // namespace tcpstage::widgets
