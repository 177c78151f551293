#pragma once
// Says each step, each question and answer, and each notice once to a screen reader: on the stage if that has the
// keyboard, else as a notification.

#include "ui/model/model.h"

#include <QObject>

namespace tcpstage::widgets {

class Canvas;
class News;

class Announcer : public QObject {
public:
    /// `stage` has the description of the present step, and outlives it.
    explicit Announcer(Canvas& stage);

    /// `before`: nullptr at the beginning.
    void apply(const model::Model& model, const model::Model* before);
    void say(const QString& sentence);
    Canvas& stage() const { return stage_; }
    /// Whether what was selected was said last: then keys go to that, as a screen reader sees it.
    bool isOnSelection() const { return onSelection_; }
    void goToSelection() { onSelection_ = true; }

private:
    Canvas& stage_;
    News* news_;
    QString now_;
    bool onSelection_ = false;
};

} // namespace tcpstage::widgets
