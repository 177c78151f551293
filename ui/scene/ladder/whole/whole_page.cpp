#include "ui/scene/ladder/whole/whole_page.h"

#include "ui/scene/ladder/ladder_builder.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tcpstage::scene {

namespace {

constexpr double narrowColumn = 450;   // pixels at scale 1: the numbers of a SYN, ACK have room
constexpr double narrowPair = 930;     // two of them, a little closer, and the strip between them
constexpr double leastScale = 1;       // text of 11 pixels and more
constexpr double leastProjected = 1.2; // at a height of 760
constexpr double wellProjected = 1.6;  // of many segments: rather several sheets that the last row reads
constexpr std::size_t fewSegments = 24;
constexpr double windowScale = 1.4; // the largest text in the window
constexpr double projectedScale = 2.5;
constexpr double goodEnough = 0.85;  // fewer columns are preferred to text that is larger by less than this
constexpr double mostStretch = 1.5;  // of time, where the columns have room below
constexpr double mostSqueezed = 0.5; // of the usual distance between two steps, before a second sheet is begun
constexpr double littleCloser = 0.87;
constexpr double onSheets = 0.7;     // the distance where there is more than one sheet
constexpr double leastStretch = 0.2; // of a run that still has sheets
constexpr int manyTimes = 4;         // as long as the middle one: a segment that may be in several columns
constexpr double muchLower = 0.15;   // of the column: a break between two segments, rather than a quiet one
constexpr double muchTooLow = 0.3;   // of the column: a break beside segments under way, rather than an empty column
constexpr std::size_t mostColumns = 8;
constexpr std::size_t mostSheets = 12;
constexpr int attempts = 9;                      // of a bisection
constexpr StageTime quietGap = room::pixels(40); // between two steps where a column may end
constexpr double aboveStep = 22; // pixels at scale 1: a call's tag stands above its step, words above an arrow
constexpr double belowStep = 26; // the name of a state stands under it, or of the last segment

/// A segment under way, and the latest end of all that are sent before or with it, but for very long ones.
struct Way {
    TransitSpan span;
    StageTime latest;
    StageTime length() const { return span.to - span.from; }
};

/// The length above which a segment is a very long one: an old duplicate, which may be in several columns.
StageTime longFrom(const std::vector<Way>& ways)
{
    if (ways.empty()) return StageTime::max();
    std::vector<StageTime> lengths;
    lengths.reserve(ways.size());
    for (const Way& way : ways)
        lengths.push_back(way.length());
    const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
    std::ranges::nth_element(lengths, middle);
    return *middle * manyTimes;
}

/// In order of sending, of both worlds.
std::vector<Way> waysOf(const StagedRun& staged)
{
    std::vector<Way> ways;
    for (const std::size_t which : {0U, 1U}) {
        if (which == 1 && !staged.beside) break;
        const StagedRun& half = staged.half(which);
        for (std::size_t i = 0; i < half.trace().transits().size(); ++i)
            ways.push_back({spanOf(half.trace().transit(static_cast<trace::TransitId>(i)), half.timeMap), {}});
    }
    std::ranges::sort(ways, {}, [](const Way& way) { return way.span.from; });
    StageTime latest{};
    const StageTime longest = longFrom(ways);
    for (Way& way : ways)
        way.latest = latest = way.length() > longest ? latest : std::max(latest, way.span.to);
    return ways;
}

/// Where a column may end: the next one has what comes from `first` on, all else has ended by `latest`.
struct Break {
    StageTime first;
    StageTime latest;
};

/// Breaks where nothing is under way and nothing is written.
std::vector<Break> quietBreaks(const StagedRun& staged, const std::vector<Way>& ways)
{
    std::vector<Break> quiet;
    auto way = ways.begin();
    StageTime busy{}; // until then something is under way
    for (std::size_t i = 1; i < staged.stepCount(); ++i) {
        const StageTime at = staged.stepTime(i);
        for (; way != ways.end() && way->span.from < at; ++way)
            busy = way->latest;
        if (busy < at && at - staged.stepTime(i - 1) >= quietGap)
            quiet.push_back({at, std::max(busy, staged.stepTime(i - 1))});
    }
    return quiet;
}

/// Breaks between the end of all earlier segments and the sending of the next one.
std::vector<Break> clearBreaks(const std::vector<Way>& ways)
{
    std::vector<Break> clear;
    for (std::size_t i = 1; i < ways.size(); ++i) {
        const StageTime from = ways[i].span.from;
        if (from >= ways[i - 1].latest && from > ways[i - 1].span.from) clear.push_back({from, ways[i - 1].latest});
    }
    return clear;
}

/// Finds the page for a run and a size.
class PageMaker {
public:
    /// `projected`: the least scale on a projector.
    PageMaker(const ViewInput& input, QSizeF size, double width, double projected)
        : staged_{input.staged}, display_{input.display}, size_{size},
          narrowest_{width * (staged_.beside ? narrowPair : narrowColumn)},
          least_{display_.presenting ? std::max(leastScale, projected * size.height() / 760)
                                     : leastScale * input.viewport.text},
          largest_{display_.presenting ? std::max(least_, projectedScale * size.height() / 760)
                                       : windowScale * input.viewport.text}
    {
        if (isFarTooLong()) return; // a break between two segments would not be seen
        ways_ = waysOf(staged_);
        quiet_ = quietBreaks(staged_, ways_);
        clear_ = clearBreaks(ways_);
    }

    WholePage make() const
    {
        if (isFarTooLong()) return compressed();
        std::vector<std::pair<double, std::size_t>> found; // scale and number of columns
        for (std::size_t columns = 1; columns <= mostColumns; ++columns)
            if (const double scale = scaleFor(columns); scale > 0) found.emplace_back(scale, columns);
        if (found.empty()) return dense();
        const double best = std::ranges::max(found).first;
        const auto chosen =
            *std::ranges::find_if(found, [&](const auto& each) { return each.first >= best * goodEnough; });
        // Time is stretched as far as the columns have room: steeper arrows have more room for their words.
        const auto stretched = [&](double stretch) { return fits(chosen.second, chosen.first, stretch); };
        return page(chosen.second, chosen.first, largest(1, mostStretch, stretched));
    }

private:
    double gap() const { return std::round(std::clamp(size_.width() * 0.012, 8.0, 24.0)); }
    double columnWidth(std::size_t columns) const
    {
        return std::floor((size_.width() - static_cast<double>(columns - 1) * gap()) / static_cast<double>(columns));
    }

    /// Whether the run is longer than all sheets, with its steps as close to each other as they ever are.
    bool isFarTooLong() const
    {
        const double least = seconds(end()) * room::pixels_per_second * least_ * leastStretch;
        return least > static_cast<double>(mostSheets * denseColumns()) * size_.height();
    }
    StageTime end() const
    {
        const StageTime end = staged_.timeMap.end();
        return staged_.beside ? std::max(end, staged_.beside->timeMap.end()) : end;
    }

    WholePage page(std::size_t columns, double scale, double stretch) const
    {
        LadderStyle style{{columnWidth(columns), size_.height()}, scale, display_};
        style.stretch = stretch;
        style.least = least_ * leastText;
        const LadderStyle half = staged_.beside ? halfStyle(style, display_) : style;
        WholePage made{style, {{half.header, 0}}, columns, gap(), longFrom(ways_)};
        double end = half.y(staged_.timeMap.end()) + std::max(wholeFoot * half.scale, mismatchHeight(staged_, half));
        if (staged_.beside) end = std::max(end, half.y(staged_.beside->timeMap.end()) + wholeFoot * half.scale);
        const double room = std::max(40.0, size_.height() - half.header - 4 * half.scale);
        while (end - made.columns.back().begin > room && made.columns.size() <= mostSheets * mostColumns)
            addBreak(made.columns, half, room);
        made.columns.back().end = end;
        return made;
    }

    /// Ends the last column and begins the next one.
    void addBreak(std::vector<WholePage::Column>& columns, const LadderStyle& style, double room) const
    {
        WholePage::Column& last = columns.back();
        const double bottom = last.begin + room;
        const double lowest = bottom - belowStep * style.scale; // for an arrow's end: a state is named under it
        WholePage::Column next;
        StageTime until{};
        const Break* quiet = latest(quiet_, style, last.begin + room / 2, lowest);
        const Break* clear = latest(clear_, style, last.begin + room / 3, lowest);
        if (quiet && clear && style.y(clear->first) - style.y(quiet->first) > room * muchLower) quiet = nullptr;
        const Break* chosen = quiet ? quiet : clear;
        const Way* way = latestWay(style, last.begin + room / 5, lowest);
        if (chosen && way && style.y(way->span.from) - style.y(chosen->first) > room * muchTooLow) chosen = nullptr;
        if (chosen) {
            next = {style.y(chosen->first) - aboveStep * style.scale, 0, chosen->first};
            last.end = style.y(chosen->latest) + 2;
        } else if (way) {
            next = {style.y(way->span.from) - aboveStep * style.scale, 0, way->span.from};
            last.end = style.y((way - 1)->latest) + 2;
        } else {
            next = {bottom, 0, firstAt(style.time(bottom))}; // a segment is longer than the column: it is in both
            until = style.time(bottom);
        }
        next.begin = std::floor(next.begin);
        last.until = std::max(next.first, until);
        last.end = std::min(bottom, std::max(last.end, next.begin) + belowStep * style.scale);
        columns.push_back(next);
    }

    /// The last of the breaks between two heights; nullptr if there is none.
    static const Break* latest(const std::vector<Break>& breaks, const LadderStyle& style, double least, double most)
    {
        const auto after =
            std::ranges::upper_bound(breaks, most, {}, [&](const Break& each) { return style.y(each.latest) + 2; });
        if (after == breaks.begin() || style.y(std::prev(after)->first) <= least) return nullptr;
        return &*std::prev(after);
    }

    /// The last segment before which a column may end: all that are sent before it end within the column.
    const Way* latestWay(const LadderStyle& style, double least, double most) const
    {
        const auto ends = [&](const Way& way) { return style.y(way.latest) + 2; };
        auto way = std::ranges::upper_bound(ways_, most, {}, ends); // those before it end in time
        while (way != ways_.begin() && way != ways_.end() && way->span.from == std::prev(way)->span.from)
            --way;
        if (way == ways_.begin() || way == ways_.end() || style.y(way->span.from) - aboveStep * style.scale <= least)
            return nullptr;
        return &*way;
    }

    /// When the first segment was sent that is under way at a time.
    StageTime firstAt(StageTime time) const
    {
        const auto way = std::ranges::upper_bound(ways_, time, {}, &Way::latest);
        return way == ways_.end() ? time : std::min(time, way->span.from);
    }

    /// Whether a page has room for all columns, and divides no segment.
    bool fits(std::size_t columns, double scale, double stretch) const
    {
        const WholePage made = page(columns, scale, stretch);
        const auto divides = [&](std::size_t i) { return made.columns[i].until > made.columns[i + 1].first; };
        for (std::size_t i = 0; i + 1 < std::min(made.columns.size(), columns); ++i)
            if (divides(i)) return false;
        return made.columns.size() <= columns;
    }

    /// The largest value between the two at which the run fits; 0 if there is none.
    template <typename Fits> static double largest(double low, double high, const Fits& fits)
    {
        if (high < low || !fits(low)) return 0;
        if (fits(high)) return high;
        for (int i = 0; i < attempts; ++i) {
            const double middle = (low + high) / 2;
            (fits(middle) ? low : high) = middle;
        }
        return low;
    }

    /// The largest scale at which the run fits into so many columns; 0 if there is none.
    double scaleFor(std::size_t columns) const
    {
        return largest(least_, std::min(largest_, columnWidth(columns) / narrowest_),
                       [&](double scale) { return fits(columns, scale, 1); });
    }

    std::size_t denseColumns() const
    {
        const auto wanted = static_cast<std::size_t>((size_.width() + gap()) / (narrowest_ * least_ + gap()));
        return std::clamp<std::size_t>(wanted, 1, mostColumns);
    }

    /// A run that does not fit: its steps closer to each other, then on several sheets, then compressed.
    WholePage dense() const
    {
        const std::size_t columns = denseColumns();
        const double squeezed =
            largest(mostSqueezed, 1, [&](double stretch) { return fits(columns, least_, stretch); });
        if (squeezed > 0) return page(columns, least_, squeezed);
        double close = std::min(onSheets, stretchForTallest());
        std::size_t sheets = page(columns, least_, close).sheets();
        // A little closer, rather than a last sheet with hardly anything on it.
        if (const std::size_t fewer = page(columns, least_, close * littleCloser).sheets(); fewer < sheets) {
            close *= littleCloser;
            sheets = fewer;
        }
        if (sheets <= mostSheets) {
            // As far apart as the sheets have room: no column of the last one stays empty.
            const auto needsNoMore = [&](double stretch) { return page(columns, least_, stretch).sheets() <= sheets; };
            return page(columns, least_, largest(close, std::max(close, stretchForTallest()), needsNoMore));
        }
        return compressed();
    }

    /// On one sheet, all its columns full.
    WholePage compressed() const
    {
        const std::size_t columns = denseColumns();
        const double room = static_cast<double>(columns) * size_.height();
        const double most = room / (seconds(end()) * room::pixels_per_second * least_);
        constexpr double part = 0.1; // of a column is used at least, above a break
        const double stretch = largest(most * part, most, [&](double tried) { return fits(columns, least_, tried); });
        return page(columns, least_, std::max(stretch, most * part));
    }

    /// At which the tallest arrow that is no very long one takes a good half of a column.
    double stretchForTallest() const
    {
        StageTime tallest{1};
        const StageTime longest = longFrom(ways_);
        for (const Way& way : ways_)
            if (way.length() <= longest) tallest = std::max(tallest, way.length());
        const double room = size_.height() - 110 * least_; // without the names above it
        return std::clamp(0.6 * room / (seconds(tallest) * room::pixels_per_second * least_), leastStretch,
                          mostStretch);
    }

    const StagedRun& staged_;
    const DisplayOptions& display_;
    QSizeF size_;
    std::vector<Way> ways_;
    std::vector<Break> quiet_;
    std::vector<Break> clear_;
    double narrowest_;
    double least_;
    double largest_;
    static constexpr double leastText = 11; // pixels of a segment's words at scale 1
};

} // namespace

std::size_t WholePage::sheetAt(double now) const
{
    const auto after = std::ranges::upper_bound(columns, now - 1.5, {}, &Column::begin);
    const std::size_t column = after == columns.begin() ? 0 : static_cast<std::size_t>(after - columns.begin()) - 1;
    return column / perSheet;
}

WholePage wholePage(const ViewInput& input, QSizeF size, double width)
{
    const bool one = !input.staged.beside && input.staged.trace().transits().size() > fewSegments;
    return PageMaker{input, size, width, one ? wellProjected : leastProjected}.make();
}

} // namespace tcpstage::scene
