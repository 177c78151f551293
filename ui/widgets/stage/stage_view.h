#pragma once
// The stage: endpoint | centre | endpoint. Details of the selection take the place of the left endpoint. If there is no
// room for three, the right endpoint is hidden.

#include "ui/model/store/store.h"
#include "ui/scene/staged/view_input.h"

#include <QWidget>

class QFrame;
class QSplitter;
class QStackedWidget;

namespace tcpstage::widgets {

class Canvas;
class Details;
class ViewTabs;

class StageView : public QWidget {
    Q_OBJECT

public:
    explicit StageView(model::Store& store, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    Canvas& ladderCanvas() const { return *ladder_; }
    Canvas& panel(trace::Side side) const { return *panels_[trace::index(side)]; }
    /// Made at the first call.
    Details& details();
    ViewTabs& tabs() const { return *tabs_; }
    bool showsDetails() const;
    /// The width of the left column without borrowed pixels.
    int leftWidth() const { return static_cast<int>((width() - borrowed_) * parts_[0]); }
    /// Widens the left column by pixels that another panel has released; the ladder does not move.
    void setBorrowed(int pixels);
    /// The place of a mark of the ladder on the screen; the middle of the ladder if it is not visible.
    QRect placeOf(const scene::Ref& ref) const;
    /// Gives the ladder the focus.
    void take();
    /// Selects the next or previous item, in the order left endpoint, centre, right endpoint, each from top to bottom.
    void selectNext(bool forward);
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void segmentAsked(const QPoint& globalPosition); // context menu of the selected segment
    void endpointAsked(tcpstage::trace::Side side, const QPoint& globalPosition);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void arrange();
    /// Whether the right endpoint is shown.
    bool hasThree() const;
    void showRight();
    void arrangePair(const model::Model& model);
    void keepParts();
    void draw();
    void drawLadder(const model::Model& model);
    void drawView(const model::Model& model);
    void applyView(const model::Model& model);
    void pan(double pixels);
    void zoomAround(double factor, double x);
    void drawPanels(const model::Model& model);
    void scrollBy(double pixels);
    void pick(const scene::Ref& ref);
    void goTo(const scene::Ref& step);
    void openCell(std::uint32_t id);
    void retranslate(const model::Model& model);
    scene::ViewInput input(const Canvas& canvas, double zoom) const;
    scene::ViewInput ladderInput() const;

    model::Store& store_;
    QSplitter* splitter_;
    QStackedWidget* left_;
    std::array<Canvas*, 2> panels_{};
    Canvas* ladder_;
    Details* details_ = nullptr;
    ViewTabs* tabs_;
    double scroll_ = 0;
    int borrowed_ = 0;
    bool pair_ = false;                       // two worlds are on the stage
    std::array<double, 2> parts_{0.23, 0.23}; // parts of the width: left and right endpoint
};

} // namespace tcpstage::widgets
