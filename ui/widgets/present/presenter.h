#pragma once
// The stage in full screen and presentation size, with a pointer, a spotlight and a curtain.

#include "ui/scene/views.h"
#include "ui/widgets/common/actions.h"

#include <QTimer>
#include <QWidget>
#include <optional>

namespace tcpstage::widgets {

class Announcer;
class AnswerKeys;
class Canvas;
struct Lens;
class LessonOverlay;
class PenBar;
class PenInput;
class Toast;
class TouchBar;

class Presenter : public QWidget {
    Q_OBJECT

public:
    Presenter(model::Store& store, const Actions& actions);

    void apply(const model::Model& model, const model::Model* before);
    /// Opens where the class is to see it: in full screen on a display, or as a window beside the workshop.
    void open(const QWidget& workshop);
    Canvas& canvas() const { return *canvas_; }
    bool curtainClosed() const { return curtain_->isVisible(); }
    Toast& toast() const { return *toast_; }
    /// The list of lessons over the stage, to choose the next one from. If it is there, its field takes the keyboard.
    void openLessons();
    /// nullptr until it was first shown.
    LessonOverlay* lessons() const { return lessons_; }
    /// There while one draws, unless that is done on the laptop.
    PenBar& pens() const { return *pens_; }
    /// There while fingers are used, but for drawing.
    TouchBar& touchBar() const { return *touchBar_; }
    /// A sentence for some seconds.
    void announce(const QString& sentence);

Q_SIGNALS:
    void segmentAsked(const QPoint& globalPosition); // context menu of the selected segment
    void endpointAsked(tcpstage::trace::Side side, const QPoint& globalPosition);

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void showInWindow(model::AudienceShape shape, const QScreen& screen);
    void draw();
    std::optional<Lens> lens() const;
    void place();
    void applyPens(const model::Model& model, const model::Model* before);
    void takeFingers(bool fingers);
    void keepToastClear();
    void announce(const model::Model& model, const model::Model* before);
    void pointAt(QPointF point);
    void showCursor();
    void click(const scene::Ref& ref);
    void ask(const scene::Ref& ref, const QPoint& at);
    void scrollBy(double pixels);
    scene::ViewInput input() const;
    scene::StageExtras extras() const;

    model::Store& store_;
    AnswerKeys* answerKeys_;
    Canvas* canvas_;
    Announcer* announcer_;
    QWidget* curtain_;
    Toast* toast_;
    PenInput* penInput_;
    PenBar* pens_;
    TouchBar* touchBar_;
    bool fingers_ = false;  // were used last, not keys or a mouse
    bool drawnHere_ = true; // or where the workshop is
    QTimer stillness_;      // then the cursor hides
    QPointF pointer_;
    LessonOverlay* lessons_ = nullptr;
    model::AudienceShape shape_ = model::AudienceShape::FullScreen; // of the window that was shown last
    double scroll_ = 0;                                             // away from the present step, in pixels
};

} // namespace tcpstage::widgets
