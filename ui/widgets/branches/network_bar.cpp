#include "ui/widgets/branches/network_bar.h"

#include "ui/model/lesson_goal.h"
#include "ui/model/words.h"
#include "ui/scene/words/labels.h"
#include "ui/widgets/common/style.h"

#include <QGridLayout>
#include <QLabel>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr double valueWidth = 56;
constexpr int leastSlider = 34;
constexpr int barMargin = 12;
constexpr int barGap = 4;
constexpr std::size_t mostRows = 3;

model::Knob knobAt(std::size_t i) { return static_cast<model::Knob>(i); }

} // namespace

NetworkBar::NetworkBar(model::Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, close_{new QToolButton}
{
    setObjectName(QStringLiteral("network"));
    close_->setDefaultAction(actions[model::Command::ShowNetwork]);
    close_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    close_->setFocusPolicy(Qt::TabFocus);
    build();
}

void NetworkBar::build()
{
    for (std::size_t i = 0; i < model::knob_count; ++i) {
        names_[i] = new QLabel{this};
        names_[i]->setObjectName(QStringLiteral("networkName"));
        for (const trace::Side from : trace::both_sides) {
            Cell& cell = cells_[trace::index(from)][i];
            cell.slider = new QSlider{Qt::Horizontal, this};
            cell.slider->setRange(0, model::mostOf(knobAt(i)));
            cell.slider->setPageStep(1);
            cell.slider->setMinimumWidth(leastSlider);
            cell.slider->setFocusPolicy(Qt::TabFocus); // after a drag the stage has the keys again
            cell.value = new QLabel{this};
            connect(cell.slider, &QSlider::valueChanged, this,
                    [this, from, i](int position) { move(from, knobAt(i), position); });
        }
    }
    for (auto& labels : ways_)
        for (std::size_t row = 0; row < mostRows; ++row)
            labels.push_back(new QLabel{this});
    place(model::knob_count);
}

void NetworkBar::place(std::size_t perRow)
{
    if (perRow == perRow_) return;
    perRow_ = perRow;
    delete layout();
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(barMargin, 6, 8, 6);
    grid->setHorizontalSpacing(barGap);
    grid->setVerticalSpacing(2);
    grid->addWidget(close_, 0, 0, Qt::AlignLeft);
    for (std::size_t i = 0; i < model::knob_count; ++i) {
        const int top = 3 * static_cast<int>(i / perRow);
        const int column = 1 + 2 * static_cast<int>(i % perRow);
        grid->addWidget(names_[i], top, column, 1, 2);
        grid->setColumnStretch(column, 1);
        grid->setColumnMinimumWidth(column + 1, sized(valueWidth));
        for (const trace::Side from : trace::both_sides) {
            const Cell& cell = cells_[trace::index(from)][i];
            const int row = top + 1 + static_cast<int>(trace::index(from));
            grid->addWidget(cell.slider, row, column);
            grid->addWidget(cell.value, row, column + 1);
        }
    }
    const std::size_t rows = (model::knob_count + perRow - 1) / perRow;
    for (const trace::Side from : trace::both_sides)
        for (std::size_t row = 0; row < mostRows; ++row) {
            QLabel* way = ways_[trace::index(from)][row];
            way->setVisible(row < rows);
            if (row < rows)
                grid->addWidget(way, 3 * static_cast<int>(row) + 1 + static_cast<int>(trace::index(from)), 0);
        }
    updateGeometry();
}

void NetworkBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fit(event->size().width());
}

void NetworkBar::fit(int width)
{
    int first = close_->sizeHint().width();
    for (const auto& labels : ways_)
        first = std::max(first, labels.front()->sizeHint().width());
    const int room = (width - first - 2 * barMargin) / (leastSlider + sized(valueWidth) + 2 * barGap);
    const auto fits = static_cast<std::size_t>(std::max(1, room));
    place(fits >= model::knob_count ? model::knob_count : fits >= 4 ? 4 : 3);
}

QSize NetworkBar::minimumSizeHint() const { return {400, QFrame::minimumSizeHint().height()}; }

void NetworkBar::retranslate(const model::Model& model)
{
    const Language language = model.language();
    setAccessibleName(model::say(wording::networkBar, language));
    for (std::size_t i = 0; i < model::knob_count; ++i)
        names_[i]->setText(model::say(model::nameOf(knobAt(i)), language));
    if (!model.staged) return;
    for (const trace::Side from : trace::both_sides) {
        const auto name = [&](trace::Side side) {
            return scene::endpointName(model.staged->trace().endpoint(side), language);
        };
        const QString way = name(from) + QStringLiteral(" → ") + name(trace::other(from));
        for (QLabel* label : ways_[trace::index(from)]) {
            label->setText(way);
            label->setToolTip(way);
        }
        for (std::size_t i = 0; i < model::knob_count; ++i)
            slider(from, knobAt(i)).setAccessibleName(names_[i]->text() + QStringLiteral(", ") + way);
    }
}

const run::Links& NetworkBar::present(const model::Model& model)
{
    if (known_ != model.staged) {
        known_ = model.staged;
        networks_ = run::networks_of(known_->scenario, known_->run);
    }
    return run::links_at(networks_, known_->timeMap.moment(model.goal()).at);
}

void NetworkBar::apply(const model::Model& model, const model::Model* before)
{
    if (!before || before->language() != model.language() || !scene::isSameRun(before->staged, model.staged))
        retranslate(model);
    if (before && before->shownTextSize() != model.shownTextSize()) {
        perRow_ = 0; // all is placed again
        fit(width());
    }
    const QString forbidden = model::say(model::goalForbids(model, lesson::ActKind::Network), model.language());
    setEnabled(model.staged && model.staged->trace().source() == trace::Source::Simulated && !model.staged->beside &&
               forbidden.isEmpty());
    setToolTip(forbidden.isEmpty() ? QString{} : QStringLiteral("<p>%1</p>").arg(forbidden.toHtmlEscaped())); // wraps
    if (!model.staged || model.loading) return; // the sliders keep their positions meanwhile
    if (waits_) return send();
    stand(present(model));
}

void NetworkBar::stand(const run::Links& links)
{
    links_ = links;
    for (const trace::Side from : trace::both_sides)
        for (std::size_t i = 0; i < model::knob_count; ++i) {
            const Cell& cell = cells_[trace::index(from)][i];
            const QSignalBlocker quiet{cell.slider};
            cell.slider->setValue(model::positionOf(knobAt(i), links[trace::index(from)]));
            cell.value->setText(model::valueOf(knobAt(i), links[trace::index(from)]));
        }
}

void NetworkBar::move(trace::Side from, model::Knob knob, int position)
{
    sim::LinkSettings& link = links_[trace::index(from)];
    link = model::withPosition(link, knob, position);
    value(from, knob).setText(model::valueOf(knob, link));
    if (store_.model().loading)
        waits_ = true;
    else
        send();
}

void NetworkBar::send()
{
    waits_ = false;
    store_.dispatch(model::SetNetwork{links_});
}

} // namespace tcpstage::widgets
