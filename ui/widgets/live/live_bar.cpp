#include "ui/widgets/live/live_bar.h"

#include "core/terminal/settings_text.h"
#include "ui/model/words.h"
#include "ui/widgets/common/elided_label.h"
#include "ui/widgets/live/written_dialog.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr std::array onHeld{model::Command::DropSegment, model::Command::DuplicateSegment, model::Command::DelaySegment,
                            model::Command::CorruptSegment};

Text wordOf(live::Vantage vantage)
{
    switch (vantage) {
    case live::Vantage::Wire:
        return wording::vantageWire;
    case live::Vantage::Watch:
        return wording::vantageWatch;
    case live::Vantage::TcpInfo:
        return wording::vantageTcpInfo;
    }
    return wording::vantageWire;
}

Text legendOf(const model::LivePlay& play)
{
    if (play.vantage == live::Vantage::TcpInfo) return wording::certaintySampledLegend;
    const bool isWatch = play.several && !play.several->watched.empty();
    return isWatch ? wording::certaintyCapturedLegend : wording::certaintyLegend;
}

qsizetype swallowedOf(const trace::Trace& trace)
{
    return std::ranges::count(trace.transits(), trace::Reason::Swallowed, &trace::Transit::reason);
}

} // namespace

LiveBar::LiveBar(model::Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, actions_{actions}, title_{new ElidedLabel}, details_{new QLabel},
      now_{new QToolButton}, release_{new QToolButton}, settings_{new QToolButton}, written_{new QToolButton},
      hold_{new QCheckBox}, close_{new QToolButton}
{
    setObjectName(QStringLiteral("live"));
    title_->setObjectName(QStringLiteral("liveTitle"));
    details_->setObjectName(QStringLiteral("liveDetails"));
    details_->setTextFormat(Qt::PlainText);
    for (QLabel* label : {static_cast<QLabel*>(title_), details_})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    title_->setShrinks(0.9, 2);  // then it ends at a word
    details_->setWordWrap(true); // limits of the kernels are shown in full
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(14, 6, 8, 6);
    grid->setVerticalSpacing(2);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addWidget(now_);
    buttons->addWidget(release_);
    for (const model::Command command : onHeld)
        buttons->addWidget(addButton(command));
    buttons->addWidget(addButton(model::Command::CompareRuns));
    buttons->addWidget(addButton(model::Command::Connections));
    buttons->addWidget(written_);
    buttons->addWidget(settings_);
    buttons->addWidget(hold_);
    buttons->addWidget(close_);
    grid->addWidget(title_, 0, 0);
    grid->addLayout(buttons, 0, 1);
    grid->addWidget(details_, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    settings_->setMenu(new QMenu{settings_});
    settings_->setPopupMode(QToolButton::InstantPopup);
    connect(settings_->menu(), &QMenu::aboutToShow, this, &LiveBar::listSettings);
    for (QToolButton* plain : {now_, release_, settings_, written_, close_})
        plain->setFocusPolicy(Qt::TabFocus);
    hold_->setFocusPolicy(Qt::TabFocus);
    connect(release_, &QToolButton::clicked, this, [this] { store_.dispatch(model::DecideLive{}); });
    connect(written_, &QToolButton::clicked, this, [this] { (new WrittenDialog{store_, window()})->show(); });
    connect(now_, &QToolButton::clicked, this, [this] { store_.dispatch(model::Command::Last); });
    connect(close_, &QToolButton::clicked, this, [this] { store_.dispatch(model::CloseLive{}); });
    connect(hold_, &QCheckBox::clicked, this, [this](bool on) { store_.dispatch(model::HoldLive{on}); });
}

QToolButton* LiveBar::addButton(model::Command command)
{
    auto* button = new QToolButton;
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, actions_[command], &QAction::trigger);
    byCommand_.emplace_back(command, button);
    return button;
}

QToolButton* LiveBar::button(model::Command command) const
{
    const auto found = std::ranges::find(byCommand_, command, &std::pair<model::Command, QToolButton*>::first);
    return found == byCommand_.end() ? nullptr : found->second;
}

QString LiveBar::text() const { return title_->whole(); }

void LiveBar::apply(const model::Model& model, const model::Model* before)
{
    if (!before || before->language() != model.language() || !isVisible()) retranslate(model.language());
    if (!model.live) return;
    const model::LivePlay& play = *model.live;
    const bool goesOn = play.goesOn();
    const bool wire = play.vantage == live::Vantage::Wire;
    title_->setWhole(state(play, model.language()));
    if (model.staged && counted_ != model.staged) {
        counted_ = model.staged;
        swallowed_ = swallowedOf(model.staged->trace());
    }
    const QString more = details(model);
    if (details_->text() != more) details_->setText(more);
    details_->setToolTip(more);
    now_->setVisible(goesOn && !(play.following && model.following));
    release_->setVisible(goesOn && wire);
    release_->setEnabled(!play.held.empty());
    hold_->setVisible(goesOn && wire);
    hold_->setChecked(play.byHand);
    const bool isLesson = !play.several;
    for (const auto& [command, button] : byCommand_) {
        if (command == model::Command::Connections) continue;
        button->setVisible(command == model::Command::CompareRuns ? !goesOn && isLesson : goesOn && wire);
        button->setEnabled(actions_[command]->isEnabled());
    }
    applySeveral(play, model.language());
    const bool together = model.staged && scene::isRealBesideSimulated(*model.staged);
    button(model::Command::CompareRuns)
        ->setText(together ? model::say(wording::liveAlone, model.language())
                           : actions_[model::Command::CompareRuns]->text());
    const Text ends = goesOn ? wording::liveStop : wording::close;
    close_->setText(model::say(ends, model.language()));
    close_->setAccessibleName(close_->text());
}

void LiveBar::retranslate(Language language)
{
    setAccessibleName(model::say(wording::liveBar, language));
    for (const auto& [command, button] : byCommand_) {
        const QString keys = keysAsText(actions_.keys(command), language);
        button->setText(actions_[command]->text());
        button->setAccessibleName(actions_[command]->text());
        button->setToolTip(actions_[command]->text() + QStringLiteral("   ") + keys);
    }
    constexpr std::array<Text, 4> words{wording::liveDrop, wording::liveDuplicate, wording::liveDelay,
                                        wording::liveCorrupt};
    for (std::size_t i = 0; i < onHeld.size(); ++i) {
        const QList<QKeySequence> keys = actions_.keys(onHeld[i]);
        button(onHeld[i])->setText(model::say(words[i], language) +
                                   (keys.isEmpty() ? QString{} : u' ' + keyAsText(keys.front(), language)));
    }
    now_->setText(model::say(wording::liveNow, language));
    now_->setAccessibleName(now_->text());
    now_->setToolTip(model::say(wording::liveNowHint, language));
    release_->setText(model::say(wording::liveRelease, language) + QStringLiteral(" →"));
    release_->setAccessibleName(model::say(wording::liveRelease, language));
    release_->setToolTip(model::say(wording::liveReleaseHint, language));
    settings_->setText(model::say(wording::liveSettings, language));
    settings_->setAccessibleName(settings_->text());
    settings_->setToolTip(model::say(wording::liveSettingsHint, language));
    written_->setText(model::say(wording::ownWritten, language));
    written_->setAccessibleName(written_->text());
    hold_->setText(model::say(wording::liveHold, language));
    hold_->setAccessibleName(model::say(wording::liveHoldHint, language));
    hold_->setToolTip(model::say(wording::liveHoldHint, language));
}

QString LiveBar::state(const model::LivePlay& play, Language language) const
{
    if (play.several) return play.several->watched.empty() ? stateOfOwn(play, language) : stateOfWatch(play, language);
    if (play.stage == model::LivePlay::Stage::Starting) return model::say(wording::liveStarts, language);
    const QString vantage = model::say(wordOf(play.vantage), language);
    if (play.stage == model::LivePlay::Stage::Ended) return model::say(wording::liveEnded, language, {vantage});
    if (!play.held.empty())
        return model::say(wording::liveHeld, language, {vantage, QString::number(play.held.size())});
    return model::say(wording::liveRuns, language, {vantage});
}

QString LiveBar::stateOfOwn(const model::LivePlay& play, Language language) const
{
    if (play.stage == model::LivePlay::Stage::Ended) return model::say(wording::ownEnded, language);
    if (play.several->chosen == 0) return model::say(wording::ownWaits, language);
    if (play.held.empty()) return model::say(wording::ownRuns, language);
    return model::say(wording::ownHeld, language, {QString::number(play.held.size())});
}

QString LiveBar::stateOfWatch(const model::LivePlay& play, Language language) const
{
    const QString what = QString::fromStdString(play.several->watched);
    if (play.stage == model::LivePlay::Stage::Starting) return model::say(wording::watchStarts, language, {what});
    const bool hasSegments = play.vantage == live::Vantage::Watch;
    const QString by = model::say(hasSegments ? wording::watchSegments : wording::watchTcpInfo, language);
    if (play.stage == model::LivePlay::Stage::Ended) return model::say(wording::watchEnded, language, {what, by});
    const Text& words = play.several->chosen == 0 ? wording::watchWaits : wording::watchRuns;
    return model::say(words, language, {what, by});
}

void LiveBar::applySeveral(const model::LivePlay& play, Language language)
{
    QToolButton& chooses = connectionButton();
    const bool listed = play.several && play.several->connections;
    const std::size_t count = listed ? play.several->connections->connections.size() : 0;
    chooses.setVisible(count > 1);
    written_->setVisible(play.several && play.several->written && !play.several->written->empty());
    if (count < 2) return;
    chooses.setText(
        model::say(wording::ownConnection, language, {QString::number(play.several->chosen), QString::number(count)}));
    chooses.setAccessibleName(chooses.text());
    const Text& hint = play.several->watched.empty() ? wording::ownConnectionHint : wording::watchConnectionHint;
    chooses.setToolTip(model::say(hint, language));
}

/// One entry for each setting, under the end that has it.
void LiveBar::listSettings()
{
    const model::Model& model = store_.model();
    QMenu& menu = *settings_->menu();
    menu.clear();
    if (model.staged) {
        const scene::StagedRun& real = model.staged->beside ? *model.staged->beside : *model.staged;
        for (const terminal::SettingsGroup& group : terminal::settings_of(real.trace())) {
            menu.addSection(model::say(group.title, model.language()));
            for (const trace::Setting& setting : group.settings)
                menu.addAction(QString::fromStdString(setting.name + " = " + setting.value));
        }
    }
    if (menu.isEmpty()) menu.addAction(model::say(wording::liveNothingSet, model.language()));
}

QString LiveBar::details(const model::Model& model) const
{
    const model::LivePlay& play = *model.live;
    const Language language = model.language();
    QStringList parts{model::say(legendOf(play), language)};
    if (!play.refused.empty())
        parts << model::say(wording::liveRefused, language, {model::say(play.refused, language)});
    if (swallowed_ > 0) parts << model::say(wording::liveSwallowed, language, {QString::number(swallowed_)});
    if (play.several && play.several->written && !play.several->written->empty()) // the newest line
        parts << QString::fromStdString(play.several->written->back());
    for (const OwnedText& limit : play.limits)
        parts << model::say(limit, language);
    return parts.join(QStringLiteral("  ·  "));
}

} // namespace tcpstage::widgets
