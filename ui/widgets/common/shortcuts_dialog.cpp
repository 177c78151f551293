#include "ui/widgets/common/shortcuts_dialog.h"

#include "ui/model/words.h"
#include "ui/widgets/common/style.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

constexpr int commandRole = Qt::UserRole; // a heading has none
constexpr QSize usualDialog{720, 640};

/// What is used in class first.
constexpr std::array order{
    std::pair{model::Menu::Run, wording::menuRun},         std::pair{model::Menu::Present, wording::menuPresent},
    std::pair{model::Menu::View, wording::menuView},       std::pair{model::Menu::WhatIf, wording::menuWhatIf},
    std::pair{model::Menu::Predict, wording::menuPredict}, std::pair{model::Menu::Edit, wording::menuEdit},
    std::pair{model::Menu::File, wording::menuFile},       std::pair{model::Menu::Help, wording::menuHelp},
    std::pair{model::Menu::None, wording::close}};

/// The name of a menu without the letter that opens it.
QString plainTitle(const Text& text, Language language)
{
    QString title = model::say(text, language);
    if (const qsizetype letter = title.indexOf(QStringLiteral("(&")); letter >= 0) title.truncate(letter);
    return title.remove(u'&');
}

} // namespace

ShortcutsDialog::ShortcutsDialog(Actions& actions, Language language, QWidget* parent)
    : QDialog{parent}, actions_{actions}, language_{language}, table_{new QTableWidget}, message_{new QLabel},
      of_{new QLabel}, keys_{new QWidget}, keyRow_{new QHBoxLayout{keys_}}
{
    setWindowTitle(model::say(wording::shortcutsTitle, language_));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    fill();
    connect(table_, &QTableWidget::currentCellChanged, this, &ShortcutsDialog::showKeys);
    connect(table_, &QTableWidget::cellActivated, this, &ShortcutsDialog::ask);
    choose(model::Command::NextStep);
    const QSize room = (parent ? parent : this)->screen()->availableSize() * 0.9;
    resize(QSize{sized(usualDialog.width()), sized(usualDialog.height())}.boundedTo(room));
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
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents); // larger over a presentation
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setAccessibleName(model::say(wording::shortcutsTitle, language_));
    message_->setText(model::say(wording::shortcutsHint, language_));
    message_->setWordWrap(true);
    keys_->setObjectName(QStringLiteral("keyButtons"));
    keyRow_->setContentsMargins(0, 0, 0, 0);

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
    column->addWidget(of_);
    column->addWidget(keys_);
    column->addLayout(row);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(restore, &QPushButton::clicked, this, [this] {
        actions_.restoreKeys();
        fill();
    });
}

void ShortcutsDialog::fill()
{
    const std::optional<model::Command> was = chosen();
    table_->setRowCount(0);
    for (const auto& [menu, words] : order) {
        if (menu != model::Menu::None) addHeading(menu);
        for (const model::CommandInfo& command : model::allCommands())
            if (command.menu == menu) addRow(command.command);
    }
    if (was) choose(*was);
    showKeys();
}

void ShortcutsDialog::addHeading(model::Menu menu)
{
    const auto* found = std::ranges::find(order, menu, [](const auto& entry) { return entry.first; });
    auto* heading = new QTableWidgetItem{plainTitle(found->second, language_)};
    heading->setFlags(Qt::NoItemFlags);
    QFont font = table_->font();
    font.setBold(true);
    heading->setFont(font);
    const int row = table_->rowCount();
    table_->insertRow(row);
    table_->setItem(row, 0, heading);
    table_->setSpan(row, 0, 1, 2);
}

void ShortcutsDialog::addRow(model::Command command)
{
    const int row = table_->rowCount();
    table_->insertRow(row);
    auto* words = new QTableWidgetItem{model::say(model::info(command).words, language_)};
    words->setData(commandRole, static_cast<int>(command));
    table_->setItem(row, 0, words);
    table_->setItem(row, 1, new QTableWidgetItem{keysAsText(actions_.keys(command), language_)});
}

std::optional<model::Command> ShortcutsDialog::chosen() const
{
    const QTableWidgetItem* item = table_->currentRow() < 0 ? nullptr : table_->item(table_->currentRow(), 0);
    const QVariant command = item ? item->data(commandRole) : QVariant{};
    return command.isValid() ? std::optional{static_cast<model::Command>(command.toInt())} : std::nullopt;
}

void ShortcutsDialog::choose(model::Command command)
{
    for (int row = 0; row < table_->rowCount(); ++row)
        if (table_->item(row, 0)->data(commandRole) == QVariant{static_cast<int>(command)})
            table_->setCurrentCell(row, 0);
}

QToolButton* ShortcutsDialog::button(const QString& words, const QString& hint)
{
    auto* button = new QToolButton;
    button->setText(words);
    button->setToolTip(hint);
    button->setAccessibleName(hint);
    button->setFocusPolicy(Qt::TabFocus);
    keyRow_->addWidget(button);
    return button;
}

void ShortcutsDialog::showKeys()
{
    edit_ = nullptr;
    keyButtons_.clear();
    while (QLayoutItem* item = keyRow_->takeAt(0)) {
        if (item->widget()) item->widget()->deleteLater(); // one of them may be asking for this
        delete item;
    }
    const std::optional<model::Command> command = chosen();
    keys_->setVisible(command.has_value());
    of_->setVisible(command.has_value());
    if (!command) return;
    of_->setText(model::say(wording::shortcutsOf, language_, {model::say(model::info(*command).words, language_)}));
    for (const QKeySequence& key : actions_.keys(*command)) {
        const QString name = keyAsText(key, language_);
        keyButtons_ << button(name + QStringLiteral("  ✕"), model::say(wording::shortcutsRemove, language_, {name}));
        connect(keyButtons_.back(), &QToolButton::clicked, this, [this, command, key] { remove(*command, key); });
    }
    const QString adds = model::say(wording::shortcutsAdd, language_);
    connect(button(adds, adds), &QToolButton::clicked, this, &ShortcutsDialog::ask);
    if (actions_.keys(*command) != defaultKeys(*command)) {
        const QString usual = model::say(wording::shortcutsDefault, language_);
        connect(button(usual, usual), &QToolButton::clicked, this,
                [this, command] { change(*command, defaultKeys(*command)); });
    }
    keyRow_->addStretch(1);
}

void ShortcutsDialog::ask()
{
    if (!chosen() || edit_) return;
    edit_ = new QKeySequenceEdit;
    edit_->setAccessibleName(model::say(wording::shortcutsPress, language_));
    keyRow_->insertWidget(keyRow_->count() - 1, edit_);
    message_->setText(model::say(wording::shortcutsPress, language_));
    edit_->setFocus();
    connect(edit_, &QKeySequenceEdit::editingFinished, this, &ShortcutsDialog::take);
}

void ShortcutsDialog::take()
{
    if (!edit_ || !chosen()) return;
    const QKeySequence key = edit_->keySequence();
    edit_->disconnect(this);
    message_->setText(model::say(wording::shortcutsHint, language_));
    table_->setFocus();
    if (key.isEmpty() || key == QKeySequence{Qt::Key_Escape}) return showKeys();
    add(*chosen(), key);
}

void ShortcutsDialog::add(model::Command command, const QKeySequence& key)
{
    QList<QKeySequence> keys = actions_.keys(command);
    if (!keys.contains(key)) keys << key;
    change(command, keys);
}

void ShortcutsDialog::remove(model::Command command, const QKeySequence& key)
{
    QList<QKeySequence> keys = actions_.keys(command);
    keys.removeAll(key);
    change(command, keys);
}

void ShortcutsDialog::change(model::Command command, const QList<QKeySequence>& keys)
{
    for (const QKeySequence& key : keys)
        if (const std::optional<model::Command> owner = actions_.owner({key}, command)) {
            message_->setText(
                model::say(wording::shortcutsTaken, language_,
                           {keyAsText(key, language_), model::say(model::info(*owner).words, language_)}));
            return showKeys();
        }
    actions_.setKeys(command, keys);
    message_->setText(model::say(wording::shortcutsHint, language_));
    fill();
}

QString ShortcutsDialog::message() const { return message_->text(); }

} // namespace tcpstage::widgets
