#include "ui/scene/whole_caption.h"

#include "core/captions/caption.h"
#include "ui/scene/caption_foot.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <cmath>
#include <iterator>

namespace tcpstage::scene {

namespace {

constexpr double titleLine = 1.25; // line heights, in font sizes
constexpr double textLine = 1.38;

/// How the title, the source and the quieter line of a caption stand in a width.
struct Heading {
    double pixels;
    bool sourceFits; // beside the title
    bool besideFits; // between the two
    QStringList lines;
};

double besideAt(const Caption& said, const WordRoom& room, double pixels)
{
    return textWidth(said.title, Face::Sans, pixels, 700) + room.margin();
}

Heading headingOf(const Caption& said, const WordRoom& room)
{
    const double width = room.width();
    const double source = textWidth(said.source, Face::Sans, room.smallest, 500);
    const auto besides = [&](double size) { return besideAt(said, room, size) + source <= width; };
    double pixels = room.title; // shrunk to fit beside the source, else shown without it
    while (!besides(pixels) && pixels > std::max(room.title * 0.75, room.smallest))
        --pixels;
    const bool fits = besides(pixels);
    if (!fits) pixels = room.title;
    while (!fits && textWidth(said.title, Face::Sans, pixels, 700) > width && pixels > room.smallest)
        --pixels;
    const double free = width - source - room.margin() - besideAt(said, room, pixels);
    return {pixels, fits, textWidth(said.beside, Face::Sans, room.smallest, 500) <= free,
            wrapped(said.title, Face::Sans, pixels, 700, width, fits ? 1 : 2)};
}

void addWords(Scene& scene, const Caption& said, const WordRoom& room)
{
    const double left = room.area.left() + room.margin();
    const double width = room.width();
    const auto add = [&](const QString& words, QPointF at, double pixels, Ink ink, int weight, Align align) {
        scene.moving.push_back({Label{words, at, pixels, ink, Face::Sans, weight, align, 0}, {}, 1});
    };
    const double source = textWidth(said.source, Face::Sans, room.smallest, 500);
    const Heading heading = headingOf(said, room);
    const bool fits = heading.sourceFits;
    double y = room.base() - std::round(heading.pixels * titleLine);
    for (const QString& line : heading.lines)
        add(line, {left, y += std::round(heading.pixels * titleLine)}, heading.pixels, room.head, 700, Align::Left);
    if (fits) add(said.source, {left + width, room.base()}, room.smallest, Ink::Muted, 500, Align::Right);
    if (fits && !said.beside.isEmpty() && heading.besideFits)
        add(said.beside, {left + besideAt(said, room, heading.pixels), room.base()}, room.smallest, Ink::Muted, 500,
            Align::Left);
    WordRoom below = room; // a title of two lines leaves one line less
    below.area.setTop(room.area.top() + y - room.base());
    const double pixels = below.holds(said) ? room.text : room.smallest;
    const int most = std::max(1, below.lines(pixels));
    const QStringList lines = wrapped(wholeSentences(said.text, pixels, 450, width, most, QStringLiteral(" …")),
                                      Face::Sans, pixels, 450, width, most);
    for (const QString& line : lines) {
        y += std::round(pixels * textLine);
        add(line, {left, y}, pixels, room.ink, 450, Align::Left);
    }
    const qsizetype leftOver = most - lines.size();
    if (fits && !heading.besideFits) // below, if all of it has room there
        if (const auto under =
                wrapped(said.beside, Face::Sans, room.smallest, 500, width, static_cast<int>(leftOver) + 1);
            under.size() <= leftOver)
            for (const QString& line : under)
                add(line, {left, y += std::round(pixels * textLine)}, room.smallest, Ink::Muted, 500, Align::Left);
    if (fits || said.source.isEmpty()) return;
    const double last = lines.isEmpty() ? width : textWidth(lines.back(), Face::Sans, pixels, 450);
    if (last + room.margin() + source > width && lines.size() >= most) return;
    if (last + room.margin() + source > width) y += std::round(pixels * textLine);
    add(said.source, {left + width, y}, room.smallest, Ink::Muted, 500, Align::Right);
}

constexpr qsizetype leastLines = 2;
constexpr int mostCaptionLines = 30;
/// Whether nothing is said of a world yet but what the lesson is about, which its other world says as well.
bool isSilent(const StagedRun& world, StageTime time)
{
    return world.timeMap.stepsUntil(time) == 0 &&
           captions::note_at(world.captioned(), world.timeMap.moment(time)) == nullptr;
}

/// The height that a caption needs in letters of that size; `all`: with its quieter line and its source.
double heightOf(const Caption& said, const WordRoom& room, double pixels, bool all = false)
{
    const Heading heading = headingOf(said, room);
    const QStringList text = wrapped(said.text, Face::Sans, pixels, 450, room.width(), mostCaptionLines);
    qsizetype lines = text.size();
    if (all && heading.sourceFits && !heading.besideFits)
        lines += wrapped(said.beside, Face::Sans, room.smallest, 500, room.width(), mostCaptionLines).size();
    const double source = textWidth(said.source, Face::Sans, room.smallest, 500) + room.margin();
    const double last = text.isEmpty() ? room.width() : textWidth(text.back(), Face::Sans, pixels, 450);
    if (all && !heading.sourceFits && last + source > room.width()) ++lines;
    return room.base() - room.area.top() + room.margin() * 0.5 +
           static_cast<double>(std::max<qsizetype>(heading.lines.size(), 1) - 1) *
               std::round(heading.pixels * titleLine) +
           static_cast<double>(std::max(leastLines, lines)) * std::ceil(pixels * textLine) + 2;
}

/// The captions of two worlds, side by side, and what stands under them.
struct TwoCaptions {
    std::array<Caption, 2> said;
    double pixels; // of both texts
    Foot foot;
    double height; // that they need

    /// Whether nothing is cut, letters are larger, or more of an author's words is there. Reasons give way to what
    /// signs mean.
    bool isFullerThan(const TwoCaptions& other, double room) const
    {
        if (other.height > room && height <= room) return true;
        const auto saysMore = [&](std::size_t i) {
            return said[i].noted && said[i].text.size() > other.said[i].text.size();
        };
        return pixels > other.pixels * 1.15 || saysMore(0) || saysMore(1);
    }
};

/// The fullest words that need no more than `most`: the author's in the usual size, then plain ones, then smaller ones.
TwoCaptions twoCaptions(const ViewInput& input, const WordRoom& whole, const QString& legend, double most)
{
    WordRoom half = whole;
    half.area.setWidth(whole.area.width() / 2);
    TwoCaptions two{{}, whole.text, footOf(input, whole, legend), 0};
    std::array<Caption, 2> simpler;
    for (const std::size_t i : {0U, 1U}) {
        DisplayOptions simple = input.display;
        if (input.display.presenting) simple.depth = Depth::Simple;
        simple.brief = true;
        two.said[i] = caption(input.staged.half(i), input.time, input.display);
        simpler[i] = caption(input.staged.half(i), input.time, simple);
        if (simpler[i].text.size() >= two.said[i].text.size()) simpler[i] = two.said[i];
    }
    const auto fits = [&](double pixels, bool all) {
        two.pixels = pixels;
        two.height = std::max(heightOf(two.said[0], half, pixels, all), heightOf(two.said[1], half, pixels, all)) +
                     two.foot.height();
        return two.height <= most;
    };
    if (fits(whole.text, true) || fits(whole.text, false)) return two;
    for (const std::size_t longer : {0U, 1U}) // only the one that is too long, if that is enough
        if (heightOf(two.said[longer], half, whole.text) + two.foot.height() > most) two.said[longer] = simpler[longer];
    for (double pixels = whole.text; pixels > whole.smallest; --pixels) // no smaller than this step needs
        if (fits(pixels, true) || fits(pixels, false)) return two;
    if (!fits(whole.smallest, true)) fits(whole.smallest, false);
    return two;
}

void addTwoCaptions(Scene& scene, const ViewInput& input, const WordRoom& whole, const QString& legend)
{
    if (isSilent(*input.staged.beside, input.time))
        return addWords(scene, caption(input.staged, input.time, input.display), whole);
    const QRectF& area = whole.area;
    TwoCaptions two = twoCaptions(input, whole, legend, area.height());
    if (TwoCaptions bare = twoCaptions(input, whole, {}, area.height()); bare.isFullerThan(two, area.height()))
        two = std::move(bare);
    const Foot& foot = two.foot;
    for (const std::size_t i : {0U, 1U}) {
        WordRoom room = whole;
        room.text = two.pixels;
        if (isOfBefore(input.staged, i, input.time)) room.ink = room.head = Ink::Muted;
        room.area = {area.left() + (i == 0 ? 0 : area.width() / 2), area.top(), area.width() / 2,
                     area.height() - foot.height()};
        addWords(scene, two.said[i], room);
    }
    addFoot(scene, foot, whole);
}

constexpr double mostForWide = 1.4;      // times the room's height: the ladders need the rest
constexpr double mostForNarrow = 1.5;    // on a screen of 4:3, where a line holds less
constexpr double narrowRoom = 8;         // width, in heights
constexpr std::size_t mostSampled = 200; // steps of a run whose captions are measured
constexpr std::size_t mostOfTwo = 40;    // steps of two runs

/// The texts of the notes and the captions of steps, with the answers: the stage keeps its size when one is shown.
std::vector<Caption> captionsOf(const StagedRun& staged, DisplayOptions display)
{
    display.answer = true;
    std::vector<Caption> all;
    for (const QString& text : noteTexts(staged, display))
        all.push_back({{}, text, {}, {}});
    const bool grows = staged.trace().source() == trace::Source::Live; // measuring all steps after each would be slow
    const std::size_t steps = grows ? 0 : staged.timeMap.stepCount();
    const std::size_t stride = std::max<std::size_t>(1, steps / mostSampled);
    for (std::size_t i = 0; i < steps; i += stride)
        all.push_back(caption(staged, staged.timeMap.at(staged.timeMap.step(i)), display));
    return all;
}

double heightForTwo(const ViewInput& input, const WordRoom& room, const QString& legend = {})
{
    if (!isSilent(*input.staged.beside, input.time)) {
        const double explained = footOf(input, room, legend).height() - footOf(input, room, {}).height();
        const bool narrow = room.area.width() < narrowRoom * room.area.height();
        const double most = room.area.height() * (narrow ? mostForNarrow : mostForWide);
        return twoCaptions(input, room, legend, most + explained).height;
    }
    const Caption said = caption(input.staged, input.time, input.display);
    return heightOf(said, room, room.holds(said) ? room.text : room.smallest, true);
}

/// What every step needs in the smallest letters: under a whole run, whose columns may not change at each step.
double mostForTwo(const StagedRun& staged, const DisplayOptions& display, const WordRoom& room)
{
    WordRoom half = room;
    half.area.setWidth(room.area.width() / 2);
    double most = room.area.height();
    const std::size_t stride = staged.stepCount() / mostOfTwo + 1;
    for (std::size_t i = 0; i < staged.stepCount(); i += stride) {
        const ViewInput input{staged, staged.stepTime(i), {}, {}, display};
        const double foot = footOf(input, room, {}).height();
        for (const std::size_t which : {0U, 1U}) {
            const Caption said = caption(staged.half(which), input.time, display);
            most = std::max(most, heightOf(said, half, room.smallest) + foot);
        }
    }
    return std::ceil(most);
}

/// What at least a third of the steps need: the ladders do not change their height at each step.
double usualForTwo(const StagedRun& staged, const DisplayOptions& display, const WordRoom& room)
{
    std::vector<double> heights;
    const std::size_t stride = staged.stepCount() / mostOfTwo + 1;
    for (std::size_t i = 0; i < staged.stepCount(); i += stride)
        heights.push_back(heightForTwo({staged, staged.stepTime(i), {}, {}, display}, room));
    if (heights.empty()) return room.area.height();
    const auto third = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 3);
    std::ranges::nth_element(heights, third);
    return std::ceil(*third);
}

} // namespace

double captionHeight(const StagedRun& staged, const DisplayOptions& display, const WordRoom& room)
{
    struct Known {
        std::array<std::uint64_t, 2> stagedRuns{};
        double width = 0;
        DisplayOptions display;
        double height = 0;
    };
    thread_local Known known;
    const StagedRun* beside = staged.beside.get();
    const std::array<std::uint64_t, 2> stagedRuns{staged.number, beside ? beside->number : 0};
    if (known.height > 0 && known.stagedRuns == stagedRuns && known.width == room.width() && known.display == display)
        return known.height;
    known = {stagedRuns, room.width(), display, 0};
    if (beside)
        return known.height =
                   display.view == View::Whole ? mostForTwo(staged, display, room) : usualForTwo(staged, display, room);
    WordRoom one = room;
    one.area.moveTop(0);
    const double least = room.area.height();
    double most = 0;
    for (const Caption& said : captionsOf(staged, display))
        most = std::max(most, heightOf(said, one, room.smallest));
    return known.height = std::clamp(std::ceil(most), least, least * 2);
}

double captionHeightNow(const ViewInput& input, const WordRoom& room, const QString& legend)
{
    if (!input.staged.beside) return heightOf(caption(input.staged, input.time, input.display), room, room.smallest);
    return heightForTwo(input, room, legend);
}

/// With the quieter line under the text: beside a long title it would have no room.
Caption withBesideBelow(Caption said)
{
    if (!said.beside.isEmpty()) said.text += u'\n' + said.beside;
    said.beside.clear();
    return said;
}

double heightOfSaid(const Caption& said, const WordRoom& room)
{
    return heightOf(withBesideBelow(said), room, room.smallest);
}

void addSaid(Scene& scene, const Caption& said, const WordRoom& room)
{
    scene.still.push_back({Box{room.area, room.smallest * 0.6, Ink::Caption, Ink::None, 1, Stroke::Solid}, {}, 1});
    Caption all = withBesideBelow(said);
    if (heightOf(all, room, room.smallest) > room.area.height() + 1) { // left out rather than cut
        all = said;
        all.beside.clear();
    }
    addWords(scene, all, room);
}

void addCaption(Scene& scene, const ViewInput& input, const WordRoom& room, const QString& legend)
{
    scene.still.push_back({Box{room.area, room.smallest * 0.6, Ink::Caption, Ink::None, 1, Stroke::Solid}, {}, 1});
    if (input.staged.beside) return addTwoCaptions(scene, input, room, legend);
    Caption said = caption(input.staged, input.time, input.display);
    if (said.beside.isEmpty()) said.beside = legend;
    addWords(scene, said, room);
}

void addIdle(Scene& scene, const ViewInput& input, const WordRoom& room, const QString& hint, const QString& score)
{
    WordRoom above = room;
    const double line = std::round(room.smallest * 1.9);
    above.area.setHeight(room.area.height() - line);
    scene.still.push_back({Box{room.area, room.smallest * 0.6, Ink::Caption, Ink::None, 1, Stroke::Solid}, {}, 1});
    addCaption(scene, input, above, signsLegend(input.staged, scene, input.display.language));
    const double base = baselineFor(room.area.bottom() - line / 2, room.smallest);
    const double scoreWidth = textWidth(score, Face::Sans, room.smallest, 600) + room.margin();
    scene.moving.push_back({Label{elided(hint, Face::Sans, room.smallest, 500, room.width() - scoreWidth),
                                  {room.area.left() + room.margin(), base},
                                  room.smallest,
                                  Ink::Accent,
                                  Face::Sans,
                                  500,
                                  Align::Left,
                                  0},
                            {},
                            1});
    scene.moving.push_back({Label{score,
                                  {room.area.right() - room.margin(), base},
                                  room.smallest,
                                  Ink::Muted,
                                  Face::Sans,
                                  600,
                                  Align::Right,
                                  0},
                            {},
                            1});
}

} // namespace tcpstage::scene
