#pragma once
// The caption below the stage: what just happened and why. Its height is constant within a lesson, so that the stage
// keeps its size.

#include "ui/model/store/store.h"
#include "ui/scene/words/caption.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace tcpstage::widgets {

class CutText;
class ElidedLabel;
class ParagraphLabel;

class CaptionCard : public QFrame {
    Q_OBJECT

public:
    explicit CaptionCard(model::Store& store, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    /// What the signs mean that are in sight. Of one run it stands where the quieter line is free.
    void setLegend(const QString& legend);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void asLinks(QLabel& label);
    QString withLinks(const QString& text) const;
    void showLastPage(const model::Model& model);
    void retranslate(Language language);
    void showDepths(const model::Model& model);
    /// What stands in the line of the title, and the text with what has no room there.
    struct Arranged {
        QString text;
        int left;         // pixels of the line
        int forTitle = 0; // pixels
        bool source = false;
        bool beside = false;
    };
    Arranged arranged(const scene::Caption& said, bool pair) const;
    void shareTheLine();
    /// For two worlds: shows the second one's caption and the first difference.
    void showOther(const model::Model& model);
    void addOther();
    QString differenceText(scene::StageTime time, const scene::Ref& selection, const QString& legend) const;
    int textRoom(bool pair) const;
    int heightOfDifference(int width);
    /// Sets the height for the longest caption of the lesson. `anew`: discards all cached heights.
    void measure(bool anew);
    void measureCaptions(int width);

    model::Store& store_;
    ElidedLabel* title_;
    ElidedLabel* beside_; // Caption::beside
    CutText* text_;
    ElidedLabel* source_;
    QLabel* numbers_; // how sequence numbers are written, where that is not as they are on the wire
    QWidget* depths_;
    std::array<QToolButton*, 3> depthButtons_{};
    QToolButton* answer_;               // shows the answer of the note that asks a question
    int textHeight_ = 0;                // height of the measured captions
    std::size_t measured_ = 0;          // number of measured steps
    QString last_;                      // the last measured text
    ElidedLabel* otherTitle_ = nullptr; // made for the first pair
    CutText* otherText_ = nullptr;
    ParagraphLabel* difference_ = nullptr;
    QString legend_;

    static constexpr std::size_t mostMeasuredSteps = 400; // of a longer lesson only the first ones
    static constexpr double leastTitle = 14.0 / 17;       // of the usual size of a title: that of the text
    static constexpr int titleLines = 2;
};

} // namespace tcpstage::widgets
