#pragma once
// A row of buttons over the middle of the stage: what it shows of the run. Those that have no room are in a menu at the
// end.

#include "ui/model/store/store.h"

#include <QWidget>
#include <array>

class QToolButton;

namespace tcpstage {

class LookTabs : public QWidget {
    Q_OBJECT

public:
    explicit LookTabs(Store& store, QWidget* parent = nullptr);

    void apply(const Model& model, const Model* before);
    QToolButton& button(Look look) const { return *buttons_[static_cast<std::size_t>(look)]; }
    /// The menu's button; hidden while all have room.
    QToolButton& more() const { return *more_; }
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
    void fillMore();

    Store& store_;
    std::array<QToolButton*, look_count> buttons_{};
    QToolButton* more_;
};

} // namespace tcpstage
