#pragma once
// Under the stage while somebody predicts, in the caption's place: the question's board.

#include "ui/model/store/store.h"
#include "ui/widgets/stage/canvas.h"

namespace tcpstage::widgets {

class QuestionCard : public Canvas {
    Q_OBJECT

public:
    explicit QuestionCard(model::Store& store, QWidget* parent = nullptr);

    void apply(const model::Model& model);

private:
    void draw();
    void click(const scene::Ref& ref);

    model::Store& store_;
};

} // namespace tcpstage::widgets
