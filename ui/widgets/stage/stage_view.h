#pragma once
// The stage, from left to right: details of the selected item, left endpoint, centre (ladder or another view), right
// endpoint. If only one endpoint fits, it is that of the selected item.

#include "ui/model/store/store.h"
#include "ui/scene/staged/view_input.h"

#include <QWidget>

class QFrame;
class QSplitter;

namespace tcpstage::widgets {

class Actions;
class Announcer;
class Canvas;
class Details;
class EndSwitch;
class PenBar;
class PenInput;
class ViewTabs;

class StageView : public QWidget {
    Q_OBJECT

public:
    StageView(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    Canvas& ladderCanvas() const { return *ladder_; }
    Canvas& panel(trace::Side side) const { return *panels_[trace::index(side)]; }
    /// Made at the first call.
    Details& details();
    ViewTabs& tabs() const { return *tabs_; }
    /// There while one draws.
    PenBar& pens() const { return *pens_; }
    bool showsDetails() const;
    /// Where a mark of the ladder is on the screen; the middle of the ladder if it is not visible.
    QRect placeOf(const scene::Ref& ref) const;
    /// Gives the ladder the focus.
    void take();
    /// Selects the next or previous item, in the order left endpoint, centre, right endpoint, each from top to bottom.
    void selectNext(bool forward);
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void segmentAsked(const QPoint& globalPosition); // context menu of the selected segment or step
    void endpointAsked(tcpstage::trace::Side side, const QPoint& globalPosition);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void arrange();
    std::array<bool, 2> endsWithRoom() const;
    void showEnds();
    double growth() const;
    void reportSelection();
    void followSelection(const model::Model& model, const model::Model* before);
    void keepParts();
    void draw();
    void drawMiddle(const model::Model& model);
    void drawLadder(const model::Model& model);
    void drawView(const model::Model& model);
    void applyView(const model::Model& model);
    void pan(double pixels);
    void zoomAround(double factor, double x);
    void drawPanel(const model::Model& model, trace::Side side);
    scene::Scene panelScene(trace::Side side, const scene::Viewport& view, const scene::Ref& selection) const;
    void scrollBy(double pixels);
    void pick(const scene::Ref& ref);
    void showEnd(trace::Side side);
    void goTo(const scene::Ref& step);
    void openCell(std::uint32_t id);
    void retranslate(const model::Model& model);
    scene::ViewInput input(const Canvas& canvas, double zoom) const;
    scene::ViewInput ladderInput() const;
    scene::ViewInput plotInput() const;

    model::Store& store_;
    QSplitter* splitter_;
    std::array<QFrame*, 2> ends_{};
    std::array<EndSwitch*, 2> switches_{}; // to the other end
    std::array<Canvas*, 2> panels_{};
    Canvas* ladder_;
    Announcer* announcer_; // of the ladder
    Details* details_ = nullptr;
    ViewTabs* tabs_;
    PenBar* pens_;
    PenInput* penInput_;
    double scroll_ = 0;
    bool pair_ = false;                   // two worlds are on the stage
    trace::Side end_ = trace::Side::Left; // the one that is shown if only one fits
    QFrame* detailsCard_ = nullptr;
    int detailsPixels_ = 0;                   // width that the user has chosen; 0: the default
    std::array<double, 2> parts_{0.23, 0.23}; // shares of the width for the left and the right endpoint
};

} // namespace tcpstage::widgets
