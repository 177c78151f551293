#include "ui/widgets/diagrams/diagram_dialog.h"

#include "core/base/files.h"
#include "core/base/text_octets.h"
#include "ui/model/catalogue.h"
#include "ui/model/words.h"
#include "ui/paint/theme.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/common/term_links.h"
#include "ui/widgets/lessons/files.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QTextBrowser>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr QSize dialogSize{1000, 560};
constexpr int findingAlpha = 70; // of the colour behind a line

QString lessonLink(std::string_view id)
{
    return QStringLiteral("lesson:") + QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
}

} // namespace

DiagramDialog::DiagramDialog(model::Store& store, QWidget* parent)
    : QDialog{parent}, store_{store}, which_{new QComboBox}, open_{new QPushButton}, mark_{new QPushButton},
      solve_{new QPushButton}, sentence_{new QLabel}, edit_{new QPlainTextEdit}, found_{new QTextBrowser}
{
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    retranslate();
    connect(which_, &QComboBox::currentIndexChanged, this, &DiagramDialog::chooseExercise);
    connect(open_, &QPushButton::clicked, this,
            [this] { askToOpen(this, store_.model(), [this](const QString& path) { openFile(path); }); });
    connect(mark_, &QPushButton::clicked, this, &DiagramDialog::toggleLine);
    connect(solve_, &QPushButton::clicked, this, &DiagramDialog::solve);
    connect(edit_, &QPlainTextEdit::textChanged, this, &DiagramDialog::check);
    connect(found_, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) { follow(url.toString()); });
    chooseExercise(0);
    resize(sized(dialogSize.width()), sized(dialogSize.height()));
    edit_->setFocus();
}

void DiagramDialog::build()
{
    const Language language = store_.model().language();
    edit_->setObjectName(QStringLiteral("diagramText"));
    found_->setObjectName(QStringLiteral("diagramFound"));
    QFont font{QStringLiteral("monospace")};
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(sized(14));
    edit_->setFont(font);
    edit_->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit_->installEventFilter(this);
    edit_->viewport()->installEventFilter(this);
    sentence_->setObjectName(QStringLiteral("diagramHow"));
    found_->setOpenLinks(false);
    sentence_->setWordWrap(true);
    which_->addItem(model::say(wording::diagramOwn, language));
    for (const diagram::Exercise& exercise : diagram::exercises())
        which_->addItem(model::say(exercise.title, language));
    auto* top = new QHBoxLayout;
    top->addWidget(which_, 1);
    top->addWidget(open_);
    auto* middle = new QHBoxLayout;
    middle->addWidget(edit_, 1);
    middle->addWidget(found_, 1);
    auto* close = new QPushButton{model::say(wording::close, language)};
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(sentence_, 1);
    for (QPushButton* button : {mark_, solve_, close}) {
        button->setAutoDefault(false);
        bottom->addWidget(button);
    }
    open_->setAutoDefault(false);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addLayout(top);
    column->addLayout(middle, 1);
    column->addLayout(bottom);
}

void DiagramDialog::retranslate()
{
    const Language language = store_.model().language();
    setWindowTitle(model::say(wording::diagramTitle, language));
    which_->setAccessibleName(model::say(wording::diagramWhich, language));
    edit_->setAccessibleName(model::say(wording::diagramTextName, language));
    edit_->setPlaceholderText(model::say(wording::diagramExample, language));
    found_->setAccessibleName(model::say(wording::diagramFoundName, language));
    open_->setText(model::say(wording::diagramOpen, language));
    mark_->setText(model::say(wording::diagramMark, language));
    solve_->setText(model::say(wording::diagramSolve, language));
}

bool DiagramDialog::isExercise() const { return which_->currentIndex() > 0; }

QString DiagramDialog::result() const { return found_->toPlainText(); }

void DiagramDialog::chooseExercise(int number)
{
    if (which_->currentIndex() != number) return which_->setCurrentIndex(number); // which comes back here
    if (!edit_->isReadOnly()) own_ = edit_->toPlainText();
    marked_.clear();
    solved_ = false;
    const bool exercise = number > 0;
    edit_->setReadOnly(exercise);
    edit_->setTextInteractionFlags(exercise ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard
                                            : Qt::TextEditorInteraction);
    mark_->setVisible(exercise);
    solve_->setVisible(exercise);
    sayWhatToDo();
    const std::string_view text = exercise ? diagram::exercises()[static_cast<std::size_t>(number - 1)].text : "";
    edit_->setPlainText(exercise ? QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())) : own_);
    check();
}

void DiagramDialog::sayWhatToDo()
{
    const Language language = store_.model().language();
    QString text = model::say(isExercise() ? wording::diagramHowExercise : wording::diagramHow, language);
    QStringList lines;
    for (const int line : marked_)
        lines << QString::number(line);
    if (!lines.isEmpty())
        text += u' ' + model::say(wording::diagramMarked, language, {lines.join(QStringLiteral(", "))});
    sentence_->setText(text);
}

void DiagramDialog::toggleLine()
{
    if (!isExercise() || solved_) return;
    const int line = edit_->textCursor().blockNumber() + 1;
    if (!marked_.insert(line).second) marked_.erase(line);
    sayWhatToDo();
    paintLines({});
}

void DiagramDialog::solve()
{
    solved_ = true;
    check();
}

void DiagramDialog::openFile(const QString& path)
{
    constexpr Text wanted{"a diagram (lines of text)", "一张图（文本行）"};
    const std::string file = path.toStdString();
    const auto text = read_whole_file(file, {diagram::largest_diagram_bytes, false, {}, [&](std::string_view first) {
                                                 return check_begins_as_text(first, file, wanted);
                                             }});
    chooseExercise(0);
    if (!text) return showError(text.error());
    edit_->setPlainText(QString::fromStdString(*text));
}

void DiagramDialog::check()
{
    const std::string text = edit_->toPlainText().toStdString();
    found_->clear();
    paintLines({});
    if ((isExercise() && !solved_) || text.find_first_not_of(" \t\n") == std::string::npos) return;
    const auto drawn = diagram::read_diagram(text, {});
    if (!drawn) return showError(drawn.error());
    const std::vector<diagram::Finding> findings = diagram::check(*drawn);
    showFindings(findings);
    paintLines(findings);
}

void DiagramDialog::showError(const Error& error)
{
    const Language language = store_.model().language();
    QString where;
    if (error.where.line > 0)
        where = model::say(wording::diagramLine, language, {QString::number(error.where.line)}) + u' ';
    Error alone = error;
    alone.where = {};
    found_->setPlainText(where + QString::fromStdString(alone.sentence(language)));
}

void DiagramDialog::showFindings(const std::vector<diagram::Finding>& findings)
{
    const Language language = store_.model().language();
    const QColor accent = paint::Theme::named(store_.model().themeName())(scene::Ink::Accent);
    QString html;
    const auto add = [&](const QString& paragraph) {
        html += QStringLiteral("<p>") + paragraph + QStringLiteral("</p>");
    };
    const auto impossible = [&](int line) {
        return std::ranges::any_of(findings, [line](const auto& one) { return one.impossible && one.line == line; });
    };
    if (isExercise())
        for (const int line : marked_)
            if (!impossible(line))
                add(model::say(wording::diagramMarkedWrongly, language, {QString::number(line)}).toHtmlEscaped());
    for (const diagram::Finding& finding : findings) {
        const QString number = QString::number(finding.line);
        QString text = QStringLiteral("<a href=\"line:%1\" style=\"color:%2\"><b>%3</b></a> %4 ")
                           .arg(number, accent.name(), model::say(wording::diagramLine, language, {number}),
                                finding.impossible ? QStringLiteral("✗") : QStringLiteral("~"));
        text += linked(model::say(finding.sentence, language) +
                           QStringLiteral(" (%1)").arg(QString::fromStdString(finding.section)),
                       language, accent);
        if (isExercise() && finding.impossible)
            text += u' ' + model::say(marked_.contains(finding.line) ? wording::diagramMarkedRightly
                                                                     : wording::diagramNotMarked,
                                      language);
        if (const model::LessonEntry* lesson = model::findLesson(std::string{finding.lesson}))
            text += QStringLiteral("<br><a href=\"%1\" style=\"color:%2\">%3</a>")
                        .arg(lessonLink(finding.lesson), accent.name(),
                             model::say(wording::diagramLesson, language, {model::say(lesson->title, language)})
                                 .toHtmlEscaped());
        add(text);
    }
    if (std::ranges::none_of(findings, &diagram::Finding::impossible))
        add(model::say(wording::diagramNothing, language));
    found_->setHtml(html);
}

/// The colours behind the lines: what was marked, and what is impossible.
void DiagramDialog::paintLines(const std::vector<diagram::Finding>& findings)
{
    const paint::Theme& theme = paint::Theme::named(store_.model().themeName());
    QList<QTextEdit::ExtraSelection> all;
    const auto add = [&](int line, scene::Ink ink) {
        const QTextBlock block = edit_->document()->findBlockByNumber(line - 1);
        if (!block.isValid()) return;
        QColor colour = theme(ink);
        colour.setAlpha(findingAlpha);
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor{block};
        selection.format.setBackground(colour);
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        all << selection;
    };
    for (const int line : marked_)
        add(line, scene::Ink::Accent);
    for (const diagram::Finding& finding : findings)
        add(finding.line, finding.impossible ? scene::Ink::Lost : scene::Ink::Timer);
    edit_->setExtraSelections(all);
}

void DiagramDialog::follow(const QString& link)
{
    if (link.startsWith(QStringLiteral("line:"))) {
        edit_->setTextCursor(QTextCursor{edit_->document()->findBlockByNumber(link.mid(5).toInt() - 1)});
        return edit_->setFocus();
    }
    if (link.startsWith(QStringLiteral("lesson:"))) {
        store_.dispatch(model::OpenSource{link.mid(7).toStdString()});
        return accept();
    }
    if (followLink(link, store_) && !link.startsWith(QStringLiteral("http"))) accept(); // the entry is in the window
}

/// In an exercise a click or Return marks a line.
bool DiagramDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (isExercise() && watched == edit_->viewport() && event->type() == QEvent::MouseButtonRelease) {
        const bool handled = QDialog::eventFilter(watched, event);
        if (!edit_->textCursor().hasSelection()) toggleLine();
        return handled;
    }
    if (isExercise() && watched == edit_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        QTextCursor cursor = edit_->textCursor();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) return toggleLine(), true;
        if (key == Qt::Key_Up || key == Qt::Key_Down) { // a text that is only read has no keys of a cursor
            cursor.movePosition(key == Qt::Key_Up ? QTextCursor::PreviousBlock : QTextCursor::NextBlock);
            edit_->setTextCursor(cursor);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
