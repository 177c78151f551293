#pragma once
// What can be played on real sockets, and how: made when it is opened for the first time.

#include "ui/model/store.h"

#include <QMenu>

namespace tcpstage {

class RealMenu : public QMenu {
    Q_OBJECT

public:
    explicit RealMenu(Store& store, QWidget* parent = nullptr);

    /// The action that plays a lesson; nullptr: it is no lesson of real sockets.
    QAction* lesson(const std::string& id) const;
    QAction* byHand() const { return byHand_; }

private:
    void fill();
    void addHops();

    Store& store_;
    QAction* byHand_;
    QMenu* hops_ = nullptr;
    std::optional<Duration> hop_;
    std::vector<std::pair<std::string, QAction*>> lessons_;
};

} // namespace tcpstage
