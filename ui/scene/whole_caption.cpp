#include "ui/scene/whole_caption.h"

#include "core/captions/caption.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <cmath>
#include <iterator>

namespace tcpstage::scene {

namespace {

/// The text without the last sentences for which there is no room: they are left out rather than cut, and `sign` says
/// so.
QString wholeSentences(QString text, double pixels, int weight, double width, int lines, const QString& sign = {})
{
    QString shown = text;
    while (wrapped(shown, Face::Sans, pixels, weight, width, lines + 1).size() > lines) {
        const qsizetype inside = text.size() - 2;
        qsizetype end = 0;
        for (const QString& mark : {QStringLiteral(". "), QStringLiteral("? "), QStringLiteral("。"),
                                    QStringLiteral("？"), QStringLiteral("\n")})
            end = std::max(end, text.lastIndexOf(mark, inside));
        if (end <= 0) break;
        text.truncate(end + 1);
        shown = text.trimmed() + sign;
    }
    return shown;
}

void addWords(Scene& scene, const Caption& said, const WordRoom& room)
{
    const double left = room.area.left() + room.margin();
    const double width = room.width();
    const auto add = [&](const QString& words, QPointF at, double pixels, Ink ink, int weight, Align align) {
        scene.moving.push_back({Label{words, at, pixels, ink, Face::Sans, weight, align, 0}, {}, 1});
    };
    const double source = textWidth(said.source, Face::Sans, room.smallest, 500);
    const auto besides = [&](double size) {
        return textWidth(said.title, Face::Sans, size, 700) + room.margin() + source <= width;
    };
    double heading = room.title; // shrunk to fit beside the source, else shown without it
    while (!besides(heading) && heading > std::max(room.title * 0.75, room.smallest))
        --heading;
    const bool fits = besides(heading);
    if (!fits) heading = room.title;
    while (!fits && textWidth(said.title, Face::Sans, heading, 700) > width && heading > room.smallest)
        --heading;
    const QStringList title = wrapped(said.title, Face::Sans, heading, 700, width, fits ? 1 : 2);
    double y = room.base() - std::round(heading * 1.25);
    for (const QString& line : title)
        add(line, {left, y += std::round(heading * 1.25)}, heading, Ink::Text, 700, Align::Left);
    if (fits) add(said.source, {left + width, room.base()}, room.smallest, Ink::Muted, 500, Align::Right);
    const double besideAt = left + textWidth(said.title, Face::Sans, heading, 700) + room.margin();
    const double besideRoom = left + width - source - room.margin() - besideAt;
    const bool besideFits = textWidth(said.beside, Face::Sans, room.smallest, 500) <= besideRoom;
    if (fits && !said.beside.isEmpty() && besideFits)
        add(said.beside, {besideAt, room.base()}, room.smallest, Ink::Muted, 500, Align::Left);
    WordRoom below = room; // a title of two lines leaves one line less
    below.area.setTop(room.area.top() + y - room.base());
    const double pixels = below.holds(said) ? room.text : room.smallest;
    const int most = std::max(1, below.lines(pixels));
    const QStringList lines = wrapped(wholeSentences(said.text, pixels, 450, width, most, QStringLiteral(" …")),
                                      Face::Sans, pixels, 450, width, most);
    for (const QString& line : lines) {
        y += std::round(pixels * 1.38);
        add(line, {left, y}, pixels, room.ink, 450, Align::Left);
    }
    const qsizetype leftOver = most - lines.size();
    if (fits && !besideFits) // below, if all of it has room there
        if (const auto under =
                wrapped(said.beside, Face::Sans, room.smallest, 500, width, static_cast<int>(leftOver) + 1);
            under.size() <= leftOver)
            for (const QString& line : under)
                add(line, {left, y += std::round(pixels * 1.38)}, room.smallest, Ink::Muted, 500, Align::Left);
    if (fits || said.source.isEmpty()) return;
    const double last = lines.isEmpty() ? width : textWidth(lines.back(), Face::Sans, pixels, 450);
    if (last + room.margin() + source > width && lines.size() >= most) return;
    if (last + room.margin() + source > width) y += std::round(pixels * 1.38);
    add(said.source, {left + width, y}, room.smallest, Ink::Muted, 500, Align::Right);
}

constexpr qsizetype leastLines = 2;
constexpr int mostCaptionLines = 30;
constexpr double underCaption = 1.35; // line height of the difference between two worlds, in font sizes

/// The size of the difference between two worlds: on a projector a line is read from the last row.
double differencePixels(const WordRoom& room, const DisplayOptions& display)
{
    return display.presenting ? room.text : room.smallest;
}

/// The most lines for the difference between two worlds.
qsizetype mostDifferenceLines(const DisplayOptions& display) { return display.presenting ? 2 : 1; }

/// Whether nothing is said of a world yet but what the lesson is about, which its other world says as well.
bool isSilent(const StagedRun& world, StageTime time)
{
    return world.timeMap.stepsUntil(time) == 0 &&
           captions::note_at(world.captioned(), world.timeMap.moment(time)) == nullptr;
}

/// What the signs on the stage mean.
QStringList legendLines(const ViewInput& input, const WordRoom& room, double pixels, int most)
{
    const QString legend = signsLegend(input.staged, input.time, input.display.language);
    return legend.isEmpty() ? QStringList{} : wrapped(legend, Face::Sans, pixels, 500, room.width(), most);
}

/// Takes the note's text in plain words, if that is shorter.
void shorten(Caption& said, const StagedRun& world, StageTime time, DisplayOptions display)
{
    display.depth = Depth::Simple;
    Caption plainer = caption(world, time, display);
    if (plainer.text.size() < said.text.size()) said = std::move(plainer);
}

/// The captions of two worlds, each in plain words where the others do not fit into `half`.
std::array<Caption, 2> twoCaptions(const ViewInput& input, const WordRoom& half)
{
    std::array<Caption, 2> said;
    for (const std::size_t i : {0U, 1U}) {
        said[i] = caption(input.staged.half(i), input.time, input.display);
        if (input.display.presenting && !half.holds(said[i]))
            shorten(said[i], input.staged.half(i), input.time, input.display);
    }
    return said;
}

/// The height for the lines of the difference between two worlds.
double differenceHeight(const WordRoom& room, const DisplayOptions& display)
{
    const double pixels = differencePixels(room, display);
    return static_cast<double>(mostDifferenceLines(display)) * std::round(pixels * underCaption) + pixels * 0.15;
}

/// The height that a caption needs in letters of that size.
double heightOf(const Caption& said, const WordRoom& room, double pixels)
{
    const bool two = textWidth(said.title, Face::Sans, room.smallest, 700) > room.width(); // lines of the title
    const qsizetype lines = wrapped(said.text, Face::Sans, pixels, 450, room.width(), mostCaptionLines).size();
    return room.base() - room.area.top() + room.margin() * 0.5 +
           static_cast<double>(std::max(leastLines, lines + (two ? 1 : 0))) * pixels * 1.38 + 2;
}

/// The captions of two worlds side by side, and below them their first difference.
void addTwoCaptions(Scene& scene, const ViewInput& input, const WordRoom& whole)
{
    const auto& [staged, time, viewport, selection, display] = input;
    if (isSilent(*staged.beside, time)) return addWords(scene, caption(staged, time, display), whole);
    const QRectF& area = whole.area;
    double pixels = differencePixels(whole, display);
    const double line = std::round(pixels * underCaption);
    const qsizetype most = mostDifferenceLines(display);
    QStringList differs = differencesHere(staged, time, selection, display.language, display.numbers);
    const auto lined = [&, &display = display](int atMost) {
        const QString gap = display.language == Language::English ? QStringLiteral(" ") : QString{};
        const QString all = differs.join(gap);
        const QString shown = atMost > most ? all : wholeSentences(all, pixels, 600, whole.width(), atMost);
        return wrapped(shown, Face::Sans, pixels, 600, whole.width(), atMost);
    };
    while (differs.size() > 1 && lined(static_cast<int>(most) + 1).size() > most) // leave out rather than cut
        differs.removeLast();
    if (lined(static_cast<int>(most) + 1).size() > most) pixels = whole.smallest;
    const QStringList legend = legendLines(input, whole, pixels, static_cast<int>(most));
    QStringList lines = differs.isEmpty() ? QStringList{} : lined(static_cast<int>(most));
    const qsizetype differing = lines.size();
    if (differing + legend.size() <= most) lines += legend;
    const double tall = area.height() - line * static_cast<double>(most) - pixels * 0.15;
    std::array<WordRoom, 2> rooms{whole, whole};
    for (std::size_t i = 0; i < 2; ++i)
        rooms[i].area = {area.left() + (i == 0 ? 0 : area.width() / 2), area.top(), area.width() / 2, tall};
    const std::array<Caption, 2> said = twoCaptions(input, rooms[0]);
    if (!rooms[0].holds(said[0]) || !rooms[1].holds(said[1])) // both in the same size
        rooms[0].text = rooms[1].text = whole.smallest;
    for (std::size_t i = 0; i < 2; ++i)
        addWords(scene, said[i], rooms[i]);
    double y = area.bottom() - pixels * 0.5 - line * static_cast<double>(lines.size() - 1);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const bool ofDifference = i < differing;
        scene.moving.push_back({Label{lines[i],
                                      {area.left() + rooms[0].margin(), y},
                                      pixels,
                                      ofDifference ? Ink::Text : Ink::Muted,
                                      Face::Sans,
                                      ofDifference ? 600 : 500,
                                      Align::Left,
                                      0},
                                {},
                                1});
        y += line;
    }
}

constexpr double mostForTwo = 1.95;      // times the least height: the ladders need the rest
constexpr std::size_t mostSampled = 200; // steps of a run whose captions are measured

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

} // namespace

int WordRoom::lines(double pixels) const
{
    return static_cast<int>((area.bottom() - margin() * 0.5 - base()) / (pixels * 1.38));
}

bool WordRoom::holds(const Caption& said) const
{
    return wrapped(said.text, Face::Sans, text, 450, width(), lines(text) + 1).size() <= lines(text);
}

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
    WordRoom half = room;
    if (beside) half.area.setWidth(room.area.width() / 2);
    std::vector<Caption> captions = captionsOf(staged, display);
    if (beside) std::ranges::copy(captionsOf(*beside, display), std::back_inserter(captions));
    half.area.moveTop(0);
    const double below = beside ? differenceHeight(room, display) : 0;
    const auto needed = [&](double pixels) {
        double most = 0;
        for (const Caption& said : captions)
            most = std::max(most, heightOf(said, half, pixels) + below);
        return most;
    };
    const double least = room.area.height();
    double height = needed(beside ? room.text : room.smallest);
    if (beside && height > mostForTwo * least) height = needed(room.smallest);
    const bool trims = beside && display.presenting && room.text - room.smallest < 2;
    known = {stagedRuns, room.width(), display, std::clamp(std::ceil(height), least, least * (trims ? mostForTwo : 2))};
    return known.height;
}

double captionHeightNow(const ViewInput& input, const WordRoom& room)
{
    if (!input.staged.beside || isSilent(*input.staged.beside, input.time))
        return heightOf(caption(input.staged, input.time, input.display), room, room.smallest);
    WordRoom half = room;
    half.area.setWidth(room.area.width() / 2);
    const double below = differenceHeight(room, input.display);
    half.area.setHeight(room.area.height() - below);
    const std::array<Caption, 2> said = twoCaptions(input, half);
    return std::max(heightOf(said[0], half, half.smallest), heightOf(said[1], half, half.smallest)) + below;
}

void addSaid(Scene& scene, const Caption& said, const WordRoom& room)
{
    scene.still.push_back({Box{room.area, room.smallest * 0.6, Ink::Caption, Ink::None, 1, Stroke::Solid}, {}, 1});
    Caption all = said;
    if (!all.beside.isEmpty()) all.text += u'\n' + all.beside; // beside a long title it would have no room
    all.beside.clear();
    addWords(scene, all, room);
}

void addCaption(Scene& scene, const ViewInput& input, const WordRoom& room)
{
    scene.still.push_back({Box{room.area, room.smallest * 0.6, Ink::Caption, Ink::None, 1, Stroke::Solid}, {}, 1});
    if (input.staged.beside) return addTwoCaptions(scene, input, room);
    addWords(scene, caption(input.staged, input.time, input.display), room);
}

void addIdle(Scene& scene, const ViewInput& input, const WordRoom& room, const QString& hint, const QString& score)
{
    WordRoom above = room;
    const double line = std::round(room.smallest * 1.9);
    above.area.setHeight(room.area.height() - line);
    scene.still.push_back({Box{room.area, room.smallest * 0.6, Ink::Caption, Ink::None, 1, Stroke::Solid}, {}, 1});
    addCaption(scene, input, above);
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
