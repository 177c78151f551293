#include "ui/scene/whole_caption.h"

#include "core/captions/caption.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <cmath>

namespace tcpstage::scene {

namespace {

/// The text without the last sentences for which there is no room: they are left out rather than cut.
QString wholeSentences(QString text, double pixels, double width, int lines)
{
    while (wrapped(text, Face::Sans, pixels, 450, width, lines + 1).size() > lines) {
        const qsizetype inside = text.size() - 2;
        qsizetype end = 0;
        for (const QString& mark : {QStringLiteral(". "), QStringLiteral("? "), QStringLiteral("。"),
                                    QStringLiteral("？"), QStringLiteral("\n")})
            end = std::max(end, text.lastIndexOf(mark, inside));
        if (end <= 0) break;
        text.truncate(end + 1);
    }
    return text;
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
    while (!besides(heading) && heading > room.title * 0.75)
        --heading;
    const bool fits = besides(heading);
    if (!fits) heading = room.title;
    while (!fits && textWidth(said.title, Face::Sans, heading, 700) > width && heading > room.smallest)
        --heading;
    add(elided(said.title, Face::Sans, heading, 700, width), {left, room.base()}, heading, Ink::Text, 700, Align::Left);
    if (fits) add(said.source, {left + width, room.base()}, room.smallest, Ink::Muted, 500, Align::Right);
    const double besideAt = left + textWidth(said.title, Face::Sans, heading, 700) + room.margin();
    const double besideRoom = left + width - source - room.margin() - besideAt;
    if (fits && !said.beside.isEmpty() && textWidth(said.beside, Face::Sans, room.smallest, 500) <= besideRoom)
        add(said.beside, {besideAt, room.base()}, room.smallest, Ink::Muted, 500, Align::Left);
    const double pixels = room.holds(said) ? room.text : room.smallest;
    double y = room.base();
    const int most = std::max(1, room.lines(pixels));
    for (const QString& line :
         wrapped(wholeSentences(said.text, pixels, width, most), Face::Sans, pixels, 450, width, most)) {
        y += std::round(pixels * 1.38);
        add(line, {left, y}, pixels, room.ink, 450, Align::Left);
    }
}

constexpr double underCaption = 1.35; // line height of the difference between two worlds, in font sizes

/// The size of the difference between two worlds: on a projector a line is read from the last row.
double differencePixels(const WordRoom& room, const DisplayOptions& display)
{
    return display.presenting ? std::round(room.text * 0.9) : room.smallest;
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

/// The captions of two worlds side by side, and below them their first difference.
void addTwoCaptions(Scene& scene, const ViewInput& input, const WordRoom& whole)
{
    const auto& [staged, time, viewport, selection, display] = input;
    if (isSilent(*staged.beside, time)) return addWords(scene, caption(staged, time, display), whole);
    const QRectF& area = whole.area;
    double pixels = differencePixels(whole, display);
    const double line = std::round(pixels * underCaption);
    const qsizetype most = mostDifferenceLines(display);
    QStringList differs = differencesHere(staged, time, selection, display.language);
    const auto lined = [&, &display = display](int atMost) {
        const QString gap = display.language == Language::English ? QStringLiteral(" ") : QString{};
        return wrapped(differs.join(gap), Face::Sans, pixels, 600, whole.width(), atMost);
    };
    while (differs.size() > 1 && lined(static_cast<int>(most) + 1).size() > most) // leave out rather than cut
        differs.removeLast();
    if (lined(static_cast<int>(most) + 1).size() > most) pixels = whole.smallest;
    const QStringList legend = legendLines(input, whole, pixels, static_cast<int>(most));
    QStringList lines = differs.isEmpty() ? QStringList{} : lined(static_cast<int>(most));
    const qsizetype differing = lines.size();
    if (differing + legend.size() <= most) lines += legend;
    const double tall = area.height() - line * static_cast<double>(most) - pixels * 0.15;
    const std::array<Caption, 2> said{caption(staged, time, display), caption(*staged.beside, time, display)};
    std::array<WordRoom, 2> rooms{whole, whole};
    for (std::size_t i = 0; i < 2; ++i)
        rooms[i].area = {area.left() + (i == 0 ? 0 : area.width() / 2), area.top(), area.width() / 2, tall};
    if (!rooms[0].holds(said[0]) || !rooms[1].holds(said[1])) // both in the same size
        rooms[0].text = rooms[1].text = whole.smallest;
    for (std::size_t i = 0; i < 2; ++i)
        addWords(scene, said[i], rooms[i]);
    double y = area.bottom() - pixels * 0.5 - line * static_cast<double>(lines.size() - 1);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const bool differs = i < differing;
        scene.moving.push_back({Label{lines[i],
                                      {area.left() + rooms[0].margin(), y},
                                      pixels,
                                      differs ? Ink::Text : Ink::Muted,
                                      Face::Sans,
                                      differs ? 600 : 500,
                                      Align::Left,
                                      0},
                                {},
                                1});
        y += line;
    }
}

constexpr double mostForTwo = 1.45; // times the least height
constexpr qsizetype leastLines = 2;
constexpr std::size_t mostSampled = 200; // steps of a run whose captions are measured

/// The texts of the notes and of the captions of steps, with the answers: the stage keeps its size when one is shown.
QStringList captionTexts(const StagedRun& staged, DisplayOptions display)
{
    display.answer = true;
    QStringList texts = noteTexts(staged, display);
    const bool grows = staged.trace().source() == trace::Source::Live; // measuring all steps after each would be slow
    const std::size_t steps = grows ? 0 : staged.timeMap.stepCount();
    const std::size_t stride = std::max<std::size_t>(1, steps / mostSampled);
    for (std::size_t i = 0; i < steps; i += stride)
        texts << caption(staged, staged.timeMap.at(staged.timeMap.step(i)), display).text;
    return texts;
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
    QStringList texts = captionTexts(staged, display);
    if (beside) texts << captionTexts(*beside, display);
    half.area.moveTop(0);
    const double difference = differencePixels(room, display);
    const double below =
        beside ? static_cast<double>(mostDifferenceLines(display)) * std::round(difference * underCaption) +
                     difference * 0.15
               : 0;
    const auto needed = [&](double pixels) {
        qsizetype most = leastLines;
        for (const QString& text : texts)
            most = std::max(most, wrapped(text, Face::Sans, pixels, 450, half.width(), 12).size());
        return half.base() + room.margin() * 0.5 + static_cast<double>(most) * pixels * 1.38 + 2 + below;
    };
    double height =
        beside ? needed(difference) : 0; // of two worlds all in a size for the last row, if the ladders keep
    if (!beside || height > mostForTwo * room.area.height()) height = needed(room.smallest); // their room
    known = {stagedRuns, room.width(), display,
             std::clamp(std::ceil(height), room.area.height(), 2 * room.area.height())};
    return known.height;
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
