#pragma once
// What just happened and why, under the stage. Its height stays the same through a lesson, so that the stage does not
// jump.

#include "ui/model/store/store.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace tcpstage::widgets {

class ElidedLabel;

class CaptionCard : public QFrame {
    Q_OBJECT

public:
    explicit CaptionCard(model::Store& store, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void retranslate(Language language);
    void showDepths(const model::Model& model);
    void shareTheLine();
    /// Of two worlds: what is said about the second one, and what differs first.
    void showOther(const model::Model& model);
    void addOther();
    QString asFarAsItFits(const QString& text) const;
    int heightOfDifference(int width);
    /// As high as the longest caption of the lesson needs. `anew`: of none of them it is known.
    void measure(bool anew);
    void measureCaptions(int width);

    model::Store& store_;
    ElidedLabel* title_;
    QLabel* text_;
    ElidedLabel* source_;
    QWidget* depths_;
    std::array<QToolButton*, 3> depthButtons_{};
    int textHeight_ = 0;                // of the captions that were measured
    std::size_t measured_ = 0;          // so many steps
    QString last_;                      // that was measured
    ElidedLabel* otherTitle_ = nullptr; // made when the first pair comes
    QLabel* otherText_ = nullptr;
    QLabel* difference_ = nullptr;
};

} // namespace tcpstage::widgets
