#pragma once
// Sliders for the network at the current moment, for each direction. Moving one makes a branch with that network from
// now on. In a narrow window there are two or three rows of sliders.

#include "core/run/networks.h"
#include "ui/model/guide/network_values.h"
#include "ui/widgets/common/actions.h"

#include <QFrame>

class QLabel;
class QSlider;
class QToolButton;

namespace tcpstage::widgets {

class NetworkBar : public QFrame {
    Q_OBJECT

public:
    NetworkBar(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    /// The slider for segments sent by `from`.
    QSlider& slider(trace::Side from, model::Knob knob) const
    {
        return *cells_[trace::index(from)][static_cast<std::size_t>(knob)].slider;
    }
    QLabel& value(trace::Side from, model::Knob knob) const
    {
        return *cells_[trace::index(from)][static_cast<std::size_t>(knob)].value;
    }
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Cell {
        QSlider* slider = nullptr;
        QLabel* value = nullptr;
    };

    void build();
    /// Arranges `perRow` sliders in each row.
    void place(std::size_t perRow);
    void fit(int width);
    void retranslate(const model::Model& model);
    void move(trace::Side from, model::Knob knob, int position);
    void send();
    void stand(const run::Links& links);
    const run::Links& present(const model::Model& model);

    model::Store& store_;
    std::array<std::vector<QLabel*>, 2> ways_; // one for each row
    std::size_t perRow_ = 0;
    std::array<QLabel*, model::knob_count> names_{};
    std::array<std::array<Cell, model::knob_count>, 2> cells_{};
    QToolButton* close_;
    model::StagedRunPtr known_; // the run whose network is shown
    std::vector<run::NetworkFrom> networks_;
    run::Links links_{}; // values of the sliders
    bool waits_ = false; // a slider was moved while a branch was being made
};

} // namespace tcpstage::widgets
