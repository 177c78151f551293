#pragma once
// What can be played on real sockets, and how: made when it is opened for the first time.

#include "ui/model/store/store.h"

#include <QMenu>

namespace tcpstage::widgets {

class RealMenu : public QMenu {
    Q_OBJECT

public:
    explicit RealMenu(model::Store& store, QWidget* parent = nullptr);

    /// The action that plays a lesson; nullptr: it is no lesson of real sockets.
    QAction* lesson(const std::string& id) const;
    QAction* byHand() const { return byHand_; }
    /// The choice of a way to real sockets; no rung: the best that works.
    QAction* vantage(std::optional<live::Vantage> vantage) const;

private:
    void fill();
    void addHops();
    void addVantages();

    model::Store& store_;
    QAction* byHand_;
    QMenu* hops_ = nullptr;
    std::optional<Duration> hop_;
    QMenu* vantages_ = nullptr;
    std::optional<live::Vantage> vantage_;
    std::vector<std::pair<std::string, QAction*>> lessons_;
};

} // namespace tcpstage::widgets
