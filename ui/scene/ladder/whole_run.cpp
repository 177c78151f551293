// The whole run on one page: the ladder in as many columns as its text needs, read from left to right.

#include "ui/scene/ladder/ladder.h"

#include "core/captions/caption.h"
#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace tcpstage::scene {

namespace {

constexpr double narrowColumn = 450; // pixels at scale 1: the numbers of a SYN, ACK have room
constexpr double narrowPair = 930;   // two of them, a little closer, and the strip between them
constexpr double leastScale = 0.5;   // text of 7 pixels; a longer run is compressed instead
constexpr double windowScale = 1.4;  // the largest text in the window
constexpr double projectedScale = 2.5;
constexpr double goodEnough = 0.85; // fewer columns are preferred to text that is larger by less than this
constexpr double mostStretch = 1.5; // of time, where the columns have room below
constexpr std::array closer{1.0, 0.92, 0.84, 0.78}; // parts of that width, tried for larger text where nothing is lost
constexpr std::size_t mostTried = 60;               // segments of a run for which they are tried
constexpr std::size_t mostColumns = 8;
constexpr int attempts = 9;                       // of a bisection
constexpr std::size_t mostSpans = 400;            // of a run whose columns end between words
constexpr double faint = 0.35;                    // opacity of what is still to come
constexpr double foot = 26;                       // pixels at scale 1 under the last step, for a state's name
constexpr StageTime quietGap = room::pixels(40);  // between two steps where a column may end
constexpr StageTime aboveStep = room::pixels(22); // a call's tag stands above its step

/// The style of all columns, and where each begins, in pixels of the ladder before scrolling.
struct Page {
    LadderStyle style; // of one column, and of both worlds in it
    std::vector<double> begins;
    double end = 0; // where the last column ends
    double gap = 0;
};

/// When each segment is under way, in order of sending.
std::vector<TransitSpan> spansOf(const StagedRun& staged)
{
    std::vector<TransitSpan> spans;
    for (const std::size_t which : {0U, 1U}) {
        if (which == 1 && !staged.beside) break;
        const StagedRun& half = staged.half(which);
        for (std::size_t i = 0; i < half.trace().transits().size(); ++i)
            spans.push_back(spanOf(half.trace().transit(static_cast<trace::TransitId>(i)), half.timeMap));
    }
    std::ranges::sort(spans, {}, &TransitSpan::from);
    return spans;
}

/// The heights at which nothing is under way and nothing is written.
std::vector<StageTime> quietTimes(const StagedRun& staged, const std::vector<TransitSpan>& spans)
{
    std::vector<StageTime> quiet;
    auto span = spans.begin();
    StageTime busy{}; // until then something is under way
    for (std::size_t i = 1; i < staged.stepCount(); ++i) {
        const StageTime at = staged.stepTime(i);
        for (; span != spans.end() && span->from < at; ++span)
            busy = std::max(busy, span->to);
        if (busy < at && at - staged.stepTime(i - 1) >= quietGap) quiet.push_back(at - aboveStep);
    }
    return quiet;
}

/// Finds the page for a run and a size.
class PageMaker {
public:
    PageMaker(const ViewInput& input, QSizeF size, double part)
        : staged_{input.staged}, display_{input.display}, size_{size}, spans_{spansOf(input.staged)},
          quiet_{quietTimes(input.staged, spans_)}, narrowest_{part * (staged_.beside ? narrowPair : narrowColumn)},
          largest_{display_.presenting ? projectedScale * size.height() / 760 : windowScale * input.viewport.text}
    {}

    Page make() const
    {
        std::vector<std::pair<double, std::size_t>> found; // scale and number of columns
        for (std::size_t columns = 1; columns <= mostColumns; ++columns)
            if (const double scale = scaleFor(columns); scale > 0) found.emplace_back(scale, columns);
        if (found.empty()) return compressed();
        const double best = std::ranges::max(found).first;
        const auto [scale, columns] =
            *std::ranges::find_if(found, [&](const auto& each) { return each.first >= best * goodEnough; });
        return page(columns, scale, stretchFor(columns, scale));
    }

private:
    double gap() const { return std::round(std::clamp(size_.width() * 0.012, 8.0, 24.0)); }
    double columnWidth(std::size_t columns) const
    {
        return std::floor((size_.width() - static_cast<double>(columns - 1) * gap()) / static_cast<double>(columns));
    }

    Page page(std::size_t columns, double scale, double stretch) const
    {
        LadderStyle style{{columnWidth(columns), size_.height()}, scale, display_};
        style.stretch = stretch;
        const LadderStyle half = staged_.beside ? halfStyle(style, display_) : style;
        Page made{style, {half.header}, 0, gap()};
        made.end = half.y(staged_.timeMap.end()) + std::max(foot * half.scale, mismatchHeight(staged_, half));
        if (staged_.beside) made.end = std::max(made.end, half.y(staged_.beside->timeMap.end()) + foot * half.scale);
        const double room = std::max(40.0, size_.height() - half.header - 4 * half.scale);
        while (made.end - made.begins.back() > room && made.begins.size() <= 4 * mostColumns)
            made.begins.push_back(breakBefore(half, made.begins.back(), room));
        return made;
    }

    /// The lowest height at or above `last` at which no segment has its words, in the middle of its arrow; `last` if
    /// there is none below `least`.
    double clearOfWords(const LadderStyle& style, double least, double last) const
    {
        if (spans_.size() > mostSpans) return last;
        double height = last;
        for (bool moved = true; moved;) {
            moved = false;
            for (const TransitSpan& span : spans_) {
                const double from = style.y(span.from);
                const double ends = style.y(span.to);
                const double edge = (ends - from) * 0.1;
                if (from + edge >= height || ends - edge <= height) continue;
                height = from + edge;
                moved = true;
            }
            if (height < least) return last;
        }
        return height;
    }

    /// The lowest quiet height in the lower half of the room, else one between the words of segments, else the end of
    /// the room.
    double breakBefore(const LadderStyle& style, double begin, double room) const
    {
        const double last = begin + room;
        const auto after = std::ranges::upper_bound(quiet_, last, {}, [&](StageTime time) { return style.y(time); });
        if (after != quiet_.begin())
            if (const double height = style.y(*std::prev(after)); height > begin + room / 2) return std::floor(height);
        return std::floor(clearOfWords(style, begin + room / 2, last));
    }

    /// The largest scale at which the run fits into so many columns; 0 if there is none.
    double scaleFor(std::size_t columns) const
    {
        const auto fits = [&](double scale) { return page(columns, scale, 1).begins.size() <= columns; };
        double high = std::min(largest_, columnWidth(columns) / narrowest_);
        double low = leastScale;
        if (high < low || !fits(low)) return 0;
        if (fits(high)) return high;
        for (int i = 0; i < attempts; ++i) {
            const double middle = (low + high) / 2;
            (fits(middle) ? low : high) = middle;
        }
        return low;
    }

    /// By how much time is stretched, so that the columns are filled: steeper arrows have more room for their words.
    double stretchFor(std::size_t columns, double scale) const
    {
        double low = 1;
        double high = mostStretch;
        for (int i = 0; i < attempts; ++i) {
            const double middle = (low + high) / 2;
            (page(columns, scale, middle).begins.size() <= columns ? low : high) = middle;
        }
        return low;
    }

    /// A run that is too long: its text small, and its time compressed until it fits.
    Page compressed() const
    {
        const auto wanted = static_cast<std::size_t>(size_.width() / (narrowest_ * leastScale));
        const std::size_t columns = std::clamp<std::size_t>(wanted, 1, mostColumns);
        double low = 0;
        double high = 1;
        for (int i = 0; i < 2 * attempts; ++i) {
            const double middle = (low + high) / 2;
            (page(columns, leastScale, middle).begins.size() <= columns ? low : high) = middle;
        }
        return page(columns, leastScale, std::max(low, 1e-6));
    }

    const StagedRun& staged_;
    const DisplayOptions& display_;
    QSizeF size_;
    std::vector<TransitSpan> spans_;
    std::vector<StageTime> quiet_;
    double narrowest_;
    double largest_;
};

/// Makes pale what is below `now`, except the names above the columns.
void paleBelow(std::vector<Mark>& marks, double now, double header)
{
    for (Mark& mark : marks) {
        const QRectF reach = bounds(mark);
        if (reach.top() >= now - 2 && reach.bottom() > header) mark.opacity *= faint;
    }
}

double titlePixels(const ViewInput& input)
{
    return std::round(input.display.presenting ? input.viewport.size.height() * 0.042 : 15 * input.viewport.text);
}
double titleHeight(const ViewInput& input) { return std::round(titlePixels(input) * 1.7); }

class WholeRun {
public:
    WholeRun(Scene& scene, const ViewInput& input, const Page& page)
        : scene_{scene}, input_{input}, end_{endOf(input.staged)}, pixels_{titlePixels(input)},
          top_{titleHeight(input)}, page_{page}
    {}

    void draw()
    {
        title();
        for (std::size_t i = 0; i < page_.begins.size(); ++i)
            column(i);
    }

private:
    static StageTime endOf(const StagedRun& staged)
    {
        return staged.beside ? std::max(staged.timeMap.end(), staged.beside->timeMap.end()) : staged.timeMap.end();
    }

    void title()
    {
        const double margin = std::round(pixels_ * 0.8);
        const double width = input_.viewport.size.width() - 2 * margin;
        const Language language = input_.display.language;
        const auto add = [&](const QString& words, double x, double pixels, Ink ink, int weight, Align align) {
            scene_.still.push_back(
                {Label{words, {x, std::round(pixels_ * 1.3)}, pixels, ink, Face::Sans, weight, align, 0}, {}, 1});
        };
        const std::string& sections = input_.staged.scenario.rfc;
        const QString rfc = sections.empty() ? QString{}
                                             : QStringLiteral("RFC ") +
                                                   QString::fromStdString(captions::section_text(sections, language));
        const double small = std::round(pixels_ * 0.85);
        const double beside = rfc.isEmpty() ? 0 : textWidth(rfc, Face::Sans, small, 500) + margin;
        const bool both = beside < width / 2;
        const QString title = QString::fromStdString(input_.staged.scenario.title[language]);
        add(elided(title, Face::Sans, pixels_, 700, width - (both ? beside : 0)), margin, pixels_, Ink::Text, 700,
            Align::Left);
        if (both && !rfc.isEmpty()) add(rfc, margin + width, small, Ink::Muted, 500, Align::Right);
    }

    /// How far below the now line stands what the present step has written, such as the name of a state: as far as the
    /// next step allows, and without end after the last one.
    double belowNow(const LadderStyle& style) const
    {
        const StagedRun& staged = input_.staged;
        if (staged.stepsUntil(input_.time) == staged.stepCount()) return std::numeric_limits<double>::infinity();
        const double next = style.y(staged.nextStep(input_.time)) - style.y(input_.time);
        return std::clamp(next - 3, 0.0, foot * style.scale);
    }

    void column(std::size_t number)
    {
        const LadderStyle half = input_.staged.beside ? halfStyle(page_.style, input_.display) : page_.style;
        const double begin = page_.begins[number];
        const bool last = number + 1 == page_.begins.size();
        const double height = (last ? page_.end : page_.begins[number + 1]) - begin;
        LadderView view{{}, page_.style, begin - half.header};
        view.style.height = half.header + height + 3 * half.scale; // clipping leaves so much free
        view.finished = true;
        Scene part{QSizeF{page_.style.width, view.style.height}};
        ViewInput all = input_;
        all.time = end_;
        (input_.staged.beside ? addPair : addLadder)(part, all, view, true);
        if (input_.time < end_) {
            const double now = half.y(input_.time) - view.scroll;
            for (std::vector<Mark>* marks : {&part.still, &part.moving})
                paleBelow(*marks, now + belowNow(half), half.header);
            if (now >= half.header && now < half.header + height)
                part.moving.push_back({Line{{0, now},
                                            {page_.style.width, now},
                                            std::max(1.0, 1.2 * half.scale),
                                            Ink::Now,
                                            Stroke::Dotted,
                                            0},
                                       {},
                                       1});
        }
        const double left = static_cast<double>(number) * (page_.style.width + page_.gap);
        if (number > 0) {
            const double x = std::round(left - page_.gap / 2);
            scene_.still.push_back(
                {Line{{x, top_}, {x, input_.viewport.size.height() - 4}, 1, Ink::Rule, Stroke::Solid, 0}, {}, 1});
        }
        addMoved(scene_, part, {left, top_});
    }

    Scene& scene_;
    const ViewInput& input_;
    StageTime end_;
    double pixels_; // of the title
    double top_;    // where the columns begin
    const Page& page_;
};

/// How much of the words a page shows, and the smallest type of those at an arrow.
struct Legible {
    std::size_t letters = 0;
    double smallest = std::numeric_limits<double>::infinity();
    bool isWorseThan(const Legible& other) const { return letters < other.letters || smallest < other.smallest; }
};
Legible legibleOn(const ViewInput& input, const Page& page)
{
    Scene scene{input.viewport.size};
    WholeRun{scene, input, page}.draw();
    Legible found;
    for (const std::vector<Mark>* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (const auto* label = std::get_if<Label>(&mark.shape)) {
                found.letters += static_cast<std::size_t>(label->text.size());
                if (mark.ref.kind == Ref::Kind::Segment) found.smallest = std::min(found.smallest, label->pixels);
            }
    return found;
}

/// The page with the largest type on which nothing is lost.
Page bestPage(const ViewInput& input, QSizeF size)
{
    Page best = PageMaker{input, size, closer.front()}.make();
    if (input.staged.trace().transits().size() > mostTried) return best;
    Legible wanted = legibleOn(input, best);
    for (std::size_t i = 1; i < closer.size(); ++i) {
        Page page = PageMaker{input, size, closer[i]}.make();
        const Legible found = legibleOn(input, page);
        if (page.style.scale <= best.style.scale || found.isWorseThan(wanted)) continue;
        best = std::move(page);
        wanted = found;
    }
    return best;
}

/// The page of the last run and size asked for: it stays the same from step to step.
const Page& pageOf(const ViewInput& input, QSizeF size)
{
    struct Known {
        std::array<std::uint64_t, 2> runs{};
        QSizeF size;
        double text = 0;
        DisplayOptions display;
        std::optional<Page> page;
    };
    thread_local Known known;
    const StagedRun* beside = input.staged.beside.get();
    const std::array<std::uint64_t, 2> runs{input.staged.number, beside ? beside->number : 0};
    if (!known.page || known.runs != runs || known.size != size || known.text != input.viewport.text ||
        !(known.display == input.display))
        known = {runs, size, input.viewport.text, input.display, bestPage(input, size)};
    return *known.page;
}

} // namespace

Scene wholeRun(const ViewInput& input)
{
    Scene scene{input.viewport.size};
    const QSizeF size{input.viewport.size.width(), input.viewport.size.height() - titleHeight(input)};
    WholeRun{scene, input, pageOf(input, size)}.draw();
    return scene;
}

} // namespace tcpstage::scene
