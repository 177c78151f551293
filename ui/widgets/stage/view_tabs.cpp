#include "ui/widgets/stage/view_tabs.h"

#include "ui/model/words.h"
#include "ui/scene/centre.h"
#include "ui/widgets/canvas/spoken_name.h"
#include "ui/widgets/common/style.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace tcpstage::widgets {

namespace {

constexpr int tabsMargin = 6;
constexpr int spacing = 2;

} // namespace

ViewTabs::ViewTabs(model::Store& store, const Actions& actions, QWidget* parent)
    : QWidget{parent}, store_{store}, actions_{actions}, more_{new QToolButton}
{
    setObjectName(QStringLiteral("lookTabs"));
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(tabsMargin, 4, tabsMargin, 2);
    row->setSpacing(spacing);
    for (std::size_t i = 0; i < scene::view_count; ++i) {
        auto* button = new QToolButton;
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
        connect(button, &QToolButton::clicked, this, [&store, i, button] {
            button->setChecked(true); // a second click must not uncheck it
            store.dispatch(model::SetView{static_cast<scene::View>(i)});
        });
        buttons_[i] = button;
    }
    more_->setFocusPolicy(Qt::TabFocus);
    more_->setPopupMode(QToolButton::InstantPopup);
    more_->setMenu(new QMenu{more_});
    endHoverWith(*more_->menu(), *more_);
    more_->setText(QStringLiteral("⋯"));
    more_->hide();
    row->addWidget(more_);
    row->addStretch(1);
    connect(more_->menu(), &QMenu::aboutToShow, this, &ViewTabs::fillMore);
}

void ViewTabs::apply(const model::Model& model, const model::Model* before)
{
    if (!before || before->language() != model.language()) {
        setAccessibleName(model::say(wording::views, model.language()));
        for (std::size_t i = 0; i < scene::view_count; ++i) {
            const auto view = static_cast<scene::View>(i);
            const QString name = model::say(model::info(model::commandOf(view)).words, model.language());
            buttons_[i]->setText(model::say(scene::info(view).tab, model.language()));
            buttons_[i]->setAccessibleName(name);
            buttons_[i]->setToolTip(name + QStringLiteral("   ") + keysOf(view));
        }
    }
    for (std::size_t i = 0; i < scene::view_count;
         ++i) // no button group, because Tab would reach only the checked button
        buttons_[i]->setChecked(static_cast<scene::View>(i) == model.display.view);
    setSpokenName(*more_, model::say(wording::viewsMore, model.language()));
    more_->setToolTip(model::say(wording::viewsMore, model.language()));
    if (!before || before->language() != model.language() || before->display.view != model.display.view) fit();
}

QString ViewTabs::keysOf(scene::View view) const
{
    return keysAsText(actions_.keys(model::commandOf(view)), store_.model().language());
}

/// Shows the button of the current view, and as many of the others as fit.
void ViewTabs::fit()
{
    const auto shown = static_cast<std::size_t>(store_.model().display.view);
    const auto widthOf = [&](std::size_t i) { return buttons_[i]->sizeHint().width() + spacing; };
    int room = width() - 2 * tabsMargin + spacing;
    int whole = 0;
    for (std::size_t i = 0; i < scene::view_count; ++i)
        whole += widthOf(i);
    const bool all = whole <= room;
    if (!all) room -= more_->sizeHint().width() + spacing + widthOf(shown);
    bool fits = true;
    for (std::size_t i = 0; i < scene::view_count; ++i) {
        if (!all && i != shown) fits = fits && (room -= widthOf(i)) >= 0;
        buttons_[i]->setVisible(all || i == shown || fits);
    }
    more_->setVisible(!all);
}

void ViewTabs::fillMore()
{
    more_->menu()->clear();
    for (std::size_t i = 0; i < scene::view_count; ++i)
        if (buttons_[i]->isHidden())
            more_->menu()->addAction(buttons_[i]->accessibleName() + u'\t' + keysOf(static_cast<scene::View>(i)), this,
                                     [this, i] { store_.dispatch(model::SetView{static_cast<scene::View>(i)}); });
}

void ViewTabs::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void ViewTabs::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) fit();
}

QSize ViewTabs::minimumSizeHint() const { return {160, QWidget::minimumSizeHint().height()}; }

} // namespace tcpstage::widgets
