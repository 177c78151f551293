// A row for each timer of each endpoint, with bars from each start to the expiry, cancellation or restart.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/geometry.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text runningKey{"running", "运行中"};
constexpr Text overKey{"over", "已结束"};
constexpr Text expiredKey{"expired", "到期"};
constexpr Text cancelledKey{"cancelled", "取消"};
constexpr Text restartedKey{"set again", "重新设置"};
constexpr Text dueKey{"until it is due", "到期前的剩余时间"};
constexpr Text heading{"Timers", "定时器"};
constexpr Text timersNote{"set, expired, cancelled; a bar is as long as the timer ran",
                          "设置、到期、取消；条的长度就是运行的时间"};
constexpr Text shortTimersNote{"a bar is as long as the timer ran", "条的长度就是运行的时间"};
constexpr Text neverSet{"never set: ", "从未设置："};
constexpr Text noTimer{"No timer runs in this run.", "这次运行中没有定时器。"};
constexpr double goodRow = 1.25; // times the size of its name: each row has its name
constexpr double leastRow = 0.7;

struct RowOfTimer {
    trace::Side side;
    tcp::Timer timer;
};

std::vector<RowOfTimer> usedTimers(const Series& series)
{
    std::vector<RowOfTimer> rows;
    for (const trace::Side side : trace::both_sides)
        for (const tcp::Timer timer : tcp::all_timers)
            if (!series.of(side).timers[static_cast<std::size_t>(timer)].empty()) rows.push_back({side, timer});
    return rows;
}

std::vector<Key> timersLegend(const ViewInput& input)
{
    if (!input.viewport.legend) return {};
    const auto say = [&](const Text& text) { return inLanguage(text, input.display.language); };
    std::vector<Key> keys{{Key::Sign::Swatch, Ink::Timer, say(runningKey), {}},
                          {Key::Sign::Dotted, Ink::Timer, say(dueKey), {}},
                          {Key::Sign::Pale, Ink::Timer, say(overKey), {}}};
    const auto add = [&](TimerRun::End end, Key key) {
        if (anySide(input, [end](const SideSeries& side) { return side.has(end); })) keys.push_back(std::move(key));
    };
    add(TimerRun::End::Expired, {Key::Sign::Dot, Ink::Lost, say(expiredKey), refOf(Term::TimeoutRecovery)});
    add(TimerRun::End::Cancelled, {Key::Sign::Cross, Ink::Muted, say(cancelledKey), {}});
    add(TimerRun::End::Restarted, {Key::Sign::Letter, Ink::Text, say(restartedKey), {}, QStringLiteral("|")});
    return keys;
}

class TimersLane {
public:
    TimersLane(PlotPen& pen, const PlotStyle& style, const ViewInput& input)
        : pen_{pen}, style_{style}, input_{input}, series_{seriesOf(input.staged)}, past_{input}, rows_{usedTimers(
                                                                                                      series_)}
    {}

    /// False where the view has no room for its rows.
    bool draw()
    {
        const std::vector<Key> keys = timersLegend(input_);
        const PlotRows places = rowsOf(style_, input_.viewport.size, {1}, keys);
        const QRectF& chart = places.charts.front();
        frame_ = frameIn(chart);
        const bool sparing = input_.viewport.sparing;
        const QStringList unset = sparing ? QStringList{} : unused();
        const double rest = unset.isEmpty() ? 0 : lineHeight() * (static_cast<double>(unset.size()) + 0.3);
        row_ = std::min(std::floor((frame_.area.height() - rest) / static_cast<double>(rows_.size())), style_.text * 7);
        if (row_ < style_.small * (sparing ? leastRow : goodRow) || frame_.area.width() < 40) return false;
        if (!sparing && widestName() > roomForNames(chart)) return false; // rather smaller letters than cut names
        drawLegend(pen_, style_, keys, places.legend);
        AxisTexts texts;
        texts.heading = inLanguage(heading, input_.display.language);
        for (const Text& note : {timersNote, shortTimersNote})
            texts.notes << inLanguage(note, input_.display.language);
        texts.valueText = [](double) { return QString{}; };
        drawAxes(pen_, style_, frame_, chart, texts);
        for (std::size_t i = 0; i < rows_.size(); ++i)
            row(rows_[i], frame_.area.top() + static_cast<double>(i) * row_);
        write(unset);
        drawNow(pen_, style_, frame_, past_.now());
        return true;
    }

private:
    QString nameOfRow(const RowOfTimer& row) const
    {
        return withoutGaps(endpointName(input_.staged.trace().endpoint(row.side), input_.display.language) + u' ' +
                           inLanguage(tcp::label(row.timer), input_.display.language));
    }

    double widestName() const
    {
        double widest = 0;
        for (const RowOfTimer& row : rows_)
            widest = std::max(widest, textWidth(nameOfRow(row), Face::Sans, style_.small, 600));
        return widest;
    }
    double roomForNames(const QRectF& chart) const { return chart.width() * (input_.viewport.sparing ? 0.45 : 0.35); }

    PlotFrame frameIn(const QRectF& chart) const
    {
        const TimeSpan span = spanShown(endOfTimers(input_.staged), input_.viewport);
        return {dataArea(style_, chart, std::min(widestName(), roomForNames(chart)), true),
                span.from,
                span.to,
                0,
                0.5,
                false};
    }

    void row(const RowOfTimer& row, double top)
    {
        const Ref ref{Ref::Kind::Timer, row.side, static_cast<std::uint32_t>(row.timer)};
        const double middle = std::round(top + row_ / 2);
        const double half = std::min(row_ * 0.3, style_.px(15));
        pen_.still(Line{{frame_.area.left(), middle}, {frame_.area.right(), middle}, 1, Ink::Rule});
        pen_.writeIfFree({elided(nameOfRow(row), Face::Sans, style_.small, 600, frame_.area.left() - style_.px(14)),
                          {frame_.area.left() - style_.px(6), baselineFor(middle, style_.small)},
                          style_.small,
                          Ink::Text,
                          600,
                          Align::Right,
                          Face::Sans,
                          ref});
        free_ = frame_.area.left() - 1;
        bars(series_.of(row.side).timers[static_cast<std::size_t>(row.timer)], {0, middle - half, 0, 2 * half}, ref);
    }
    /// The runs of a timer, of which each ends before the next one begins.
    void bars(const std::vector<TimerRun>& runs, const QRectF& rect, const Ref& ref)
    {
        const auto happened = std::ranges::partition_point(
            runs, [&](const TimerRun& run) { return past_.has(run.record) && run.from <= frame_.to; });
        const auto end = [&](const TimerRun& run) { return isOver(run) ? run.to : past_.now(); };
        auto run = std::partition_point(runs.begin(), happened,
                                        [&](const TimerRun& other) { return end(other) < frame_.from; });
        while (run != happened) {
            bar(*run, rect, ref);
            // The next one, unless this column of pixels has one already.
            run = std::partition_point(std::next(run), happened, [&](const TimerRun& other) {
                const double to = std::clamp(frame_.x(end(other)), frame_.area.left(), frame_.area.right());
                return to - free_ < 0.7 && isOver(other);
            });
        }
    }
    bool isOver(const TimerRun& run) const { return run.ended != trace::no_record && past_.has(run.ended); }
    void bar(const TimerRun& run, QRectF rect, const Ref& ref)
    {
        const bool over = isOver(run);
        const Instant end = over ? run.to : past_.now();
        const double left = frame_.area.left();
        const double right = frame_.area.right();
        const double from = std::clamp(frame_.x(run.from), left, right);
        const double to = std::clamp(frame_.x(end), left, right);
        if (to - free_ < 0.7 && over) return; // this column of pixels has one already
        free_ = to;
        rect.setLeft(from);
        rect.setWidth(std::max(1.5, to - from));
        pen_.still(Box{rect, 0, Ink::Timer}, ref, over ? pastOpacity : 1);
        pen_.still(
            Line{{from, rect.top() - style_.px(2)}, {from, rect.bottom() + style_.px(2)}, style_.px(1.3), Ink::Text},
            ref);
        if (!over) return rest(run, rect, ref);
        if (end > frame_.to) return;
        const QPointF at{to, rect.center().y()};
        const double size = style_.px(8);
        if (run.end == TimerRun::End::Expired)
            pen_.still(Box{{at - QPointF{size / 2, size / 2}, QSizeF{size, size}}, size / 2, Ink::Lost}, ref);
        else if (run.end == TimerRun::End::Cancelled)
            pen_.still(Cross{at, style_.px(3.6), style_.px(1.6), Ink::Muted}, ref);
    }
    void rest(const TimerRun& run, const QRectF& bar, const Ref& ref)
    {
        const double to = std::clamp(frame_.x(run.due), bar.right(), frame_.area.right());
        pen_.moving(
            Line{{bar.right(), bar.center().y()}, {to, bar.center().y()}, style_.px(2), Ink::Timer, Stroke::Dotted},
            ref);
    }

    double lineHeight() const { return std::ceil(style_.small * 1.35); }

    /// The timers that were never set, in as many lines as they need.
    QStringList unused() const
    {
        QStringList names;
        for (const tcp::Timer timer : tcp::all_timers)
            if (std::ranges::none_of(rows_, [&](const RowOfTimer& row) { return row.timer == timer; }))
                names << inLanguage(tcp::label(timer), input_.display.language);
        if (names.isEmpty()) return {};
        const QString words =
            inLanguage(neverSet, input_.display.language) +
            names.join(input_.display.language == Language::English ? QStringLiteral(", ") : QStringLiteral("、"));
        return wrapped(words, Face::Sans, style_.small, 500, frame_.area.width() - style_.px(12), tcp::timer_count);
    }
    void write(const QStringList& unset)
    {
        double y = frame_.area.bottom() - style_.px(6) - lineHeight() * static_cast<double>(unset.size() - 1);
        for (const QString& line : unset) {
            pen_.write({line, {frame_.area.left() + style_.px(6), y}, style_.small, Ink::Muted, 500});
            y += lineHeight();
        }
    }

    PlotPen& pen_;
    const PlotStyle& style_;
    const ViewInput& input_;
    const Series& series_;
    Past past_;
    std::vector<RowOfTimer> rows_;
    PlotFrame frame_;
    double row_ = 0;
    double free_ = 0;
};

} // namespace

Scene timersLane(const ViewInput& input)
{
    if (usedTimers(seriesOf(input.staged)).empty()) return emptyPlot(input, noTimer);
    Scene scene{input.viewport.size};
    const PlotStyle style{input.viewport, input.display};
    PlotPen pen{scene};
    return TimersLane{pen, style, input}.draw() ? scene : Scene{input.viewport.size};
}

} // namespace tcpstage::scene
