#include "ui/widgets/common/shortcuts_dialog.h"

#include "ui/model/words.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace tcpstage::widgets {

ShortcutsDialog::ShortcutsDialog(Actions& actions, Language language, QWidget* parent)
    : QDialog{parent}, actions_{actions}, language_{language}, table_{new QTableWidget}, message_{new QLabel}
{
    setWindowTitle(model::say(wording::shortcutsTitle, language_));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    fill();
    table_->selectRow(0);
    resize(620, 640);
    connect(table_, &QTableWidget::cellActivated, this, [this](int row, int) { edit(row); });
}

void ShortcutsDialog::build()
{
    table_->setObjectName(QStringLiteral("table"));
    table_->setColumnCount(2);
    table_->setHorizontalHeaderLabels(
        {model::say(wording::shortcutsAction, language_), model::say(wording::shortcutsKeys, language_)});
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->verticalHeader()->hide();
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setAccessibleName(model::say(wording::shortcutsTitle, language_));
    message_->setText(model::say(wording::shortcutsHint, language_));
    message_->setWordWrap(true);

    auto* restore = new QPushButton{model::say(wording::shortcutsRestore, language_)};
    auto* close = new QPushButton{model::say(wording::close, language_)};
    restore->setAutoDefault(false);
    close->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(restore);
    row->addStretch(1);
    row->addWidget(close);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addWidget(message_);
    column->addWidget(table_, 1);
    column->addLayout(row);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(restore, &QPushButton::clicked, this, [this] {
        actions_.restoreKeys();
        fill();
    });
}

void ShortcutsDialog::fill()
{
    const auto commands = model::allCommands();
    table_->setRowCount(static_cast<int>(commands.size()));
    for (const model::CommandInfo& command : commands) {
        const int row = static_cast<int>(command.command);
        table_->setItem(row, 0, new QTableWidgetItem{model::say(command.words, language_)});
        table_->setItem(row, 1, new QTableWidgetItem{keysAsText(actions_.keys(command.command))});
    }
}

void ShortcutsDialog::edit(int row)
{
    auto* editor = new QKeySequenceEdit;
    editor->setAccessibleName(model::say(wording::shortcutsKeys, language_));
    table_->setCellWidget(row, 1, editor);
    editor->setFocus();
    connect(editor, &QKeySequenceEdit::editingFinished, this, [this, editor, row] {
        const QKeySequence keys = editor->keySequence();
        table_->removeCellWidget(row, 1);
        table_->setFocus();
        if (!keys.isEmpty()) change(static_cast<model::Command>(row), {keys});
    });
}

void ShortcutsDialog::change(model::Command command, const QList<QKeySequence>& keys)
{
    if (const std::optional<model::Command> owner = actions_.owner(keys, command)) {
        message_->setText(model::say(wording::shortcutsTaken, language_,
                                     {keysAsText(keys), model::say(model::info(*owner).words, language_)}));
        return;
    }
    actions_.setKeys(command, keys);
    message_->setText(model::say(wording::shortcutsHint, language_));
    fill();
}

QString ShortcutsDialog::message() const { return message_->text(); }

} // namespace tcpstage::widgets
