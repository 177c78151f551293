#pragma once
// A text with line numbers, coloured as YAML; one place in it can be marked as wrong.

#include "ui/paint/theme.h"

#include <QFrame>

class QPlainTextEdit;

namespace tcpstage::widgets {

class YamlHighlighter;

class CodeEdit : public QFrame {
    Q_OBJECT

public:
    explicit CodeEdit(QWidget* parent = nullptr);

    QPlainTextEdit& edit() const { return *edit_; }
    void setTheme(const paint::Theme& theme);
    /// From 1; a column of 0: the whole line. Line 0: nothing is wrong.
    void mark(int line, int column);
    /// Selects characters of the text and shows them.
    void select(int from, int length);
    int markedLine() const { return line_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void number();

    QPlainTextEdit* edit_;
    QPlainTextEdit* numbers_;
    YamlHighlighter* highlighter_;
    QStringList numbered_;
    QColor wrong_;
    int line_ = 0;
    int column_ = 0;
};

} // namespace tcpstage::widgets
