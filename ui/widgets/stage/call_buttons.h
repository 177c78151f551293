#pragma once
// A button beside the name of each end on the ladder: it opens the calls of that end.

#include "ui/model/store/store.h"

#include <QObject>
#include <QRectF>
#include <QSize>
#include <QString>
#include <array>

class QToolButton;

namespace tcpstage::widgets {

class Canvas;

class CallButtons : public QObject {
    Q_OBJECT

public:
    /// The buttons are children of the ladder.
    CallButtons(model::Store& store, Canvas& ladder);

    /// Places them beside the names that the ladder shows now; hidden where there is no ladder of a single run.
    void apply(const model::Model& model);
    QToolButton& button(trace::Side side) const { return *buttons_[trace::index(side)]; }

Q_SIGNALS:
    void asked(tcpstage::trace::Side side, const QPoint& globalPosition);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Places {
        bool single = false; // there is one ladder
        std::array<QRectF, 2> names{};
        QSize size;
        QString text;
        double textSize = 0;
        friend bool operator==(const Places&, const Places&) = default;
    };

    void place();

    model::Store& store_;
    Canvas& ladder_;
    QString words_;
    Places places_; // as the buttons stand now
    std::array<QToolButton*, 2> buttons_{};
};

} // namespace tcpstage::widgets
