#pragma once
// A fading edge over a scroll area, where there is more above or below: what is cut there goes on.

#include <QColor>
#include <QObject>

class QAbstractScrollArea;

namespace tcpstage::widgets {

class FadingEdge;

class MoreBelow : public QObject {
public:
    /// The area owns it.
    explicit MoreBelow(QAbstractScrollArea& area);

    /// The colour that what is cut fades into.
    void setColor(const QColor& color);
    /// Whether something is above (false) or below (true) what is seen.
    bool isCut(bool below) const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    QAbstractScrollArea& area_;
    FadingEdge* above_;
    FadingEdge* below_;
};

} // namespace tcpstage::widgets
