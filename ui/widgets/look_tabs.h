#pragma once
// A row of buttons over the middle of the stage: what it shows of the run.

#include "ui/model/store.h"

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

private:
    std::array<QToolButton*, look_count> buttons_{};
};

} // namespace tcpstage
