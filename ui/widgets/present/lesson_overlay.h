#pragma once
// The list of lessons over a presentation, in large type: the class never sees the window behind it.

#include "ui/model/store/store.h"

#include <QFrame>

namespace tcpstage::widgets {

class LessonList;

class LessonOverlay : public QFrame {
    Q_OBJECT

public:
    LessonOverlay(model::Store& store, QWidget* presenter);

    void apply(const model::Model& model, const model::Model* before);
    /// Shows it, with the keyboard in the field.
    void open();
    /// The presentation has another size.
    void place();

Q_SIGNALS:
    void left();

private:
    model::Store& store_;
    LessonList* list_;
};

} // namespace tcpstage::widgets
