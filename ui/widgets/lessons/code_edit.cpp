#include "ui/widgets/lessons/code_edit.h"

#include "core/lesson/yaml/completion.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/lessons/completion_list.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <algorithm>

namespace tcpstage::widgets {

class YamlHighlighter : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

    void setTheme(const paint::Theme& theme)
    {
        key_.setForeground(theme(scene::Ink::Accent));
        key_.setFontWeight(QFont::DemiBold);
        text_.setForeground(theme(scene::Ink::SegmentData));
        comment_.setForeground(theme(scene::Ink::Muted));
        comment_.setFontItalic(true);
        rehighlight();
    }

protected:
    void highlightBlock(const QString& line) override
    {
        static const QRegularExpression keys{QStringLiteral(R"((^|[\s{,-])([A-Za-z_][\w.-]*)\s*:(?=\s|$))")};
        static const QRegularExpression texts{QStringLiteral(R"("([^"\\]|\\.)*")")};
        static const QRegularExpression comments{QStringLiteral(R"((^|\s)#.*$)")};
        for (auto match = keys.globalMatch(line); match.hasNext();) {
            const auto found = match.next();
            setFormat(static_cast<int>(found.capturedStart(2)), static_cast<int>(found.capturedLength(2)), key_);
        }
        QList<QPair<qsizetype, qsizetype>> quoted;
        for (auto match = texts.globalMatch(line); match.hasNext();) {
            const auto found = match.next();
            setFormat(static_cast<int>(found.capturedStart()), static_cast<int>(found.capturedLength()), text_);
            quoted << qMakePair(found.capturedStart(), found.capturedEnd());
        }
        for (auto match = comments.globalMatch(line); match.hasNext();) {
            const auto found = match.next();
            const qsizetype from = found.capturedStart();
            const bool inside = std::any_of(quoted.begin(), quoted.end(), [from](const auto& range) {
                return from >= range.first && from < range.second;
            });
            if (!inside) setFormat(static_cast<int>(from), static_cast<int>(line.size() - from), comment_);
        }
    }

private:
    QTextCharFormat key_;
    QTextCharFormat text_;
    QTextCharFormat comment_;
};

namespace {

constexpr double textPixels = 13;

const QString wideBlank{QChar{0x3000}}; // makes its line as tall as one with Chinese in it

} // namespace

CodeEdit::CodeEdit(QWidget* parent)
    : QFrame{parent}, edit_{new QPlainTextEdit}, numbers_{new QPlainTextEdit},
      highlighter_{new YamlHighlighter{edit_->document()}}, completions_{new CompletionList{*edit_, this}}
{
    setObjectName(QStringLiteral("codeEdit"));
    for (QPlainTextEdit* text : {edit_, numbers_}) {
        text->setLineWrapMode(QPlainTextEdit::NoWrap);
        text->setFrameShape(QFrame::NoFrame);
    }
    size();
    edit_->installEventFilter(this);
    edit_->setTabChangesFocus(true); // YAML has no tabs, and the keyboard has to get out again
    numbers_->setObjectName(QStringLiteral("lineNumbers"));
    numbers_->setReadOnly(true);
    numbers_->setFocusPolicy(Qt::NoFocus);
    numbers_->setTextInteractionFlags(Qt::NoTextInteraction);
    numbers_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    numbers_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(numbers_);
    row->addWidget(edit_, 1);
    connect(edit_, &QPlainTextEdit::textChanged, this, &CodeEdit::number);
    for (QPlainTextEdit* text : {edit_, numbers_}) // each scrolls, and is laid out, when the other may not know it
        connect(text, &QPlainTextEdit::updateRequest, this, &CodeEdit::scrollNumbers);
    number();
}

void CodeEdit::size()
{
    QFont font{QStringLiteral("monospace")};
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(sized(textPixels));
    for (QPlainTextEdit* text : {edit_, numbers_}) {
        text->setFont(font);
        text->document()->setDefaultFont(font);
    }
    numbers_->setFixedWidth(numbers_->fontMetrics().horizontalAdvance(QStringLiteral("00000")) + 12);
}

/// A new line begins as far to the right as the one before it.
void CodeEdit::breakLine()
{
    QTextCursor cursor = edit_->textCursor();
    static const QRegularExpression blanks{QStringLiteral("^ *")};
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    cursor.insertText(u'\n' + blanks.match(before).captured());
    edit_->setTextCursor(cursor);
    edit_->ensureCursorVisible();
}

bool CodeEdit::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        markFocused(*this, event->type() == QEvent::FocusIn);
    if (event->type() == QEvent::FocusOut || event->type() == QEvent::InputMethod) completions_->hide();
    const bool pressed = event->type() == QEvent::KeyPress;
    if (!pressed && event->type() != QEvent::ShortcutOverride) return QFrame::eventFilter(watched, event);
    if (!takeKey(*static_cast<QKeyEvent*>(event), pressed)) return QFrame::eventFilter(watched, event);
    event->accept(); // it is no shortcut of the window
    return true;
}

/// Whether the key is the editor's own, not one of all text fields; only if it is `pressed` it acts.
bool CodeEdit::takeKey(const QKeyEvent& key, bool pressed)
{
    const bool plain = (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    const bool offering = plain && completions_->takes(key.key());
    const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    const bool escape = key.key() == Qt::Key_Escape;
    const bool help = plain && key.key() == Qt::Key_F1;
    const bool all = key.key() == Qt::Key_Space && key.modifiers() == Qt::ControlModifier;
    if (!pressed) return offering || escape || help || all;
    if (offering && completions_->press(key.key())) return true;
    if (all) completions_->offerAll();
    if (escape) Q_EMIT left();
    if (help) Q_EMIT helpWanted();
    if (enter && plain) breakLine();
    const bool typed = !key.text().isEmpty() && (key.text()[0].isPrint() || key.key() == Qt::Key_Backspace);
    if (!escape && !help && !all) completions_->follow(typed);
    return escape || help || all || (enter && plain);
}

std::vector<std::string> CodeEdit::keysAround() const
{
    const QString text = edit_->toPlainText();
    const auto before = static_cast<std::size_t>(text.left(edit_->textCursor().position()).toUtf8().size());
    return lesson::yaml::keys_around(text.toStdString(), before);
}

void CodeEdit::number()
{
    QStringList lines;
    int line = 0;
    for (QTextBlock block = edit_->document()->begin(); block.isValid(); block = block.next()) {
        const QString text = block.text();
        const bool tall = std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x2E80; });
        lines << QString::number(++line).rightJustified(4) + (tall ? wideBlank : QString{});
    }
    lines << QStringList(50, QString{}); // so that it can scroll as far as the text
    if (lines == numbered_) return;
    numbered_ = lines;
    numbers_->setPlainText(lines.join(u'\n'));
    scrollNumbers();
}

void CodeEdit::scrollNumbers() { numbers_->verticalScrollBar()->setValue(edit_->verticalScrollBar()->value()); }

void CodeEdit::setTheme(const paint::Theme& theme)
{
    wrong_ = theme(scene::Ink::Lost);
    highlighter_->setTheme(theme);
    mark(line_, column_);
}

void CodeEdit::mark(int line, int column)
{
    line_ = line;
    column_ = column;
    QList<QTextEdit::ExtraSelection> marks;
    const QTextBlock block = edit_->document()->findBlockByNumber(line - 1);
    if (line > 0 && block.isValid()) {
        QTextEdit::ExtraSelection wrong;
        wrong.cursor = QTextCursor{block};
        wrong.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        QColor pale = wrong_;
        pale.setAlpha(40);
        wrong.format.setBackground(pale);
        wrong.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks << wrong;
        wrong.cursor = QTextCursor{block};
        const int from = std::min(std::max(0, column - 1), std::max(0, block.length() - 2));
        wrong.cursor.movePosition(QTextCursor::Right, QTextCursor::MoveAnchor, from);
        wrong.cursor.movePosition(QTextCursor::EndOfWord, QTextCursor::KeepAnchor);
        wrong.format = {};
        wrong.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.format.setUnderlineColor(wrong_);
        marks << wrong;
    }
    edit_->setExtraSelections(marks);
}

void CodeEdit::select(int from, int length)
{
    QTextCursor cursor{edit_->document()};
    cursor.setPosition(from);
    cursor.setPosition(from + length, QTextCursor::KeepAnchor);
    edit_->setTextCursor(cursor);
    edit_->centerCursor();
}

void CodeEdit::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    scrollNumbers();
}

} // namespace tcpstage::widgets
