#pragma once
// The question board below the stage, in the place of the caption, while the user predicts.

#include "ui/model/store/store.h"
#include "ui/widgets/canvas/canvas.h"

namespace tcpstage::widgets {

class QuestionCard : public Canvas {
    Q_OBJECT

public:
    explicit QuestionCard(model::Store& store, QWidget* parent = nullptr);

    void apply(const model::Model& model);

private:
    void keepRoom(const model::Model& model);
    void draw();
    void click(const scene::Ref& ref);

    model::Store& store_;
    double textSize_ = 0;
    double high_ = 0; // that its words needed so far
};

} // namespace tcpstage::widgets
