#include "ui/widgets/live/live_bar.h"

#include "ui/model/words.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <algorithm>

namespace tcpstage {

namespace {

constexpr std::array onHeld{Command::DropSegment, Command::DuplicateSegment, Command::DelaySegment,
                            Command::CorruptSegment};

Text wordOf(LiveRung rung)
{
    switch (rung) {
    case LiveRung::Wire:
        return wording::rungWire;
    case LiveRung::Watch:
        return wording::rungWatch;
    case LiveRung::Gauges:
        return wording::rungGauges;
    }
    return wording::rungWire;
}

} // namespace

LiveBar::LiveBar(Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, actions_{actions}, title_{new QLabel}, details_{new QLabel}, now_{new QToolButton},
      release_{new QToolButton}, hold_{new QCheckBox}, close_{new QToolButton}
{
    setObjectName(QStringLiteral("live"));
    title_->setObjectName(QStringLiteral("liveTitle"));
    details_->setObjectName(QStringLiteral("liveDetails"));
    for (QLabel* label : {title_, details_}) {
        label->setTextFormat(Qt::PlainText);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    details_->setWordWrap(true); // what the kernels cannot do is said in full
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(14, 6, 8, 6);
    grid->setVerticalSpacing(2);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addWidget(now_);
    buttons->addWidget(release_);
    for (const Command command : onHeld)
        buttons->addWidget(addButton(command));
    buttons->addWidget(addButton(Command::CompareRuns));
    buttons->addWidget(hold_);
    buttons->addWidget(close_);
    grid->addWidget(title_, 0, 0);
    grid->addLayout(buttons, 0, 1);
    grid->addWidget(details_, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    for (QToolButton* plain : {now_, release_, close_})
        plain->setFocusPolicy(Qt::TabFocus);
    hold_->setFocusPolicy(Qt::TabFocus);
    connect(release_, &QToolButton::clicked, this, [this] { store_.dispatch(DecideLive{}); });
    connect(now_, &QToolButton::clicked, this, [this] { store_.dispatch(Command::Last); });
    connect(close_, &QToolButton::clicked, this, [this] { store_.dispatch(CloseLive{}); });
    connect(hold_, &QCheckBox::clicked, this, [this](bool on) { store_.dispatch(HoldLive{on}); });
}

QToolButton* LiveBar::addButton(Command command)
{
    auto* button = new QToolButton;
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, actions_[command], &QAction::trigger);
    byCommand_.emplace_back(command, button);
    return button;
}

QToolButton* LiveBar::button(Command command) const
{
    const auto found = std::ranges::find(byCommand_, command, &std::pair<Command, QToolButton*>::first);
    return found == byCommand_.end() ? nullptr : found->second;
}

QString LiveBar::text() const { return title_->text(); }

void LiveBar::apply(const Model& model, const Model* before)
{
    if (!before || before->language() != model.language() || !isVisible()) retranslate(model.language());
    if (!model.live) return;
    const LivePlay& play = *model.live;
    const bool goesOn = play.goesOn();
    const bool wire = play.rung == LiveRung::Wire;
    const QString title = state(play, model.language());
    if (title_->text() != title) title_->setText(title);
    const QString more = details(play, model.language());
    if (details_->text() != more) details_->setText(more);
    title_->setToolTip(title);
    details_->setToolTip(more);
    now_->setVisible(goesOn && !(play.following && model.following));
    release_->setVisible(goesOn && wire);
    release_->setEnabled(!play.held.empty());
    hold_->setVisible(goesOn && wire);
    hold_->setChecked(play.byHand);
    for (const auto& [command, button] : byCommand_) {
        button->setVisible(command == Command::CompareRuns ? !goesOn : goesOn && wire);
        button->setEnabled(actions_[command]->isEnabled());
    }
    const bool together = model.staged && isRealBesideSimulated(*model.staged);
    button(Command::CompareRuns)
        ->setText(together ? say(wording::liveAlone, model.language()) : actions_[Command::CompareRuns]->text());
    const Text ends = goesOn ? wording::liveStop : wording::close;
    close_->setText(say(ends, model.language()));
    close_->setAccessibleName(close_->text());
}

void LiveBar::retranslate(Language language)
{
    setAccessibleName(say(wording::liveBar, language));
    for (const auto& [command, button] : byCommand_) {
        const QString keys = keysAsText(actions_.keys(command));
        button->setText(actions_[command]->text());
        button->setAccessibleName(actions_[command]->text());
        button->setToolTip(actions_[command]->text() + QStringLiteral("   ") + keys);
    }
    constexpr std::array<Text, 4> words{wording::liveDrop, wording::liveDuplicate, wording::liveDelay,
                                        wording::liveCorrupt};
    for (std::size_t i = 0; i < onHeld.size(); ++i) {
        const QList<QKeySequence> keys = actions_.keys(onHeld[i]);
        button(onHeld[i])->setText(say(words[i], language) +
                                   (keys.isEmpty() ? QString{} : u' ' + keys.front().toString()));
    }
    now_->setText(say(wording::liveNow, language));
    now_->setAccessibleName(now_->text());
    now_->setToolTip(say(wording::liveNowHint, language));
    release_->setText(say(wording::liveRelease, language) + QStringLiteral(" →"));
    release_->setAccessibleName(say(wording::liveRelease, language));
    release_->setToolTip(say(wording::liveReleaseHint, language));
    hold_->setText(say(wording::liveHold, language));
    hold_->setAccessibleName(say(wording::liveHoldHint, language));
    hold_->setToolTip(say(wording::liveHoldHint, language));
}

QString LiveBar::state(const LivePlay& play, Language language) const
{
    if (play.stage == LivePlay::Stage::Starting) return say(wording::liveStarts, language);
    const QString rung = say(wordOf(play.rung), language);
    if (play.stage == LivePlay::Stage::Ended) return say(wording::liveEnded, language, {rung});
    if (!play.held.empty()) return say(wording::liveHeld, language, {rung, QString::number(play.held.size())});
    return say(wording::liveRuns, language, {rung});
}

QString LiveBar::details(const LivePlay& play, Language language) const
{
    QStringList parts{
        say(play.rung == LiveRung::Gauges ? wording::certaintySampledLegend : wording::certaintyLegend, language)};
    if (!play.refused.empty()) parts << say(wording::liveRefused, language, {say(play.refused, language)});
    for (const OwnedText& limit : play.limits)
        parts << say(limit, language);
    return parts.join(QStringLiteral("  ·  "));
}

} // namespace tcpstage
