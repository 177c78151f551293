#include "ui/widgets/stage/transport_bar.h"

#include "ui/model/explain.h"
#include "ui/model/words.h"
#include "ui/paint/icons.h"
#include "ui/scene/words/labels.h"
#include "ui/widgets/canvas/spoken_name.h"
#include "ui/widgets/common/choice_menu.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/stage/scrubber.h"
#include "ui/widgets/stage/scrubber_access.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

namespace tcpstage::widgets {

namespace {

constexpr int sliderRange = 100; // the slider goes from -100 (speed 0.01) to 100 (speed 100)
constexpr double sliderWidth = 120;
constexpr double stepWidth = 118;
constexpr std::array speeds{0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0};

paint::Sign signOf(model::Command command, bool playing)
{
    if (command == model::Command::First) return paint::Sign::First;
    if (command == model::Command::PreviousStep) return paint::Sign::PreviousStep;
    if (command == model::Command::PreviousFrame) return paint::Sign::PreviousFrame;
    if (command == model::Command::NextFrame) return paint::Sign::NextFrame;
    if (command == model::Command::NextStep) return paint::Sign::NextStep;
    if (command == model::Command::Last) return paint::Sign::Last;
    return playing ? paint::Sign::Pause : paint::Sign::Play;
}

const Text& buttonText(scene::Numbers numbers)
{
    switch (numbers) {
    case scene::Numbers::Absolute:
        return wording::buttonAbsolute;
    case scene::Numbers::Relative:
        return wording::buttonRelative;
    case scene::Numbers::Both:
        return wording::buttonBoth;
    case scene::Numbers::Symbolic:
        return wording::buttonSymbolic;
    }
    return wording::buttonAbsolute;
}

const QString arrow = QStringLiteral("  ▾");

} // namespace

/// The speed at a position of the slider.
double speedAt(int value) { return std::pow(10.0, value * 2.0 / sliderRange); }

QString speedAsText(double speed)
{
    const double turned = 1 / speed;
    if (speed < 0.99 && std::abs(turned - std::round(turned)) < 0.01 * turned)
        return QStringLiteral("1/%1×").arg(std::llround(turned));
    return QString::number(speed, 'g', speed < 1 ? 2 : 3) + u'×';
}

TransportBar::TransportBar(model::Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, actions_{actions}, scrubber_{new Scrubber}, buttons_{new QWidget},
      step_{new QLabel}, slider_{new QSlider{Qt::Horizontal}}, timeMaps_{new ChoiceMenu{store, timeMapChoice(), this}},
      numberings_{new ChoiceMenu{store, numbersChoice(), this}}
{
    static const bool known = (QAccessible::installFactory(ScrubberAccess::make), true);
    static_cast<void>(known);
    setObjectName(QStringLiteral("transport"));
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(8, 4, 8, 7);
    column->setSpacing(1);
    column->addWidget(scrubber_);
    column->addWidget(buttons_);
    auto* row = new QHBoxLayout{buttons_};
    row->setContentsMargins(8, 0, 4, 0);
    row->setSpacing(9);
    for (const model::Command command :
         {model::Command::First, model::Command::PreviousStep, model::Command::PreviousFrame,
          model::Command::TogglePlay, model::Command::NextFrame, model::Command::NextStep, model::Command::Last})
        row->addWidget(addButton(command));
    step_->setObjectName(QStringLiteral("stepLabel"));
    row->addSpacing(18);
    row->addWidget(step_);
    row->addWidget(speed_ = addMenuButton("speed", new QMenu{this}));
    slider_->setRange(-sliderRange, sliderRange);
    slider_->setFocusPolicy(Qt::TabFocus);
    row->addWidget(slider_);
    row->addStretch(1);
    row->addWidget(timeMap_ = addMenuButton("pace", timeMaps_));
    row->addWidget(numbers_ = addMenuButton("numbers", numberings_));
    row->addWidget(more_ = addMenuButton("more", new QMenu{this}));
    more_->setText(QStringLiteral("⋯"));
    more_->hide();
    connect(more_->menu(), &QMenu::aboutToShow, this, &TransportBar::fillMore);
    fillSpeedMenu();
    speed_->menu()->addSeparator();
    speed_->menu()->addMenu(waits_ = new ChoiceMenu{store, playStopsChoice(), this});
    connect(scrubber_, &Scrubber::sought, this, [this](scene::StageTime time) { store_.dispatch(model::Seek{time}); });
    connect(slider_, &QSlider::valueChanged, this,
            [this](int value) { store_.dispatch(model::SetSpeed{speedAt(value)}); });
}

QToolButton* TransportBar::addButton(model::Command command)
{
    auto* button = new QToolButton;
    button->setProperty("round", true);
    if (command == model::Command::TogglePlay) button->setObjectName(QStringLiteral("play"));
    button->setFocusPolicy(Qt::TabFocus);
    button->setAutoRepeat(command != model::Command::TogglePlay);
    connect(button, &QToolButton::clicked, actions_[command], &QAction::trigger);
    connect(actions_[command], &QAction::enabledChanged, button, &QWidget::setEnabled);
    byCommand_.emplace_back(command, button);
    return button;
}

QToolButton* TransportBar::addMenuButton(const char* name, QMenu* menu)
{
    auto* button = new QToolButton;
    button->setObjectName(QLatin1String{name});
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setMenu(menu);
    endHoverWith(*menu, *button);
    return button;
}

void TransportBar::fillSpeedMenu()
{
    for (const double speed : speeds) {
        QAction* action = speed_->menu()->addAction(speedAsText(speed));
        action->setCheckable(true);
        action->setData(speed);
        connect(action, &QAction::triggered, this, [this, speed] { store_.dispatch(model::SetSpeed{speed}); });
    }
}

void TransportBar::apply(const model::Model& model, const model::Model* before)
{
    const bool otherLanguage = !before || before->language() != model.language();
    const bool otherTheme = !before || before->themeName() != model.themeName();
    if (otherTheme) scrubber_->setTheme(paint::Theme::named(model.themeName()));
    scrubber_->apply(model);
    const bool otherSize = !before || before->shownTextSize() != model.shownTextSize();
    if (otherSize) size();
    if (otherLanguage) retranslate(model.language());
    if (otherTheme || before->playing != model.playing || before->moves() != model.moves()) showIcons(model);
    timeMaps_->apply(model, before);
    numberings_->apply(model, before);
    waits_->apply(model, before);
    if (!before || before->speed != model.speed) showSpeed(model);
    const QStringList steps = model::longestStepTexts(model.staged.get(), u'0', model.language());
    const bool longer = std::exchange(steps_, steps) != steps;
    if (otherLanguage || otherSize || longer || before->timeMap != model.timeMap ||
        before->display.numbers != model.display.numbers) {
        const bool even = model.timeMap == scene::TimeMapKind::Even;
        timeMap_->setText(model::say(even ? wording::timeMapEven : wording::timeMapToScale, model.language()) + arrow);
        numbers_->setText(model::say(buttonText(model.display.numbers), model.language()) + arrow);
        numbers_->setToolTip(scene::numbersSign(model.display));
        fit();
    }
    showStep(model);
}

void TransportBar::size()
{
    slider_->setFixedWidth(sized(sliderWidth));
    for (const auto& [command, button] : byCommand_) {
        const int sign = sized(command == model::Command::TogglePlay ? 18 : 15);
        button->setIconSize(QSize{sign, sign});
    }
}

/// Keeps the width the same at every speed, so that the slider beside it does not move while it is dragged.
void TransportBar::keepSpeedWidth()
{
    speed_->ensurePolished();
    const QFontMetrics metrics = speed_->fontMetrics();
    const int around = speed_->sizeHint().width() - metrics.horizontalAdvance(speed_->text());
    int widest = 0;
    for (int value = -sliderRange; value <= sliderRange; ++value)
        widest = std::max(widest, metrics.horizontalAdvance(speedAsText(speedAt(value)) + arrow));
    speed_->setFixedWidth(around + widest);
}

/// The same for the label in front of both: it has room for every step of the run, and for the word that playing waits,
/// beside the step or in a narrow window in its place.
void TransportBar::keepStepWidth(bool beside)
{
    waitsBeside_ = beside;
    step_->ensurePolished();
    const QFontMetrics metrics = step_->fontMetrics();
    const QString digits = QStringLiteral("0123456789");
    const QChar digit = *std::ranges::max_element(digits, {}, [&](QChar c) { return metrics.horizontalAdvance(c); });
    int widest = sized(stepWidth);
    for (QString step : steps_) {
        step.replace(u'0', digit);
        for (const QString& text : {step, waiting(step)})
            widest = std::max(widest, metrics.horizontalAdvance(text) + 2);
    }
    step_->setFixedWidth(widest);
}

QString TransportBar::waiting(const QString& step) const
{
    const Language language = store_.model().language();
    const QString waits = model::say(wording::playReads, language);
    return waitsBeside_ ? step + QStringLiteral(" · ") + waits : waits;
}

void TransportBar::fit()
{
    keepSpeedWidth();
    const auto frame = [this](model::Command command) {
        return std::ranges::find(byCommand_, command, &std::pair<model::Command, QToolButton*>::first)->second;
    };
    const std::array<QWidget*, 5> spared{slider_, numbers_, timeMap_, frame(model::Command::PreviousFrame),
                                         frame(model::Command::NextFrame)};
    for (QWidget* part : spared)
        part->show();
    more_->hide();
    const auto fits = [this] { return buttons_->layout()->minimumSize().width() <= buttons_->width(); };
    keepStepWidth(true);
    if (!fits()) keepStepWidth(false);
    for (QWidget* part : spared) {
        if (fits()) return;
        part->hide();
        if (part != slider_) more_->show(); // the speed has its own menu
    }
}

void TransportBar::fillMore()
{
    QMenu& menu = *more_->menu();
    menu.clear();
    const Language language = store_.model().language();
    for (const auto& [button, words] : {std::pair{timeMap_, &wording::timeMap}, std::pair{numbers_, &wording::numbers}})
        if (button->isHidden()) menu.addMenu(button->menu())->setText(model::say(*words, language));
    for (const auto& [command, button] : byCommand_)
        if (button->isHidden()) menu.addAction(actions_[command]);
}

void TransportBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    layout()->activate();
    fit();
    showStep(store_.model());
}

QSize TransportBar::minimumSizeHint() const { return {420, QFrame::minimumSizeHint().height()}; }

void TransportBar::retranslate(Language language)
{
    for (const auto& [command, button] : byCommand_) {
        const QString words = model::say(model::info(command).words, language);
        button->setAccessibleName(words);
        button->setToolTip(words + QStringLiteral("   ") + keysAsText(actions_.keys(command), language));
    }
    scrubber_->setAccessibleName(model::say(wording::progress, language));
    step_->setAccessibleName(model::say(wording::progress, language));
    for (QWidget* widget : {static_cast<QWidget*>(speed_), static_cast<QWidget*>(slider_)}) {
        widget->setAccessibleName(model::say(wording::speed, language));
        widget->setToolTip(model::say(wording::speed, language));
    }
    timeMap_->setAccessibleName(model::say(wording::timeMap, language));
    more_->setAccessibleName(model::say(wording::transportMore, language));
    more_->setToolTip(model::say(wording::transportMore, language));
    numbers_->setAccessibleName(model::say(wording::numbers, language));
}

void TransportBar::showIcons(const model::Model& model)
{
    const paint::Theme& theme = paint::Theme::named(model.themeName());
    for (const auto& [command, button] : byCommand_)
        button->setIcon(paint::icon(signOf(command, model.playing), theme,
                                    command == model::Command::TogglePlay ? scene::Ink::AccentText : scene::Ink::Text));
}

void TransportBar::showStep(const model::Model& model)
{
    QString text = model::stepText(model.staged.get(), model.goal(), model.language());
    if (model.reading > 0) text = waiting(text);
    if (text == step_->text()) return;
    step_->setText(text);
    setSpokenText(*scrubber_, text);
}

void TransportBar::showSpeed(const model::Model& model)
{
    speed_->setText(speedAsText(model.speed) + arrow);
    for (QAction* action : speed_->menu()->actions())
        if (action->isCheckable()) action->setChecked(std::abs(action->data().toDouble() / model.speed - 1) < 0.01);
    const QSignalBlocker quiet{slider_};
    slider_->setValue(static_cast<int>(std::lround(std::log10(model.speed) * sliderRange / 2)));
}

} // namespace tcpstage::widgets
