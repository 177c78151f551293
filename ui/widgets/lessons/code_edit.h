#pragma once
// A text editor with line numbers and YAML colours, in which one place can be marked as an error.

#include "ui/paint/theme.h"

#include <QFrame>

class QKeyEvent;
class QPlainTextEdit;

namespace tcpstage::widgets {

class CompletionList;
class YamlHighlighter;

class CodeEdit : public QFrame {
    Q_OBJECT

public:
    explicit CodeEdit(QWidget* parent = nullptr);

    QPlainTextEdit& edit() const { return *edit_; }
    void setTheme(const paint::Theme& theme);
    /// Marks an error; counted from 1. Column 0: the whole line. Line 0: no error.
    void mark(int line, int column);
    /// Selects characters and scrolls to them.
    void select(int from, int length);
    int markedLine() const { return line_; }
    CompletionList& completions() const { return *completions_; }
    /// The keys of the lesson around the cursor, from outside.
    std::vector<std::string> keysAround() const;
    /// The text has another size.
    void size();

Q_SIGNALS:
    void left();       // the keyboard should go back to the stage
    void helpWanted(); // for the place of the cursor

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void number();
    void scrollNumbers();
    void breakLine();
    bool takeKey(const QKeyEvent& key, bool pressed);

    QPlainTextEdit* edit_;
    QPlainTextEdit* numbers_;
    YamlHighlighter* highlighter_;
    CompletionList* completions_;
    QStringList numbered_;
    QColor wrong_;
    int line_ = 0;
    int column_ = 0;
};

} // namespace tcpstage::widgets
