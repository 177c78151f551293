#pragma once
// The menu of lessons on real sockets and their settings, and of programs of the user. Filled when it is first opened.

#include "ui/widgets/common/actions.h"

#include <QMenu>

namespace tcpstage::widgets {

class RealMenu : public QMenu {
    Q_OBJECT

public:
    RealMenu(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    /// The action that plays a lesson; nullptr if the lesson is not for real sockets.
    QAction* lesson(const std::string& id) const;
    QAction* byHand() const { return byHand_; }
    QAction* asMachine() const { return asMachine_; }
    /// The action that chooses a vantage; empty: the best available.
    QAction* vantage(std::optional<live::Vantage> vantage) const;

private:
    void fill();
    void addHops();
    void addVantages();

    model::Store& store_;
    const Actions& actions_;
    QAction* byHand_;
    QAction* asMachine_;
    QMenu* hops_ = nullptr;
    std::optional<Duration> hop_;
    QMenu* vantages_ = nullptr;
    std::optional<live::Vantage> vantage_;
    std::vector<std::pair<std::string, QAction*>> lessons_;
};

} // namespace tcpstage::widgets
