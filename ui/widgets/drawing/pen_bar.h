#pragma once
// The strip that is there while one draws: pens and their keys, the eraser, undo, and how to leave.

#include "ui/widgets/common/actions.h"

#include <QFrame>
#include <array>

class QLabel;
class QToolButton;

namespace tcpstage::widgets {

class ElidedLabel;

class PenBar : public QFrame {
    Q_OBJECT

public:
    PenBar(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    QToolButton& pen(std::size_t number) const { return *pens_[number]; }
    QToolButton& eraser() const { return *eraser_; }
    QToolButton& clearButton() const { return *clear_; }
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    QString hintWithin(int room) const;
    void retranslate(Language language);
    QToolButton* button();

    model::Store& store_;
    const Actions& actions_;
    QLabel* title_;
    std::array<QToolButton*, scene::pen_count> pens_{};
    QToolButton* eraser_;
    QToolButton* undo_;
    QToolButton* redo_;
    QToolButton* clear_;
    ElidedLabel* hint_;
    QToolButton* leave_;
};

} // namespace tcpstage::widgets
