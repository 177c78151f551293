#pragma once
// The stage for the class: full screen, large, with a pointer, a spotlight and a curtain.

#include "ui/widgets/common/actions.h"

#include <QTimer>
#include <QWidget>

namespace tcpstage::widgets {

class AnswerKeys;
class Canvas;

class Presenter : public QWidget {
    Q_OBJECT

public:
    Presenter(model::Store& store, const Actions& actions);

    void apply(const model::Model& model, const model::Model* before);
    /// Full screen on the display that is not the one of `window`, when there is another.
    void open(const QWidget& window);
    /// A display besides the one of `window`, or nullptr.
    static QScreen* otherScreen(const QWidget& window);
    Canvas& canvas() const { return *canvas_; }
    bool curtainClosed() const { return curtain_->isVisible(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void draw();
    void pointAt(QPointF point);
    void showCursor();
    void click(const scene::Ref& ref);

    model::Store& store_;
    AnswerKeys* answerKeys_;
    Canvas* canvas_;
    QWidget* curtain_;
    QTimer stillness_; // then the cursor hides
    QPointF pointer_;
};

} // namespace tcpstage::widgets
