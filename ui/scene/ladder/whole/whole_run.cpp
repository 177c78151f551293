// The whole run on one page: the ladder in as many columns as its text needs, read from left to right.

#include "ui/scene/ladder/ladder.h"

#include "core/captions/caption.h"
#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/ladder/whole/whole_page.h"
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

constexpr Text sheetOf{"Sheet %1 of %2 (← →)  ·  ", "第 %1 页，共 %2 页（← →） · "};
constexpr Text noRoom{
    "There is no room here for the whole run. A higher window has it, one run alone instead of two, or the "
    "whole screen: Present.",
    "这里放不下全程：请把窗口拉高，只看一次运行，或全屏演示。"};
constexpr double leastColumn = 110;                 // pixels at scale 1: two arrows with their words
constexpr double faint = 0.35;                      // opacity of the areas that are still to come,
constexpr double faintLines = 0.75;                 // and of the lines, which have no colour then
constexpr std::array closer{1.0, 0.92, 0.84, 0.78}; // widths of a column, tried for larger text where nothing is lost
constexpr std::size_t mostTried = 60;               // segments of a run for which they are tried

/// Without its colour, but legible: words keep a contrast of 4.5 : 1, lines 3 : 1.
void makePale(Mark& mark)
{
    if (auto* label = std::get_if<Label>(&mark.shape)) {
        label->ink = Ink::Faint;
    } else if (auto* line = std::get_if<Line>(&mark.shape)) {
        line->ink = Ink::Faint;
        mark.opacity *= faintLines;
    } else if (auto* cross = std::get_if<Cross>(&mark.shape)) {
        cross->ink = Ink::Faint;
        mark.opacity *= faintLines;
    } else {
        mark.opacity *= faint;
    }
}

/// Whether what a mark shows happens after the present step, by the records of its run; empty: it has none.
std::optional<bool> isAfter(const Mark& mark, const StagedRun& staged, StageTime time)
{
    const StagedRun& half = staged.half(mark.ref.run);
    const trace::RecordId now = half.timeMap.moment(time).record;
    const auto after = [now](trace::RecordId record) { return now == trace::no_record || record > now; };
    if (mark.ref.kind == Ref::Kind::Segment) return after(half.trace().transit(mark.ref.id).sent_record);
    if (mark.ref.kind == Ref::Kind::Step) return after(mark.ref.id);
    return {};
}

double titlePixels(const ViewInput& input)
{
    return std::round(input.display.presenting ? input.viewport.size.height() * 0.042 : 15 * input.viewport.text);
}
double titleHeight(const ViewInput& input) { return std::round(titlePixels(input) * 1.7); }

/// The highest point of its line, whose width does not count; or of the mark.
double beginOf(const Mark& mark)
{
    const auto* line = std::get_if<Line>(&mark.shape);
    return line ? std::min(line->from.y(), line->to.y()) : bounds(mark).top();
}

class WholeRun {
public:
    WholeRun(Scene& scene, const ViewInput& input, const WholePage& page)
        : scene_{scene}, input_{input}, end_{endOf(input.staged)}, pixels_{titlePixels(input)},
          top_{titleHeight(input)}, page_{page}
    {}

    void draw()
    {
        const LadderStyle half = halfOf(page_.style);
        if (page_.style.height - half.header < leastColumn * half.scale) return sayNoRoom();
        sheet_ = page_.sheetAt(half.y(input_.time));
        title(page_.sheets());
        const std::size_t first = sheet_ * page_.perSheet;
        for (std::size_t i = first; i < std::min(first + page_.perSheet, page_.columns.size()); ++i)
            column(i, i - first);
    }

private:
    LadderStyle halfOf(const LadderStyle& style) const
    {
        return input_.staged.beside ? halfStyle(style, input_.display) : style;
    }

    static StageTime endOf(const StagedRun& staged)
    {
        return staged.beside ? std::max(staged.timeMap.end(), staged.beside->timeMap.end()) : staged.timeMap.end();
    }

    /// Instead of slivers of arrows on dozens of sheets.
    void sayNoRoom()
    {
        const double margin = std::round(pixels_ * 0.8);
        const double pixels = std::round(pixels_ * 0.9);
        const QSizeF size = input_.viewport.size;
        const auto most = static_cast<int>(std::max(1.0, (size.height() - top_) / (pixels * 1.5)));
        double y = top_ + pixels;
        for (const QString& line : wrapped(inLanguage(noRoom, input_.display.language), Face::Sans, pixels, 500,
                                           size.width() - 2 * margin, most)) {
            scene_.still.push_back(
                {Label{line, {margin, y}, pixels, Ink::Muted, Face::Sans, 500, Align::Left, 0}, {}, 1});
            y += std::round(pixels * 1.5);
        }
        title(1);
    }

    void title(std::size_t sheets)
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
        QString title = QString::fromStdString(input_.staged.scenario.title[language]);
        if (sheets > 1) title.prepend(inLanguage(sheetOf, language).arg(sheet_ + 1).arg(sheets));
        add(elided(title, Face::Sans, pixels_, 700, width - (both ? beside : 0)), margin, pixels_, Ink::Text, 700,
            Align::Left);
        if (both && !rfc.isEmpty()) add(rfc, margin + width, small, Ink::Muted, 500, Align::Right);
    }

    /// Makes pale what is still to come: what happens after the present step, or stands below `now` if it is no event.
    void paleAfter(std::vector<Mark>& marks, double now, const LadderStyle& half) const
    {
        const double foot = now + belowNow(half) - 2;
        for (Mark& mark : marks) {
            const QRectF reach = bounds(mark);
            if (reach.bottom() <= half.header) continue; // the names above the columns
            const bool below = reach.top() >= foot && !(reach.top() < now + wholeFoot * half.scale && isPresent(mark));
            if (isAfter(mark, input_.staged, input_.time).value_or(below)) makePale(mark);
        }
    }

    /// Whether this is the name of the state in which an end is.
    bool isPresent(const Mark& mark) const
    {
        if (mark.ref.kind != Ref::Kind::State || !std::holds_alternative<Label>(mark.shape)) return false;
        const StagedRun& staged = input_.staged.half(mark.ref.run);
        const trace::Moment moment = staged.timeMap.moment(input_.time);
        return staged.trace().at(mark.ref.side, moment).state == static_cast<tcp::State>(mark.ref.id);
    }

    /// How far below the now line stands what the present step has written, such as the name of a state: as far as the
    /// next step allows, and without end after the last one.
    double belowNow(const LadderStyle& style) const
    {
        const StagedRun& staged = input_.staged;
        if (staged.stepsUntil(input_.time) == staged.stepCount()) return std::numeric_limits<double>::infinity();
        const double next = style.y(staged.nextStep(input_.time)) - style.y(input_.time);
        return std::clamp(next - 3, 0.0, wholeFoot * style.scale);
    }

    /// Whether a mark of the ladder belongs to this column: what is about a segment by its sending, all else by its
    /// height, and both count for a very long one. A name stands with the box around it.
    bool belongs(const Mark& mark, const std::vector<Mark>& boxes, const Shown& shown, double cut) const
    {
        if (mark.ref.kind != Ref::Kind::Segment) {
            const QRectF own = bounds(mark);
            const auto around = [&](const Mark& box) { return bounds(box).contains(own.center()); };
            const auto box = std::ranges::find_if(boxes, around);
            return (box == boxes.end() ? own : bounds(*box)).top() < cut;
        }
        const StagedRun& half = input_.staged.half(mark.ref.run);
        const TransitSpan way = spanOf(half.trace().transit(mark.ref.id), half.timeMap);
        return shown.has(way) && (way.to - way.from <= shown.longFrom || beginOf(mark) < cut);
    }

    /// The ladder between the begin and the end of a column.
    Scene part(const WholePage::Column& column, const LadderStyle& half) const
    {
        LadderView view{{}, page_.style, column.begin - half.header};
        view.style.height = half.header + column.end - column.begin + 3 * half.scale; // clipping leaves so much free
        view.finished = true;
        view.shown = {column.first, column.until, page_.longFrom};
        Scene part{QSizeF{page_.style.width, view.style.height}};
        ViewInput all = input_;
        all.time = end_;
        (input_.staged.beside ? addPair : addLadder)(part, all, view, true);
        const bool last = &column == &page_.columns.back();
        const double cut = last ? view.style.height : (&column + 1)->begin - view.scroll;
        std::vector<Mark> boxes; // that the cut passes through
        for (const std::vector<Mark>* marks : {&part.still, &part.moving})
            std::ranges::copy_if(*marks, std::back_inserter(boxes), [&](const Mark& mark) {
                return std::holds_alternative<Box>(mark.shape) && mark.ref.kind != Ref::Kind::Segment &&
                       bounds(mark).top() < cut && bounds(mark).bottom() > cut;
            });
        for (std::vector<Mark>* marks : {&part.still, &part.moving})
            std::erase_if(*marks, [&](const Mark& mark) { return !belongs(mark, boxes, view.shown, cut); });
        std::erase_if(part.hints, [&](const Hint& hint) { return hint.area.top() >= cut; });
        return part;
    }

    /// Names the states in which both ends are where a column goes on, unless other words stand there.
    void nameStates(Scene& part, const WholePage::Column& column, const LadderStyle& half) const
    {
        std::vector<QRectF> words;
        for (const std::vector<Mark>* marks : {&part.still, &part.moving})
            for (const Mark& mark : *marks)
                if (bounds(mark).top() < half.header + 40 * half.scale && !std::holds_alternative<Line>(mark.shape))
                    words.push_back(bounds(mark));
        for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
            if (run == 1 && !input_.staged.beside) break;
            const StagedRun& staged = input_.staged.half(run);
            const trace::Moment moment = staged.timeMap.moment(half.time(column.begin));
            const double shift = run == 0 ? 0 : page_.style.width - half.width;
            for (const trace::Side side : trace::both_sides) {
                const trace::EndpointInfo& end = staged.trace().endpoint(side);
                if (staged.trace().is_scripted(side) || end.without.tcp) continue;
                const tcp::State state = staged.trace().at(side, moment).state;
                const bool left = side == trace::Side::Left;
                const double gap = half.band / 2 + 8 * half.scale;
                const Label label{
                    stateText(end, state, input_.display),
                    {shift + (left ? half.left - gap : half.right + gap), std::round(half.header + 13 * half.scale)},
                    half.statePixels,
                    Ink::Muted,
                    Face::Sans,
                    700,
                    left ? Align::Right : Align::Left,
                    0};
                const Mark mark{label, {Ref::Kind::State, side, static_cast<std::uint32_t>(state), run}, 1};
                const auto touches = [&](const QRectF& other) { return other.intersects(bounds(mark)); };
                if (std::ranges::none_of(words, touches)) part.still.push_back(mark);
            }
        }
    }

    /// With gaps where words are.
    void nowLine(Scene& part, double now, double scale) const
    {
        Spans words;
        for (const std::vector<Mark>* marks : {&part.still, &part.moving})
            addWordsAcross(words, *marks, now, page_.style.width, 3 * scale);
        std::ranges::sort(words);
        words.emplace_back(page_.style.width, page_.style.width);
        double from = 0;
        for (const auto& [begins, ends] : words) {
            if (begins > from)
                part.moving.push_back(
                    {Line{{from, now}, {begins, now}, std::max(1.0, 1.2 * scale), Ink::Now, Stroke::Dotted, 0}, {}, 1});
            from = std::max(from, ends);
        }
    }

    void column(std::size_t number, std::size_t place)
    {
        const LadderStyle half = halfOf(page_.style);
        const WholePage::Column& column = page_.columns[number];
        Scene part = this->part(column, half);
        if (number > 0) nameStates(part, column, half);
        if (input_.time < end_) {
            const double now = half.y(input_.time) - column.begin + half.header;
            for (std::vector<Mark>* marks : {&part.still, &part.moving})
                paleAfter(*marks, now, half);
            const bool last = number + 1 == page_.columns.size();
            const double end = last ? column.end : page_.columns[number + 1].begin;
            if (now >= half.header && now < half.header + end - column.begin) nowLine(part, now, half.scale);
        }
        const double left = static_cast<double>(place) * (page_.style.width + page_.gap);
        if (place > 0) {
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
    const WholePage& page_;
    std::size_t sheet_ = 0;
};

/// How much of the words a page shows, and the smallest type of those at an arrow.
struct Legible {
    std::size_t letters = 0;
    double smallest = std::numeric_limits<double>::infinity();
    bool isWorseThan(const Legible& other) const { return letters < other.letters || smallest < other.smallest; }
};
Legible legibleOn(const ViewInput& input, const WholePage& page)
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
WholePage bestPage(const ViewInput& input, QSizeF size)
{
    WholePage best = wholePage(input, size, closer.front());
    if (best.sheets() > 1 || input.staged.trace().transits().size() > mostTried) return best;
    Legible wanted = legibleOn(input, best);
    for (std::size_t i = 1; i < closer.size(); ++i) {
        WholePage page = wholePage(input, size, closer[i]);
        const Legible found = legibleOn(input, page);
        if (page.style.scale <= best.style.scale || found.isWorseThan(wanted)) continue;
        best = std::move(page);
        wanted = found;
    }
    return best;
}

} // namespace

/// That of the last run and size asked for: it stays the same from step to step.
const WholePage& shownPage(const ViewInput& input)
{
    const QSizeF size{input.viewport.size.width(), input.viewport.size.height() - titleHeight(input)};
    struct Known {
        std::array<std::uint64_t, 2> runs{};
        QSizeF size;
        double text = 0;
        DisplayOptions display;
        std::optional<WholePage> page;
    };
    thread_local Known known;
    const StagedRun* beside = input.staged.beside.get();
    const std::array<std::uint64_t, 2> runs{input.staged.number, beside ? beside->number : 0};
    if (!known.page || known.runs != runs || known.size != size || known.text != input.viewport.text ||
        !(known.display == input.display))
        known = {runs, size, input.viewport.text, input.display, bestPage(input, size)};
    return *known.page;
}

Scene wholeRun(const ViewInput& input)
{
    Scene scene{input.viewport.size};
    WholeRun{scene, input, shownPage(input)}.draw();
    return scene;
}

} // namespace tcpstage::scene
