#pragma once
// What can be played on real sockets, and how: made when it is opened for the first time.

#include "ui/model/store/store.h"

#include <QMenu>

namespace tcpstage {

class RealMenu : public QMenu {
    Q_OBJECT

public:
    explicit RealMenu(Store& store, QWidget* parent = nullptr);

    /// The action that plays a lesson; nullptr: it is no lesson of real sockets.
    QAction* lesson(const std::string& id) const;
    QAction* byHand() const { return byHand_; }
    /// The choice of a way to real sockets; no rung: the best that works.
    QAction* rung(std::optional<LiveRung> rung) const;

private:
    void fill();
    void addHops();
    void addRungs();

    Store& store_;
    QAction* byHand_;
    QMenu* hops_ = nullptr;
    std::optional<Duration> hop_;
    QMenu* rungs_ = nullptr;
    std::optional<LiveRung> rung_;
    std::vector<std::pair<std::string, QAction*>> lessons_;
};

} // namespace tcpstage
