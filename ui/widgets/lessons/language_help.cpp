#include "ui/widgets/lessons/language_help.h"

#include "ui/model/words.h"
#include "ui/paint/theme.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/lessons/search.h"
#include "ui/widgets/lessons/searched_page.h"

#include <QAbstractTextDocumentLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocumentFragment>
#include <QTextTable>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr QSize usualSize{980, 680};
constexpr int sectionLevel = 2;         // of the headings that are listed
constexpr int placeRole = Qt::UserRole; // of a heading in the page, in characters
constexpr double headingGap = 16;       // over a heading
constexpr double textGap = 6;           // under a text
constexpr int mostMarked = 500;         // places of the words that are searched

QString plainPage(Language language)
{
    const std::string_view text = languagePages()[language == Language::English ? 0 : 1].markdown;
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// "#tcp-options" of "TCP options", as web pages make it
QString anchorOf(const QString& heading)
{
    QString anchor = QStringLiteral("#");
    for (const QChar c : heading) {
        if (c == u' ')
            anchor += u'-';
        else if (c.isLetterOrNumber() || c == u'-' || c == u'_')
            anchor += c.toLower();
    }
    return anchor;
}

QString cellText(const QTextTable& table, int row, int column)
{
    const QTextTableCell cell = table.cellAt(row, column);
    QTextCursor cursor = cell.firstCursorPosition();
    cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor::KeepAnchor);
    return cursor.selectedText();
}

/// The link in a row of a table; empty without one.
QString linkIn(const QTextTable& table, int row)
{
    const QTextTableCell cell = table.cellAt(row, table.columns() - 1);
    for (auto block = cell.begin(); block != cell.end(); ++block)
        for (auto part = block.currentBlock().begin(); !part.atEnd(); ++part)
            if (part.fragment().charFormat().isAnchor()) return part.fragment().charFormat().anchorHref();
    return {};
}

struct FoundRow {
    const QTextTable* table = nullptr;
    int row = 0;
    int position() const { return table->cellAt(row, 0).firstPosition(); }
};

/// The first row whose first cell has the key, in the tables from a position on; `top`: in the first table only.
FoundRow rowOf(const QTextDocument& document, const QString& key, int from, bool top)
{
    static const QRegularExpression between{QStringLiteral("[,、]\\s*")};
    for (QTextBlock block = document.findBlock(from); block.isValid(); block = block.next()) {
        const QTextTable* table = QTextCursor{block}.currentTable();
        if (!table || table->firstPosition() != block.position()) continue;
        for (int row = 1; row < table->rows(); ++row) {
            const QString cell = cellText(*table, row, 0);
            if (cell.split(between).contains(key)) return {table, row};
        }
        if (top) break;
    }
    return {};
}

QTextBlock headingOf(const QTextDocument& document, const QString& anchor)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        if (block.blockFormat().headingLevel() > 0 && anchorOf(block.text()) == anchor) return block;
    return {};
}

} // namespace

LanguageHelp::LanguageHelp(model::Store& store, std::vector<std::string> keys, QWidget* parent)
    : QDialog{parent}, store_{store}, keys_{std::move(keys)}, field_{new QLineEdit}, list_{new QListWidget},
      nothing_{new QLabel}, page_{new QTextBrowser}
{
    setWindowTitle(model::say(model::info(model::Command::LessonLanguage).words, store.model().language()));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    load(store.model().language());
    resize(sized(usualSize.width()), sized(usualSize.height()));
    connect(field_, &QLineEdit::textChanged, this, &LanguageHelp::filter);
    connect(field_, &QLineEdit::returnPressed, this, &LanguageHelp::findNext);
    connect(list_, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item) goTo(page_->document()->findBlock(item->data(placeRole).toInt()));
    });
    connect(page_, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) { follow(url.toString()); });
    showKeys();
    field_->setFocus();
}

void LanguageHelp::build()
{
    const Language language = store_.model().language();
    list_->setObjectName(QStringLiteral("lessons"));
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setAccessibleName(windowTitle());
    field_->setPlaceholderText(model::say(wording::searchLanguage, language));
    field_->setAccessibleName(model::say(wording::searchLanguage, language));
    field_->setClearButtonEnabled(true);
    nothing_->setText(model::say(wording::noSectionFound, language));
    nothing_->setObjectName(QStringLiteral("noLesson"));
    nothing_->setWordWrap(true);
    nothing_->hide();
    page_->setOpenLinks(false);
    page_->setObjectName(QStringLiteral("languagePage"));
    page_->setAccessibleName(windowTitle());
    arrangeSearched(*this, {*field_, *nothing_, *list_, *page_}, 1, language);
}

void LanguageHelp::load(Language language)
{
    const QSignalBlocker quiet{list_};
    page_->document()->setMarkdown(plainPage(language), QTextDocument::MarkdownDialectGitHub);
    colour();
    list_->clear();
    for (QTextBlock block = page_->document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() != sectionLevel) continue;
        auto* item = new QListWidgetItem{block.text(), list_};
        item->setData(placeRole, block.position());
    }
    at_ = 0;
}

/// The colours of the theme, and tables with lines.
void LanguageHelp::colour()
{
    const paint::Theme& theme = paint::Theme::named(store_.model().themeName());
    QTextDocument& document = *page_->document();
    const QTextTable* last = nullptr;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            QTextCharFormat format = part.fragment().charFormat();
            if (!format.isAnchor()) continue;
            format.setForeground(theme(scene::Ink::Accent));
            QTextCursor cursor{&document};
            cursor.setPosition(part.fragment().position());
            cursor.setPosition(part.fragment().position() + part.fragment().length(), QTextCursor::KeepAnchor);
            cursor.setCharFormat(format);
            part = block.begin(); // the change has made the iterator invalid
            while (!part.atEnd() && part.fragment().position() < cursor.selectionStart())
                ++part;
        }
        QTextTable* table = QTextCursor{block}.currentTable();
        if (!table && !block.textList() && !block.blockFormat().hasProperty(QTextFormat::BlockCodeLanguage)) {
            const int level = block.blockFormat().headingLevel();
            QTextBlockFormat format;
            format.setTopMargin(sized(level > 0 ? headingGap : 0));
            format.setBottomMargin(sized(block.text().isEmpty() || block.charFormat().fontFixedPitch() ? 0 : textGap));
            QTextCursor{block}.mergeBlockFormat(format);
        }
        if (!table || table == last) continue;
        last = table;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorder(1);
        format.setBorderBrush(theme(scene::Ink::Rule));
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setCellPadding(4);
        format.setCellSpacing(0);
        format.setWidth(QTextLength{QTextLength::PercentageLength, 100});
        table->setFormat(format);
    }
}

/// The sections with the words; the words are marked in the page.
void LanguageHelp::filter(const QString& words)
{
    const Search search{words};
    QListWidgetItem* first = nullptr;
    for (int row = 0; row < list_->count(); ++row) {
        QListWidgetItem* item = list_->item(row);
        const int end = row + 1 < list_->count() ? list_->item(row + 1)->data(placeRole).toInt()
                                                 : page_->document()->characterCount() - 1;
        QTextCursor all{page_->document()};
        all.setPosition(item->data(placeRole).toInt());
        all.setPosition(end, QTextCursor::KeepAnchor);
        const bool hit = search.isEmpty() || search.in(item->text(), all.selection().toPlainText()) != Found::Nowhere;
        item->setHidden(!hit);
        if (hit && !first) first = item;
    }
    nothing_->setVisible(!first);
    QList<QTextEdit::ExtraSelection> marks;
    const QColor colour = paint::Theme::named(store_.model().themeName())(scene::Ink::Highlight);
    for (const QString& word : words.split(u' ', Qt::SkipEmptyParts))
        for (QTextCursor at = page_->document()->find(word); !at.isNull() && marks.size() < mostMarked;
             at = page_->document()->find(word, at)) {
            QTextEdit::ExtraSelection mark;
            mark.cursor = at;
            mark.format.setBackground(colour);
            marks << mark;
        }
    page_->setExtraSelections(marks);
    if (search.isEmpty() || !first) return;
    list_->setCurrentItem(first);
    at_ = first->data(placeRole).toInt();
    findNext();
}

/// The next place of what is searched, from the one that is shown.
void LanguageHelp::findNext()
{
    const QString words = field_->text().trimmed();
    if (words.isEmpty()) return;
    const QString word = page_->document()->find(words).isNull() ? words.section(u' ', 0, 0) : words;
    QTextCursor next = page_->document()->find(word, at_);
    if (next.isNull()) next = page_->document()->find(word);
    if (next.isNull()) return;
    page_->setTextCursor(next);
    page_->ensureCursorVisible();
    at_ = next.selectionEnd();
}

void LanguageHelp::follow(const QString& link)
{
    if (link.startsWith(u'#')) return goTo(headingOf(*page_->document(), link));
    field_->clear();
    load(link.contains(QStringLiteral(".zh.")) ? Language::Chinese : Language::English);
    scroll();
}

void LanguageHelp::showKeys()
{
    const QTextDocument& document = *page_->document();
    FoundRow top; // of the table of the top level, which comes first
    std::size_t outer = keys_.size();
    while (!top.table && outer > 0)
        top = rowOf(document, QString::fromStdString(keys_[--outer]), 0, true);
    if (!top.table) return;
    const QTextBlock heading = headingOf(document, linkIn(*top.table, top.row));
    if (!heading.isValid()) return goTo(document.findBlock(top.position()));
    goTo(heading);
    for (std::size_t i = keys_.size(); i-- > outer + 1;) {
        const FoundRow own = rowOf(document, QString::fromStdString(keys_[i]), heading.position(), false);
        if (own.table) return goTo(document.findBlock(own.position()));
    }
}

void LanguageHelp::goTo(const QTextBlock& block)
{
    if (!block.isValid()) return;
    at_ = block.position();
    const QSignalBlocker quiet{list_};
    for (int row = 0; row < list_->count(); ++row)
        if (list_->item(row)->data(placeRole).toInt() <= at_) list_->setCurrentRow(row);
    scroll();
}

void LanguageHelp::scroll()
{
    const QTextBlock block = page_->document()->findBlock(at_);
    QTextCursor cursor{block};
    if (cursor.currentTable())
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor); // its key is marked
    page_->setTextCursor(cursor);
    const double top = page_->document()->documentLayout()->blockBoundingRect(block).top();
    page_->verticalScrollBar()->setValue(static_cast<int>(top) - fontMetrics().height());
}

/// The page has its width only now.
void LanguageHelp::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    QMetaObject::invokeMethod(this, &LanguageHelp::scroll, Qt::QueuedConnection);
}

QString LanguageHelp::section() const { return list_->currentItem() ? list_->currentItem()->text() : QString{}; }

QStringList LanguageHelp::sections() const
{
    QStringList shown;
    for (int row = 0; row < list_->count(); ++row)
        if (!list_->item(row)->isHidden()) shown << list_->item(row)->text();
    return shown;
}

} // namespace tcpstage::widgets
