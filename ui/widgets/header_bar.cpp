#include "ui/widgets/header_bar.h"

#include "ui/model/words.h"
#include "ui/paint/icons.h"
#include "ui/widgets/common/choice_menu.h"
#include "ui/widgets/common/elided_label.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/common/term_links.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QResizeEvent>
#include <QToolButton>
#include <algorithm>
#include <array>

namespace tcpstage::widgets {

namespace {

constexpr double headerHeight = 50;
constexpr double widthWithRfc = 1200;
constexpr double signSize = 16;
constexpr double leastTitle = 110;

paint::Sign signOf(scene::ThemeName theme)
{
    switch (theme) {
    case scene::ThemeName::Light:
        return paint::Sign::Sun;
    case scene::ThemeName::Dark:
        return paint::Sign::Moon;
    case scene::ThemeName::Contrast:
        return paint::Sign::HalfCircle;
    }
    return paint::Sign::Sun;
}

} // namespace

HeaderBar::HeaderBar(model::Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, actions_{actions}, program_{new QLabel{QStringLiteral("TCP Stage")}}, back_{addButton()},
      lesson_{new ElidedLabel}, rfc_{new ElidedLabel}, language_{addButton()}, theme_{addButton()}, real_{addButton()},
      predict_{addButton()}, present_{addButton()}, themes_{new ChoiceMenu{store, themeChoice(), this}},
      asked_{new ChoiceMenu{store, askedChoice(), this}}
{
    setObjectName(QStringLiteral("header"));
    program_->setObjectName(QStringLiteral("programTitle"));
    lesson_->setObjectName(QStringLiteral("lessonTitle"));
    rfc_->setObjectName(QStringLiteral("lessonRfc"));
    for (ElidedLabel* label : {lesson_, rfc_})
        label->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(18, 0, 12, 0);
    row->setSpacing(8);
    row->addWidget(program_);
    row->addWidget(back_);
    row->addWidget(lesson_);
    row->addSpacing(4);
    row->addWidget(rfc_);
    row->addStretch(1);
    for (QToolButton* button : {predict_, real_, language_, theme_, present_})
        row->addWidget(button);

    back_->setObjectName(QStringLiteral("back"));
    back_->setText(QStringLiteral("←"));
    back_->hide();
    connect(back_, &QToolButton::clicked, actions[model::Command::Back], &QAction::trigger);
    theme_->setMenu(themes_);
    endHoverWith(*themes_, *theme_);
    endHoverWith(*asked_, *predict_);
    theme_->setPopupMode(QToolButton::InstantPopup);
    predict_->setObjectName(QStringLiteral("predict"));
    predict_->setMenu(asked_);
    predict_->setPopupMode(QToolButton::MenuButtonPopup);
    predict_->setCheckable(true);
    connect(predict_, &QToolButton::clicked, actions[model::Command::Predict], &QAction::trigger);
    connect(actions[model::Command::Predict], &QAction::enabledChanged, predict_, &QWidget::setEnabled);
    connect(language_, &QToolButton::clicked, actions[model::Command::SwitchLanguage], &QAction::trigger);
    connect(real_, &QToolButton::clicked, actions[model::Command::RealSockets], &QAction::trigger);
    connect(present_, &QToolButton::clicked, actions[model::Command::TogglePresent], &QAction::trigger);
    connect(rfc_, &ElidedLabel::clicked, this, [this, &store] {
        if (store.model().staged) openOneOf(sectionsOf(store.model().staged->scenario.rfc), *rfc_, store);
    });
}

QToolButton* HeaderBar::addButton()
{
    auto* button = new QToolButton;
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

void HeaderBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fit();
}

/// What has a place in the menus, too, goes first; then what stands under the stage.
void HeaderBar::fit()
{
    const std::array<QWidget*, 4> spared{rfc_, real_, theme_, language_};
    for (QWidget* part : spared)
        part->show();
    rfc_->setVisible(width() >= sized(widthWithRfc));
    const auto fits = [this] { return layout()->minimumSize().width() <= width(); };
    for (QWidget* part : spared)
        if (!fits()) part->hide();
}

void HeaderBar::size()
{
    setFixedHeight(sized(headerHeight));
    for (QToolButton* button : {predict_, real_, language_, theme_, present_})
        button->setIconSize(QSize{sized(signSize), sized(signSize)});
    fit();
}

void HeaderBar::setSidebarWidth(int pixels)
{
    program_->setFixedWidth(std::max(sized(leastTitle), pixels + 12 - 18 - 8));
}

void HeaderBar::apply(const model::Model& model, const model::Model* before)
{
    const bool otherLanguage = !before || before->language() != model.language();
    if (!before || before->shownTextSize() != model.shownTextSize()) size();
    if (otherLanguage) retranslate(model.language());
    const bool otherLesson = otherLanguage || !scene::isSameRun(before->staged, model.staged);
    if (otherLesson) showLesson(model);
    if (otherLesson || before->visited.size() != model.visited.size()) showBack(model);
    if (!before || before->themeName() != model.themeName()) {
        const paint::Theme& theme = paint::Theme::named(model.themeName());
        theme_->setIcon(paint::icon(signOf(model.themeName()), theme));
        present_->setIcon(paint::icon(paint::Sign::Screen, theme));
    }
    themes_->apply(model, before);
    asked_->apply(model, before);
    predict_->setChecked(model.prediction.on);
}

void HeaderBar::retranslate(Language language)
{
    rfc_->setClickable(model::say(wording::openSection, language));
    language_->setText(model::say(wording::otherLanguage, language));
    language_->setAccessibleName(model::say(wording::switchLanguageHint, language));
    language_->setToolTip(model::say(wording::switchLanguageHint, language));
    theme_->setText(u' ' + model::say(wording::theme, language)); // the space separates it from the icon
    theme_->setAccessibleName(model::say(wording::theme, language));
    theme_->setToolTip(model::say(wording::theme, language));
    real_->setText(model::say(wording::realSockets, language));
    real_->setAccessibleName(model::say(wording::realSocketsHint, language));
    real_->setToolTip(model::say(wording::realSocketsHint, language));
    predict_->setText(model::say(wording::predict, language));
    predict_->setAccessibleName(model::say(wording::predictHint, language));
    predict_->setToolTip(model::say(wording::predictHint, language) + QStringLiteral("   ") +
                         keysAsText(actions_.keys(model::Command::Predict), language));
    const QList<QKeySequence> keys = actions_.keys(model::Command::TogglePresent);
    present_->setText(u' ' + model::say(wording::present, language) +
                      (keys.isEmpty() ? QString{} : QStringLiteral("  ") + keyAsText(keys.front(), language)));
    present_->setAccessibleName(model::say(wording::presentHint, language));
    present_->setToolTip(model::say(wording::presentHint, language));
    fit();
}

void HeaderBar::showBack(const model::Model& model)
{
    back_->setVisible(!model.visited.empty());
    if (model.visited.empty()) return fit();
    const QString title = model::say(model.visited.back()->staged->scenario.title, model.language());
    const QString words = model::say(wording::backTo, model.language(), {title});
    back_->setAccessibleName(words);
    back_->setToolTip(words + QStringLiteral("   ") +
                      keysAsText(actions_.keys(model::Command::Back), model.language()));
    fit();
}

void HeaderBar::showLesson(const model::Model& model)
{
    lesson_->setWhole(model.staged ? model::say(model.staged->scenario.title, model.language()) : QString{});
    const std::string rfc =
        model.staged ? captions::section_text(model.staged->scenario.rfc, model.language()) : std::string{};
    rfc_->setWhole(rfc.empty() ? QString{} : QStringLiteral("RFC ") + QString::fromStdString(rfc));
}

} // namespace tcpstage::widgets
