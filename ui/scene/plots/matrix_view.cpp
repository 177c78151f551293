// The reaction of the eleven states to eight kinds of segment, as computed by the engine.

#include "core/sources/matrix.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plot_pen.h"
#include "ui/scene/plots/plot_views.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text title{"What each state does with each segment", "每个状态对每种报文段的处理"};
constexpr Text hint{"computed by the engine; click a cell for its run, a state for what it is",
                    "由引擎计算得出；点击单元格观看过程，点击状态查看说明"};
constexpr Text discarded{"discarded", "丢弃"};
constexpr Text takenText{"taken", "收下"};
constexpr Text edgeKey{"colour of the state that follows", "左边线：下一状态的颜色"};
constexpr Text frameKey{"not taken", "虚线框：不收下"};

QString joined(const std::vector<std::string>& replies)
{
    QStringList words;
    for (const std::string& reply : replies)
        words << QString::fromStdString(reply);
    return words.join(QStringLiteral(" + "));
}

class Matrix {
public:
    Matrix(Scene& scene, const ViewInput& input)
        : pen_{scene}, style_{input.viewport, input.display}, staged_{input.staged}, size_{input.viewport.size},
          selection_{input.selection}, display_{input.display}
    {
        const double margin = style_.px(8);
        area_ = QRectF{{}, size_}.adjusted(margin, margin * 0.6, -margin, -margin * 0.5);
        const double usual = std::clamp(std::round(std::min(area_.height() / 48, area_.width() / 68)), 9.0, 54.0);
        const double text = input.viewport.text;
        // Only a window has letters of another size; there the rows can be scrolled.
        scrolls_ = !display_.presenting && text != 1;
        measure(display_.presenting ? style_.small : std::round(usual * std::max(1.0, text)));
        while (scrolls_ && small_ > usual && !holdsAnswers())
            measure(small_ - 1);
        if (input.viewport.legend && !scrolls_) takeLegend(); // else the rows would pass under it
        overflow_ = std::max(0.0, std::ceil(head_ + tcp::state_count * cell_.height() - area_.height()));
        scroll_ = std::clamp(input.viewport.scroll, 0.0, overflow_);
    }

    double overflow() const { return overflow_; }

    void draw()
    {
        if (cell_.height() < 14 || cell_.width() < 40) return;
        for (std::size_t i = 0; i < tcp::state_count; ++i)
            if (isSeen(static_cast<tcp::State>(i))) row(static_cast<tcp::State>(i));
        for (const sources::MatrixCell& cell : sources::state_matrix())
            if (isSeen(cell.state)) draw(cell);
        if (overflow_ > 0) scrollBar();
        drawLegend(pen_, style_, keys_, {area_.left(), area_.bottom(), area_.width(), size_.height() - area_.bottom()});
        if (!display_.presenting) heading();
        for (std::size_t i = 0; i < sources::stimulus_count; ++i)
            column(static_cast<sources::Stimulus>(i));
    }

private:
    /// The sizes of the parts with so large a text.
    void measure(double pixels)
    {
        small_ = pixels;
        stateWidth_ = 0;
        for (std::size_t i = 0; i < tcp::state_count; ++i)
            stateWidth_ = std::max(stateWidth_,
                                   textWidth(stateText(static_cast<tcp::State>(i), display_), Face::Sans, small_, 700));
        stateWidth_ = std::min(stateWidth_ + small_, area_.width() * 0.22);
        const double heading = display_.presenting ? 0 : style_.title * 1.5;
        head_ = heading + small_ * (display_.presenting ? 2.3 : 2.7);
        const double even = (area_.height() - head_) / tcp::state_count;
        const double needed = scrolls_ ? std::ceil(2 * lineHeight() + 4) : 0; // the answer and the next state
        cell_ = {(area_.width() - stateWidth_) / sources::stimulus_count, std::max(even, needed)};
    }

    /// The legend, unless the cells would have fewer lines.
    void takeLegend()
    {
        std::vector<Key> keys{{Key::Sign::Edge, Ink::StateOpen, inLanguage(edgeKey, display_.language), {}},
                              {Key::Sign::Frame, Ink::Rule, inLanguage(frameKey, display_.language), {}}};
        const double high = legendHeight(style_, keys, area_.width());
        const double lower = cell_.height() - high / tcp::state_count;
        if (linesIn(lower) < std::min<std::size_t>(display_.presenting ? 2 : 3, linesIn(cell_.height()))) return;
        cell_.setHeight(lower);
        area_.setBottom(area_.bottom() - high);
        keys_ = std::move(keys);
    }
    /// Of a cell of that height.
    std::size_t linesIn(double height) const
    {
        return static_cast<std::size_t>(std::max(1.0, std::floor((height - 3) / lineHeight())));
    }

    /// The cells are wide enough for the longest answer.
    bool holdsAnswers() const
    {
        const double room = cell_.width() - 2 - style_.px(8);
        return std::ranges::all_of(sources::state_matrix(), [&](const sources::MatrixCell& cell) {
            return cell.replies.empty() || textWidth(answerText(cell), Face::Sans, leastPixels(), 700) <= room;
        });
    }

    bool isSeen(tcp::State state) const
    {
        const QRectF place = placeOf(state, sources::Stimulus::Outside);
        return place.bottom() > area_.top() + head_ + 1 && place.top() < size_.height();
    }

    /// Covers what is scrolled under the names of the columns, and shows how much of it is in sight.
    void scrollBar()
    {
        pen_.still(Box{{0, 0, size_.width(), area_.top() + head_}, 0, Ink::Panel});
        const double top = area_.top() + head_;
        const double high = area_.bottom() - top;
        const double part = high / (high + overflow_);
        pen_.still(Box{{size_.width() - 6, top + scroll_ * part, 4, high * part}, 2, Ink::Muted});
    }

    double lineHeight() const { return small_ * (display_.presenting ? 1.06 : 1.22); }
    static QString answerText(const sources::MatrixCell& cell) { return QStringLiteral("↩ ") + joined(cell.replies); }

    void heading()
    {
        const double base = area_.top() + style_.title;
        const QString words = inLanguage(title, display_.language);
        pen_.write({words, {area_.left(), base}, style_.title, Ink::Text, 700});
        const double from = area_.left() + textWidth(words, Face::Sans, style_.title, 700) + style_.px(12);
        pen_.write({elided(inLanguage(hint, display_.language), Face::Sans, style_.small, 500, area_.right() - from),
                    {from, base},
                    style_.small,
                    Ink::Muted,
                    500});
    }

    QRectF placeOf(tcp::State state, sources::Stimulus stimulus) const
    {
        return {area_.left() + stateWidth_ + static_cast<double>(stimulus) * cell_.width(),
                area_.top() + head_ - scroll_ + static_cast<double>(state) * cell_.height(), cell_.width(),
                cell_.height()};
    }

    void column(sources::Stimulus stimulus)
    {
        const QRectF top = placeOf(tcp::State::Closed, stimulus).translated(0, scroll_);
        const QStringList lines = wrapped(inLanguage(sources::info(stimulus).name, display_.language), Face::Sans,
                                          small_, 700, cell_.width() - 4, 2);
        double y = top.top() - small_ * (0.55 + 1.2 * static_cast<double>(lines.size() - 1));
        for (const QString& line : lines) {
            pen_.write({line, {top.center().x(), y}, small_, Ink::Text, 700, Align::Centre});
            y += small_ * 1.2;
        }
    }

    void row(tcp::State state)
    {
        const QRectF first = placeOf(state, sources::Stimulus::Outside);
        const QRectF rect{area_.left(), first.top() + 1, stateWidth_ - 3, first.height() - 2};
        const Ref ref{Ref::Kind::State, trace::Side::Left, static_cast<std::uint32_t>(state)};
        pen_.still(Box{rect, style_.px(3), inkOf(state)}, ref);
        pen_.write({elided(stateText(state, display_), Face::Sans, small_, 700, rect.width() - 4),
                    baselineFor(rect.center(), small_), small_, Ink::OnState, 700, Align::Centre, Face::Sans, ref});
    }

    Ink inkFor(const sources::MatrixCell& cell) const
    {
        if (cell.next != cell.state) return inkOf(cell.next);
        return Ink::None;
    }

    void draw(const sources::MatrixCell& cell)
    {
        const Ref ref{Ref::Kind::Cell, trace::Side::Left,
                      static_cast<std::uint32_t>(static_cast<std::size_t>(cell.state) * sources::stimulus_count +
                                                 static_cast<std::size_t>(cell.stimulus))};
        const QRectF rect = placeOf(cell.state, cell.stimulus).adjusted(1, 1, -1, -1);
        const bool shown = staged_.scenario.id == sources::cell_source(cell.state, cell.stimulus);
        pen_.still(Box{rect, style_.px(3), cell.taken ? Ink::Paper : Ink::None, shown ? Ink::Selection : Ink::Rule,
                       shown ? style_.px(2) : 1, cell.taken ? Stroke::Solid : Stroke::Dashed},
                   ref);
        if (selection_ == ref) pen_.moving(Box{rect, style_.px(3), Ink::None, Ink::Selection, style_.px(2)});
        if (const Ink ink = inkFor(cell); ink != Ink::None)
            pen_.still(Box{{rect.left(), rect.top(), style_.px(4), rect.height()}, 0, ink}, ref);
        words(cell, rect, ref);
    }

    /// Writes the answer, below it the next state, and the rule's section if there is room.
    void words(const sources::MatrixCell& cell, const QRectF& rect, const Ref& ref)
    {
        struct Part {
            QString text;
            Ink ink;
            int weight;
        };
        std::vector<Part> parts;
        if (!cell.replies.empty()) parts.push_back({answerText(cell), inkOfReply(cell), 700});
        if (cell.next != cell.state)
            parts.push_back({nextText(cell.next, rect.width() - style_.px(8)), Ink::Text, 600});
        if (parts.empty() || (!cell.taken && parts.size() < 2 && cell.replies.empty()))
            parts.push_back({inLanguage(cell.taken ? takenText : discarded, display_.language), Ink::Muted, 500});
        const auto rule = sources::leading_rule(cell);
        const double line = lineHeight();
        const std::size_t fits = linesIn(rect.height() + 2);
        if (rule && parts.size() < fits && !display_.presenting)
            parts.push_back({shortSection(tcp::info(*rule).section), Ink::Faint, 450});
        const std::size_t count = std::min(fits, parts.size());
        double y = baselineFor(rect.center().y() - line * (static_cast<double>(count) - 1) / 2, small_);
        const double room = rect.width() - style_.px(8);
        for (std::size_t i = 0; i < count; ++i, y += line) {
            const Part& part = parts[i];
            double pixels = small_;
            while (pixels > leastPixels() && textWidth(part.text, Face::Sans, pixels, part.weight) > room)
                --pixels;
            pen_.write({elided(part.text, Face::Sans, pixels, part.weight, room),
                        {rect.center().x() + style_.px(2), y},
                        pixels,
                        part.ink,
                        part.weight,
                        Align::Centre,
                        Face::Sans,
                        ref});
        }
    }
    /// The next state, in the longest form that fits: "→ SYN-RECEIVED", "SYN-RECEIVED", or "SYN RCVD" as in figure 5 of
    /// RFC 9293. The cell's bold edge also has the state's colour.
    QString nextText(tcp::State next, double room) const
    {
        const QString name = stateText(next, display_);
        const auto fits = [&](const QString& text) { return textWidth(text, Face::Sans, leastPixels(), 600) <= room; };
        const QString arrow = QStringLiteral("→ ") + name;
        if (fits(arrow)) return arrow;
        if (fits(name) || (next != tcp::State::SynReceived && next != tcp::State::Established)) return name;
        return next == tcp::State::SynReceived ? QStringLiteral("SYN RCVD") : QStringLiteral("ESTAB");
    }
    double leastPixels() const { return display_.presenting ? small_ : std::max(8.0, small_ * 0.8); }
    static QString shortSection(std::string_view section)
    {
        QString text = plain(section);
        return text.startsWith(QLatin1String("RFC 9293 ")) ? text.mid(9) : text;
    }
    static Ink inkOfReply(const sources::MatrixCell& cell)
    {
        const std::string& first = cell.replies.front();
        if (first.find("RST") != std::string::npos) return Ink::SegmentRst;
        if (first.find("SYN") != std::string::npos) return Ink::SegmentSyn;
        return Ink::SegmentAck;
    }

    PlotPen pen_;
    PlotStyle style_;
    const StagedRun& staged_;
    QSizeF size_;
    const Ref& selection_;
    const DisplayOptions& display_;
    QRectF area_; // without the legend
    std::vector<Key> keys_;
    QSizeF cell_;
    double small_ = 10;
    double stateWidth_ = 0;
    double head_ = 0;
    bool scrolls_ = false;
    double overflow_ = 0; // by how much the rows are higher than the view
    double scroll_ = 0;
};

} // namespace

Scene stateMatrix(const ViewInput& input)
{
    Scene scene{input.viewport.size};
    Matrix{scene, input}.draw();
    return scene;
}

double matrixOverflow(const ViewInput& input)
{
    Scene scene;
    return Matrix{scene, input}.overflow();
}

} // namespace tcpstage::scene
