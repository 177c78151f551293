#include "ui/widgets/lessons/lesson_text.h"

#include "core/base/say.h"
#include "core/lesson/library.h"
#include "core/run/note_here.h"
#include "ui/model/words.h"
#include "ui/paint/icons.h"
#include "ui/widgets/common/actions.h"
#include "ui/widgets/common/title_row.h"
#include "ui/widgets/lessons/code_edit.h"
#include "ui/widgets/lessons/completion_list.h"
#include "ui/widgets/lessons/files.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStyle>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

namespace tcpstage::widgets {

namespace {

using namespace std::chrono_literals;

/// It may have an error: a stand-in of it is on the stage.
bool isLessonFile(const std::string& source) { return source.ends_with(".yaml") || source.ends_with(".yml"); }

const model::StagedRunPtr& runOf(const model::Model& model) { return model.branches.runToChange(model.staged); }

/// The user's text if there is one, else the program's.
std::string textOf(const model::Model& model)
{
    if (const auto& all = model.branches.all; !all.empty() && all[model.branches.shown].text)
        return *all[model.branches.shown].text;
    const bool asWritten = model.branches.shown == 0;
    if (const lesson::BuiltIn* lesson = lesson::find_built_in(model.source); lesson && asWritten)
        return std::string{lesson->yaml};
    if (asWritten && isLessonFile(model.source))
        if (auto text = read_whole_file(model.source, lesson::lesson_limits(model.source))) return std::move(*text);
    return run::written_lesson(runOf(model)->scenario, runOf(model)->trace());
}

/// The text as the editor returns it.
std::string plain(const std::string& text)
{
    return QString::fromStdString(text).replace(QStringLiteral("\r\n"), QStringLiteral("\n")).toStdString();
}

OwnedText withoutPlace(const Error& error) { return Error{error.what, {}, error.advice}.sentences(); }

} // namespace

LessonText::LessonText(model::Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, code_{new CodeEdit}, title_{new QLabel}, help_{new QToolButton},
      close_{new QToolButton}, sentence_{new QLabel}, note_{new QPushButton}, save_{new QPushButton}
{
    setObjectName(QStringLiteral("sidePanel"));
    title_->setObjectName(QStringLiteral("popoverTitle"));
    sentence_->setObjectName(QStringLiteral("popoverSentence"));
    sentence_->setTextFormat(Qt::PlainText);
    sentence_->setWordWrap(true);
    sentence_->setMinimumHeight(48);
    sentence_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(note_);
    buttons->addWidget(save_);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(12, 12, 12, 12);
    QHBoxLayout* row = titleRow(*title_, *close_);
    help_->setText(QStringLiteral("?"));
    help_->setObjectName(QStringLiteral("languageHelp"));
    help_->setFocusPolicy(Qt::TabFocus);
    help_->setAutoRaise(true);
    row->insertWidget(1, help_);
    column->addLayout(row);
    connect(help_, &QToolButton::clicked, actions[model::Command::LessonLanguage], &QAction::trigger);
    connect(code_, &CodeEdit::helpWanted, actions[model::Command::LessonLanguage], &QAction::trigger);
    connect(close_, &QToolButton::clicked, actions[model::Command::ShowText], &QAction::trigger);
    column->addWidget(code_, 1);
    column->addWidget(sentence_);
    column->addLayout(buttons);
    pause_.setSingleShot(true);
    pause_.setInterval(300ms);
    pause_.callOnTimeout(this, &LessonText::check);
    connect(&code_->edit(), &QPlainTextEdit::textChanged, this, [this] {
        if (!reading_) keepDraft();
    });
    for (QPushButton* button : {note_, save_})
        button->setFocusPolicy(Qt::TabFocus);
    connect(code_, &CodeEdit::left, this, &LessonText::left);
    connect(note_, &QPushButton::clicked, actions[model::Command::AddNote], &QAction::trigger);
    connect(save_, &QPushButton::clicked, this, &LessonText::askToSaveText);
}

void LessonText::take() { code_->edit().setFocus(Qt::OtherFocusReason); }

QString LessonText::sentence() const { return sentence_->text(); }

void LessonText::apply(const model::Model& model, const model::Model* before)
{
    if (!model.staged) return;
    if (!before || before->language() != model.language()) retranslate(model);
    if (!before || before->themeName() != model.themeName()) {
        code_->setTheme(paint::Theme::named(model.themeName()));
        close_->setIcon(paint::icon(paint::Sign::Close, paint::Theme::named(model.themeName()), scene::Ink::Muted));
    }
    if (before && before->shownTextSize() != model.shownTextSize()) code_->size();
    const model::Branches& branches = model.branches;
    if (scene::isSameRun(runOf(model), shown_)) return;
    const bool first = !shown_;
    shown_ = runOf(model);
    own_ = plain(textOf(model));
    const model::TextPtr& draft = branches.draftOfShown();
    if (first || code_->edit().toPlainText().toStdString() != plain(draft ? *draft : own_)) read(model);
}

void LessonText::read(const model::Model& model)
{
    reading_ = true;
    pause_.stop();
    const model::TextPtr draft = model.branches.draftOfShown();
    const std::string text = draft ? *draft : own_;
    const int scroll = code_->edit().verticalScrollBar()->value();
    code_->edit().setPlainText(QString::fromStdString(text));
    code_->edit().verticalScrollBar()->setValue(scroll);
    code_->mark(0, 0);
    showProblem({});
    followed_ = own_;
    written_ = code_->edit().toPlainText().toStdString();
    reading_ = false;
    if (draft || isLessonFile(model.source)) pause_.start(); // after a pause it is checked and run
}

void LessonText::keepDraft()
{
    std::string text = code_->edit().toPlainText().toStdString();
    if (text == std::exchange(written_, text)) return; // only the colours have changed
    pause_.start();
    model::TextPtr draft = text == own_ ? nullptr : std::make_shared<const std::string>(std::move(text));
    store_.dispatch(model::WriteDraft{std::move(draft)});
}

void LessonText::retranslate(const model::Model& model)
{
    const Language language = model.language();
    title_->setText(model::say(model::info(model::Command::ShowText).words, language));
    setAccessibleName(title_->text());
    code_->edit().setAccessibleName(title_->text());
    close_->setAccessibleName(model::say(wording::close, language));
    close_->setToolTip(model::say(wording::close, language));
    help_->setAccessibleName(model::say(model::info(model::Command::LessonLanguage).words, language));
    help_->setToolTip(model::say(wording::languageHelp, language));
    code_->completions().setAccessibleName(model::say(wording::fitsHere, language));
    note_->setText(model::say(model::info(model::Command::AddNote).words, language));
    save_->setText(model::say(wording::textSave, language));
    for (QPushButton* button : {note_, save_})
        button->setAccessibleName(button->text());
    showProblem(problem_);
}

void LessonText::showProblem(const OwnedText& problem)
{
    problem_ = problem;
    const bool wrong = !problem_.empty();
    const Language language = store_.model().language();
    sentence_->setText(wrong ? QString::fromStdString(problem_[language]) : model::say(wording::textFollows, language));
    sentence_->setProperty("problem", wrong);
    style()->unpolish(sentence_);
    style()->polish(sentence_);
}

void LessonText::check()
{
    pause_.stop();
    const std::string text = code_->edit().toPlainText().toStdString();
    if (text == followed_ && !isLessonFile(store_.model().source)) {
        code_->mark(0, 0);
        return showProblem({});
    }
    const auto scenario = lesson::read_scenario(text, store_.model().source + ".yaml");
    if (!scenario) {
        const Error& error = scenario.error();
        code_->mark(error.where.line, error.where.column);
        if (text == own_) goToLine(error.where.line);
        const OwnedText sentence = withoutPlace(error);
        return showProblem(error.where.line > 0 ? model::say({"{}: {}", "第 {} 行：{}"}, error.where.line, sentence)
                                                : sentence);
    }
    code_->mark(0, 0);
    const run::Run& shown = runOf(store_.model())->run;
    const bool endless = text == own_ && shown.limit; // what is on the stage is only its beginning
    showProblem(endless ? withoutPlace(shown.warnings[*shown.limit]) : OwnedText{});
    if (text == followed_) return;
    followed_ = text;
    store_.dispatch(model::WriteLesson{text});
}

/// An error that is there from the begin is where the cursor is.
void LessonText::goToLine(int line)
{
    const QTextBlock block = code_->edit().document()->findBlockByNumber(line - 1);
    if (line > 0 && block.isValid()) code_->select(block.position(), 0);
}

void LessonText::addNote()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const model::StagedRunPtr& run = runOf(model);
    const scene::StagedRun& staged = *run;
    const scene::StageTime here =
        run == model.staged ? model.goal() : model::momentOnStageIn(*model.staged, model.goal(), model.branches, run);
    const trace::Moment moment = staged.timeMap.moment(here);
    const std::string at = run::moment_text(staged.scenario, staged.trace(), moment.record);
    const run::WrittenNote note = run::with_note(code_->edit().toPlainText().toStdString(), at, model.language());
    code_->edit().selectAll(); // one step in the editor's undo
    code_->edit().insertPlainText(QString::fromStdString(note.text));
    const auto characters = [&](std::size_t octets) {
        return static_cast<int>(QString::fromStdString(note.text.substr(0, octets)).size());
    };
    const int from = characters(note.title);
    code_->select(from, characters(note.title + note.title_bytes) - from);
    code_->edit().setFocus();
    check();
}

void LessonText::askToSaveText()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const QString name = QString::fromStdString(runOf(model)->scenario.id);
    askToSave(this, model, {wording::textSave, wording::textFilter, name}, [this](const QString& path) {
        const auto done = write_whole_file(path.toStdString(), code_->edit().toPlainText().toStdString());
        if (!done) return store_.dispatch(model::Announce{model::Notice{done.error().sentences(), true}});
        store_.dispatch(model::FileWritten{path.toStdString()});
    });
}

} // namespace tcpstage::widgets
