#pragma once
// One line of text, elided with "…" if there is no room; the tool tip then has the full text.

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

    QString whole_;
    bool clickable_ = false;
    QString hint_;
};

} // namespace tcpstage::widgets
