#pragma once
// The network at the present moment, each way, on sliders. Moving one asks what if it were like this from now on. In a
// narrow window the sliders stand in two or three rows.

#include "core/run/networks.h"
#include "ui/model/network_values.h"
#include "ui/widgets/common/actions.h"

#include <QFrame>

class QLabel;
class QSlider;
class QToolButton;

namespace tcpstage {

class NetworkBar : public QFrame {
    Q_OBJECT

public:
    NetworkBar(Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const Model& model, const Model* before);
    /// Of what `from` sends.
    QSlider& slider(Side from, Knob knob) const { return *cells_[index(from)][static_cast<std::size_t>(knob)].slider; }
    QLabel& value(Side from, Knob knob) const { return *cells_[index(from)][static_cast<std::size_t>(knob)].value; }
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Cell {
        QSlider* slider = nullptr;
        QLabel* value = nullptr;
    };

    void build();
    /// So many knobs in each row.
    void place(std::size_t perRow);
    void retranslate(const Model& model);
    void move(Side from, Knob knob, int position);
    void send();
    void stand(const Links& links);
    const Links& present(const Model& model);

    Store& store_;
    std::array<std::vector<QLabel*>, 2> ways_; // one in each row
    std::size_t perRow_ = 0;
    std::array<QLabel*, knob_count> names_{};
    std::array<std::array<Cell, knob_count>, 2> cells_{};
    QToolButton* close_;
    StagedRunPtr known_; // whose networks these are
    std::vector<NetworkFrom> networks_;
    Links links_{};      // as the sliders stand
    bool waits_ = false; // they moved on while a branch was being told
};

} // namespace tcpstage
