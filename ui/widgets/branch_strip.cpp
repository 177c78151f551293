#include "ui/widgets/branch_strip.h"

#include "ui/model/words.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>
#include <QToolButton>

namespace tcpstage {

namespace {

constexpr int longestName = 230; // pixels

bool sameBranches(const Model& model, const Model& before)
{
    const auto& now = model.branches.all;
    const auto& then = before.branches.all;
    if (now.size() != then.size() || model.language() != before.language()) return false;
    for (std::size_t i = 0; i < now.size(); ++i)
        if (!(now[i].name == then[i].name)) return false;
    return true;
}

} // namespace

BranchStrip::BranchStrip(Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, actions_{actions}, row_{new QHBoxLayout{this}}, group_{new QButtonGroup{this}},
      compare_{new QToolButton}
{
    setObjectName(QStringLiteral("branches"));
    row_->setContentsMargins(8, 5, 8, 5);
    row_->setSpacing(5);
    row_->addStretch(1);
    row_->addWidget(compare_);
    compare_->setCheckable(true);
    compare_->setFocusPolicy(Qt::TabFocus);
    connect(compare_, &QToolButton::clicked, actions_[Command::CompareRuns], &QAction::trigger);
}

void BranchStrip::apply(const Model& model, const Model* before)
{
    if (!before || buttons_.size() != model.branches.all.size() || !sameBranches(model, *before)) rebuild(model);
    for (std::size_t i = 0; i < buttons_.size(); ++i)
        buttons_[i]->setChecked(i == model.branches.shown);
    compare_->setEnabled(model.branches.all.size() > 1);
    compare_->setChecked(model.branches.compared);
}

void BranchStrip::rebuild(const Model& model)
{
    for (QToolButton* button : buttons_)
        delete button;
    buttons_.clear();
    const Language language = model.language();
    setAccessibleName(say(wording::branches, language));
    for (std::size_t i = 0; i < model.branches.all.size(); ++i) {
        auto* button = new QToolButton;
        const QString name = say(model.branches.all[i].name, language);
        button->setText(button->fontMetrics().elidedText(name, Qt::ElideRight, longestName));
        button->setToolTip(name + u'\n' + say(wording::branchHint, language));
        button->setAccessibleName(name);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setContextMenuPolicy(Qt::CustomContextMenu);
        group_->addButton(button);
        row_->insertWidget(static_cast<int>(i), button);
        connect(button, &QToolButton::clicked, this, [this, i] { store_.dispatch(ShowBranch{i}); });
        connect(button, &QToolButton::customContextMenuRequested, this,
                [this, i, button](const QPoint& at) { ask(i, button->mapToGlobal(at)); });
        buttons_.push_back(button);
    }
    compare_->setText(say(wording::branchCompare, language));
    compare_->setToolTip(say(wording::branchCompareHint, language));
}

void BranchStrip::ask(std::size_t number, const QPoint& at)
{
    const Language language = store_.model().language();
    auto* menu = new QMenu{this};
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (number != 0) {
        menu->addAction(say(wording::branchRename, language), this, [this, number] { askForName(number); });
        menu->addAction(say(wording::branchClose, language), this,
                        [this, number] { store_.dispatch(CloseBranch{number}); });
        menu->addSeparator();
    }
    const auto& all = store_.model().branches.all;
    for (std::size_t other = 0; other < all.size(); ++other)
        if (other != number)
            menu->addAction(say(wording::branchBeside, language, {say(all[other].name, language)}), this,
                            [this, number, other] {
                                store_.dispatch(CompareBranches{other, number});
                            });
    menu->popup(at);
}

void BranchStrip::askForName(std::size_t number)
{
    const Language language = store_.model().language();
    auto* dialog = new QInputDialog{this};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(say(wording::branchRename, language));
    dialog->setLabelText(say(wording::branchName, language));
    dialog->setTextValue(say(store_.model().branches.all[number].name, language));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, number](const QString& name) {
        store_.dispatch(RenameBranch{number, name.trimmed().toStdString()});
    });
    dialog->open();
}

} // namespace tcpstage
