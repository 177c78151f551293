#pragma once
// Under the stage while somebody predicts, in the caption's place: the question's board.

#include "ui/model/store/store.h"
#include "ui/widgets/stage/canvas.h"

namespace tcpstage {

class QuestionCard : public Canvas {
    Q_OBJECT

public:
    explicit QuestionCard(Store& store, QWidget* parent = nullptr);

    void apply(const Model& model);

private:
    void draw();
    void click(const Ref& ref);

    Store& store_;
};

} // namespace tcpstage
