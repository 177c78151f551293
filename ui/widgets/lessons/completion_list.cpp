#include "ui/widgets/lessons/completion_list.h"

#include "core/lesson/yaml/completion.h"

#include <QPlainTextEdit>
#include <QScrollBar>
#include <algorithm>
#include <utility>

namespace tcpstage::widgets {

namespace {

constexpr int most = 8;  // that are seen at once
constexpr int frame = 4; // on both sides together

} // namespace

CompletionList::CompletionList(QPlainTextEdit& edit, QWidget* frame) : QListWidget{frame}, edit_{edit}
{
    setObjectName(QStringLiteral("completions"));
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(true);
    hide();
    connect(&edit_, &QPlainTextEdit::textChanged, this, [this] {
        if (std::exchange(typed_, false)) offer(false);
    });
    connect(&edit_, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        if (edit_.textCursor().position() != cursor_) hide();
    });
    connect(edit_.verticalScrollBar(), &QScrollBar::valueChanged, this, &QWidget::hide);
    connect(this, &QListWidget::itemClicked, this, &CompletionList::take);
}

void CompletionList::offerAll() { offer(true); }

void CompletionList::follow(bool typed) { typed_ = typed; }

void CompletionList::offer(bool all)
{
    const QString text = edit_.toPlainText();
    cursor_ = edit_.textCursor().position();
    const std::string octets = text.toStdString();
    const lesson::yaml::Completion fits =
        lesson::yaml::complete(octets, static_cast<std::size_t>(text.left(cursor_).toUtf8().size()));
    begin_ = static_cast<int>(QString::fromStdString(octets.substr(0, fits.begin)).size());
    keys_ = fits.keys;
    const QString typed = text.mid(begin_, cursor_ - begin_);
    clear();
    for (const std::string& word : fits.words)
        addItem(QString::fromStdString(word));
    const bool done = count() == 1 && item(0)->text() == typed && !keys_;
    if (count() == 0 || ((typed.isEmpty() || done) && !all)) return hide();
    setCurrentRow(0);
    fit();
    place();
    show();
    raise();
}

void CompletionList::fit()
{
    setFont(edit_.font());
    ensurePolished();
    const int bar = count() > most ? verticalScrollBar()->sizeHint().width() : 0;
    resize(std::min(sizeHintForColumn(0) + bar + 3 * frame, parentWidget()->width()),
           std::min(count(), most) * sizeHintForRow(0) + frame);
}

/// Below the cursor, or above it where there is no room.
void CompletionList::place()
{
    QTextCursor begin = edit_.textCursor();
    begin.setPosition(begin_);
    const QRect line = edit_.cursorRect(begin);
    const QPoint below = edit_.viewport()->mapTo(parentWidget(), line.bottomLeft());
    const QPoint above = edit_.viewport()->mapTo(parentWidget(), line.topLeft()) - QPoint{0, height()};
    const bool fits = below.y() + height() <= parentWidget()->height() || above.y() < 0;
    const QPoint at = fits ? below : above;
    move(std::clamp(at.x(), 0, std::max(0, parentWidget()->width() - width())), at.y());
}

bool CompletionList::takes(int key) const
{
    constexpr std::array keys{Qt::Key_Up,     Qt::Key_Down,  Qt::Key_PageUp, Qt::Key_PageDown,
                              Qt::Key_Return, Qt::Key_Enter, Qt::Key_Tab,    Qt::Key_Escape};
    return isVisible() && std::ranges::count(keys, key) > 0;
}

bool CompletionList::press(int key)
{
    const int step = key == Qt::Key_Up ? -1 : key == Qt::Key_Down ? 1 : key == Qt::Key_PageUp ? -most : most;
    switch (key) {
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab: {
        const QString typed = edit_.toPlainText().mid(begin_, cursor_ - begin_);
        const bool written = !keys_ && currentItem() && currentItem()->text() == typed;
        if (!written) {
            take();
            return true;
        }
        hide();
        return key == Qt::Key_Tab;
    }
    default:
        setCurrentRow(std::clamp(currentRow() + step, 0, count() - 1));
        return true;
    }
}

void CompletionList::take()
{
    if (!currentItem()) return hide();
    QTextCursor cursor = edit_.textCursor();
    const QString after = edit_.toPlainText().mid(cursor_, 1);
    cursor.setPosition(begin_);
    cursor.setPosition(cursor_, QTextCursor::KeepAnchor);
    typed_ = false;
    hide();
    cursor.insertText(currentItem()->text() +
                      (keys_ && after != QStringLiteral(":") ? QStringLiteral(": ") : QString{}));
    edit_.setTextCursor(cursor);
}

QStringList CompletionList::words() const
{
    QStringList words;
    for (int row = 0; row < count(); ++row)
        words << item(row)->text();
    return isVisible() ? words : QStringList{};
}

} // namespace tcpstage::widgets
