#include "ui/widgets/branches/branch_strip.h"

#include "ui/model/words.h"
#include "ui/scene/marks/fonts.h"
#include "ui/widgets/common/style.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr double usualLongest = 230; // pixels
constexpr double usualShortest = 110;
constexpr int spacing = 5;
constexpr int stripMargin = 8;

int longestName() { return sized(usualLongest); }
/// A button's borders and the room in it, beside its text.
int around(const QToolButton& button)
{
    return button.sizeHint().width() - button.fontMetrics().horizontalAdvance(button.text());
}

bool sameBranches(const model::Model& model, const model::Model& before)
{
    const auto& now = model.branches.all;
    const auto& then = before.branches.all;
    if (now.size() != then.size() || model.language() != before.language()) return false;
    for (std::size_t i = 0; i < now.size(); ++i)
        if (!(now[i].name == then[i].name)) return false;
    return true;
}

QToolButton* newButton()
{
    auto* button = new QToolButton;
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

BranchStrip::BranchStrip(model::Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, actions_{actions}, row_{new QHBoxLayout{this}}, group_{new QButtonGroup{this}},
      more_{newButton()}, compare_{newButton()}
{
    setObjectName(QStringLiteral("branches"));
    row_->setContentsMargins(stripMargin, 5, stripMargin, 5);
    row_->setSpacing(spacing);
    row_->addWidget(more_);
    row_->addStretch(1);
    row_->addWidget(compare_);
    more_->setPopupMode(QToolButton::InstantPopup);
    more_->setMenu(new QMenu{more_});
    endHoverWith(*more_->menu(), *more_);
    more_->hide();
    connect(more_->menu(), &QMenu::aboutToShow, this, &BranchStrip::fillMore);
    compare_->setCheckable(true);
    connect(compare_, &QToolButton::clicked, actions_[model::Command::CompareRuns], &QAction::trigger);
}

void BranchStrip::apply(const model::Model& model, const model::Model* before)
{
    if (!before || buttons_.size() != model.branches.all.size() || !sameBranches(model, *before)) rebuild(model);
    for (std::size_t i = 0; i < buttons_.size(); ++i)
        buttons_[i]->setChecked(i == model.branches.shown);
    compare_->setEnabled(model.branches.all.size() > 1);
    compare_->setChecked(model.branches.compared);
    if (!before || before->branches.shown != model.branches.shown || before->shownTextSize() != model.shownTextSize())
        fit();
}

void BranchStrip::rebuild(const model::Model& model)
{
    if (field_) leave();
    for (QToolButton* button : buttons_)
        delete button;
    buttons_.clear();
    for (std::size_t i = 0; i < model.branches.all.size(); ++i) {
        QToolButton* button = newButton();
        button->setCheckable(true);
        button->setContextMenuPolicy(Qt::CustomContextMenu);
        button->installEventFilter(this);
        group_->addButton(button);
        row_->insertWidget(static_cast<int>(i), button);
        button->ensurePolished(); // its font decides how much of the name has room
        connect(button, &QToolButton::clicked, this, [this, i] { store_.dispatch(model::ShowBranch{i}); });
        connect(button, &QToolButton::customContextMenuRequested, this,
                [this, i, button](const QPoint& at) { ask(i, button->mapToGlobal(at)); });
        buttons_.push_back(button);
    }
    label();
    fit();
}

void BranchStrip::label()
{
    const model::Model& model = store_.model();
    const Language language = model.language();
    setAccessibleName(model::say(wording::branches, language));
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        const QString name = model::say(model.branches.all[i].name, language);
        buttons_[i]->setToolTip(name + u'\n' + model::say(wording::branchHint, language));
        buttons_[i]->setAccessibleName(name);
    }
    compare_->setText(model::say(wording::branchCompare, language));
    compare_->setAccessibleName(model::say(wording::branchCompareHint, language));
    compare_->setToolTip(model::say(wording::branchCompareHint, language));
    more_->setAccessibleName(model::say(wording::branchMore, language));
    more_->setToolTip(model::say(wording::branchMore, language));
}

int BranchStrip::nameWidth(std::size_t number) const
{
    const QToolButton& button = *buttons_[number];
    return button.fontMetrics().horizontalAdvance(button.accessibleName()) +
           1; // it is rounded, and a name is cut by less
}

int BranchStrip::widthOf(std::size_t number, int longest) const
{
    if (field_ && number == named_) return longestName();
    return around(*buttons_[number]) + std::min(longest, nameWidth(number));
}

int BranchStrip::longestIn(int room, const std::vector<bool>& seen) const
{
    std::vector<int> names;
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        if (!seen[i]) continue;
        room -= widthOf(i, 0) + spacing;
        if (!(field_ && i == named_)) names.push_back(nameWidth(i));
    }
    std::ranges::sort(names);
    for (std::size_t i = 0; i < names.size(); room -= names[i++]) // the shorter ones leave their room to the longer
        if (const auto rest = static_cast<int>(names.size() - i); names[i] * rest > room)
            return std::max(0, room / rest);
    return names.empty() ? 0 : names.back();
}

void BranchStrip::fit()
{
    const std::size_t count = buttons_.size();
    if (count == 0) return;
    const int room = width() - 2 * stripMargin - compare_->sizeHint().width() - spacing;
    std::vector<bool> seen(count, true);
    int longest = longestIn(room, seen);
    int widest = 0;
    for (std::size_t i = 0; i < count; ++i)
        widest = std::max(widest, nameWidth(i));
    if (longest < std::min(widest, sized(usualShortest))) {
        int left = room - more_->fontMetrics().horizontalAdvance(QStringLiteral("+99 ▾")) - around(*more_) - spacing;
        const int all = left;
        const std::size_t shown = store_.model().branches.shown;
        seen.assign(count, false);
        seen[shown] = true; // always
        left -= widthOf(shown, sized(usualShortest)) + spacing;
        const auto take = [&](std::size_t number) {
            left -= seen[number] ? 0 : widthOf(number, sized(usualShortest)) + spacing;
            seen[number] = seen[number] || left >= 0;
            return left >= 0;
        };
        bool more = take(0);
        for (std::size_t i = count; more && i-- > 1;)
            more = take(i);
        longest = longestIn(all, seen);
    }
    for (std::size_t i = 0; i < count; ++i) {
        QToolButton& button = *buttons_[i];
        const QString name = button.accessibleName();
        button.setText(scene::endedAtNumber(name, button.fontMetrics().elidedText(name, Qt::ElideRight, longest)));
        button.setVisible(seen[i] && !(field_ && i == named_));
    }
    const auto hidden = std::ranges::count(seen, false);
    more_->setText(QStringLiteral("+%1 ▾").arg(hidden));
    more_->setVisible(hidden > 0);
}

void BranchStrip::fillMore()
{
    more_->menu()->clear();
    const model::Model& model = store_.model();
    for (std::size_t i = 0; i < buttons_.size(); ++i)
        if (buttons_[i]->isHidden())
            more_->menu()->addAction(model::say(model.branches.all[i].name, model.language()), this,
                                     [this, i] { store_.dispatch(model::ShowBranch{i}); });
}

void BranchStrip::ask(std::size_t number, const QPoint& at)
{
    const Language language = store_.model().language();
    auto* menu = new QMenu{this};
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(model::say(wording::branchRename, language), this, [this, number] { write(number); });
    if (number != 0)
        menu->addAction(model::say(wording::branchClose, language), this,
                        [this, number] { store_.dispatch(model::CloseBranch{number}); });
    menu->addSeparator();
    const auto& all = store_.model().branches.all;
    for (std::size_t other = 0; other < all.size(); ++other)
        if (other != number)
            menu->addAction(model::say(wording::branchBeside, language, {model::say(all[other].name, language)}), this,
                            [this, number, other] {
                                store_.dispatch(model::CompareBranches{other, number});
                            });
    menu->popup(at);
}

std::size_t BranchStrip::meant() const
{
    const auto focused = std::ranges::find_if(buttons_, [](const QToolButton* button) { return button->hasFocus(); });
    if (focused != buttons_.end()) return static_cast<std::size_t>(focused - buttons_.begin());
    return store_.model().branches.shown;
}

void BranchStrip::rename()
{
    if (meant() < buttons_.size()) write(meant());
}

void BranchStrip::close() { store_.dispatch(model::CloseBranch{meant()}); }

void BranchStrip::write(std::size_t number)
{
    if (field_) leave();
    const model::Model& model = store_.model();
    named_ = number;
    back_ = buttons_[number]->hasFocus() ? Back::Button : Back::Stage;
    field_ = new QLineEdit{model::say(model.branches.all[number].name, model.language())};
    field_->setAccessibleName(model::say(wording::branchName, model.language()));
    field_->setToolTip(model::say(wording::branchNameHint, model.language()));
    field_->setFixedWidth(longestName());
    field_->installEventFilter(this);
    row_->insertWidget(static_cast<int>(number) + 1, field_);
    connect(field_, &QLineEdit::returnPressed, this, &BranchStrip::take);
    fit();
    field_->show();
    field_->selectAll();
    field_->setFocus(Qt::OtherFocusReason);
}

void BranchStrip::take()
{
    const QString name = field_->text().trimmed();
    if (name.isEmpty()) return store_.dispatch(model::Announce{model::answer(wording::branchNameEmpty, true)});
    const std::size_t number = named_;
    const bool other = name != model::say(store_.model().branches.all[number].name, store_.model().language());
    leave();
    if (!other) return;
    store_.dispatch(model::RenameBranch{number, name.toStdString()});
    if (back_ == Back::Button && number < buttons_.size()) buttons_[number]->setFocus(Qt::OtherFocusReason);
}

void BranchStrip::leave()
{
    QLineEdit* field = field_;
    field_ = nullptr;
    field->removeEventFilter(this);
    field->hide();
    field->deleteLater(); // its own event may have led here
    fit();
    if (back_ == Back::Button && named_ < buttons_.size()) buttons_[named_]->setFocus(Qt::OtherFocusReason);
    if (back_ == Back::Stage) Q_EMIT left();
}

bool BranchStrip::eventFilter(QObject* watched, QEvent* event)
{
    if (field_ && watched == field_) {
        const bool key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
        if (key && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
            event->accept(); // otherwise Esc would act on the stage
            if (event->type() == QEvent::KeyPress) leave();
            return true;
        }
        const bool away = event->type() == QEvent::FocusOut &&
                          static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason &&
                          static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason;
        if (away) {
            back_ = Back::Elsewhere;
            field_->text().trimmed().isEmpty() ? leave() : take();
        }
        return false;
    }
    if (event->type() == QEvent::MouseButtonDblClick) {
        const auto found = std::ranges::find(buttons_, watched);
        if (found != buttons_.end()) write(static_cast<std::size_t>(found - buttons_.begin()));
        return found != buttons_.end();
    }
    return QFrame::eventFilter(watched, event);
}

void BranchStrip::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fit();
}

QSize BranchStrip::minimumSizeHint() const { return {longestName(), QFrame::minimumSizeHint().height()}; }

} // namespace tcpstage::widgets
