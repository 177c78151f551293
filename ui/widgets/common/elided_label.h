#pragma once
// One line of text, elided with "…" if there is no room; the tool tip then has the full text. A line may shrink before.

#include <QLabel>

namespace tcpstage::widgets {

class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setWhole(const QString& text);
    QString whole() const { return whole_; }
    /// It can be clicked, and has the focus in its turn; Enter is a click. Only while it says something.
    void setClickable(const QString& hint);

    /// Before the text is elided, its letters shrink to this part of their size, then it has so many lines.
    void setShrinks(double least, int lines);
    /// The width that a layout will give it at most, in pixels; until then it is fitted to the width that it has.
    void setRoom(int room);
    /// Its font before it is shrunk.
    QFont usualFont() const { return isShrunk() ? usual_ : font(); }
    bool isShrunk() const { return !styleSheet().isEmpty() || lines_ > 1; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void clicked();

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
    void shrink();
    int room() const { return room_ > 0 ? room_ : contentsRect().width(); }

    QString whole_;
    QFont usual_;
    bool clickable_ = false;
    QString hint_;
    double least_ = 1; // part of the size of the letters
    int most_ = 1;     // lines
    int room_ = 0;     // 0: unknown
    int lines_ = 1;
    bool shrinking_ = false;
};

} // namespace tcpstage::widgets
