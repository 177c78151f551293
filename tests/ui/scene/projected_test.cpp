// What a class must see on the projector: how numbers are written, that this is a branch, and two worlds in a size for
// the last row.

#include "tests/support/lessons.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/question_board.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <gmock/gmock.h>

namespace tcpstage::scene {
namespace {

using testing::stagedRun;
using testing::texts;

constexpr std::array screens{QSizeF{1024, 768}, QSizeF{1366, 768}, QSizeF{1920, 1080}};
constexpr double lastRow = 0.033; // of the height: read from the last row

DisplayOptions onScreen(Language language = Language::English, Numbers numbers = Numbers::Absolute)
{
    DisplayOptions display;
    display.language = language;
    display.presenting = true;
    display.numbers = numbers;
    return display;
}

const Label* labelOf(const Scene& scene, const QString& text)
{
    for (const Mark& mark : scene.moving)
        if (const auto* label = std::get_if<Label>(&mark.shape); label && label->text == text) return label;
    return nullptr;
}

TEST(OnTheProjector, ASignSaysHowNumbersAreWritten)
{
    const auto staged = stagedRun("three-way-handshake");
    for (const QSizeF size : screens)
        for (const Language language : {Language::English, Language::Chinese})
            for (const Numbers numbers : {Numbers::Absolute, Numbers::Relative, Numbers::Both, Numbers::Symbolic}) {
                const DisplayOptions display = onScreen(language, numbers);
                const Scene scene = wholeStage({*staged, staged->timeMap.end(), {size, 0, 1}, {}, display});
                const QString sign = numbersSign(display);
                EXPECT_EQ(sign.isEmpty(), numbers == Numbers::Absolute);
                if (sign.isEmpty()) continue;
                const Label* label = labelOf(scene, sign);
                ASSERT_TRUE(label) << sign.toStdString() << " at " << size.width();
                EXPECT_GE(label->pixels, std::floor(27 * size.height() / 1080));
            }
}

TEST(OnTheProjector, ABadgeSaysThatThisIsABranch)
{
    const auto staged = stagedRun("three-way-handshake");
    StageExtras extras;
    extras.branch = QStringLiteral("What if: SYN, ACK dropped");
    for (const QSizeF size : screens) {
        const DisplayOptions display = onScreen(Language::English, Numbers::Symbolic);
        const ViewInput input{*staged, staged->timeMap.end(), {size, 0, 1}, {}, display};
        const Scene scene = wholeStage(input, extras);
        const Label* badge = labelOf(scene, extras.branch);
        ASSERT_TRUE(badge) << size.width();
        EXPECT_GE(badge->pixels, lastRow * size.height());
        for (const QString& text : texts(scene))
            EXPECT_FALSE(text.endsWith(u'…')) << text.toStdString() << " at " << size.width();
        EXPECT_FALSE(texts(wholeStage(input)).contains(extras.branch));
        EXPECT_TRUE(texts(wholeStageAsking(input, input.time, Board{}, extras.branch)).contains(extras.branch));
    }
}

TEST(OnTheProjector, SignsAtItsFootTouchNothing)
{
    const auto staged = stagedRun("three-way-handshake");
    StageExtras extras;
    extras.branch = QStringLiteral("What if: a segment that has a very long name is dropped on its way to the server");
    for (const QSizeF size : screens) {
        const DisplayOptions display = onScreen(Language::English, Numbers::Symbolic);
        const Scene scene = wholeStage({*staged, staged->timeMap.end(), {size, 0, 1}, {}, display}, extras);
        const double foot = size.height() * (1 - 62.0 / 1080);
        std::vector<QRectF> labels;
        for (const Mark& mark : scene.moving)
            if (std::holds_alternative<Label>(mark.shape) && bounds(mark).top() > foot) labels.push_back(bounds(mark));
        ASSERT_EQ(labels.size(), 3U) << size.width(); // both signs, and the number of the step
        for (std::size_t i = 0; i < labels.size(); ++i) {
            EXPECT_GE(labels[i].left(), 0);
            EXPECT_LE(labels[i].right(), size.width());
            EXPECT_LE(labels[i].bottom(), size.height());
            for (std::size_t j = i + 1; j < labels.size(); ++j)
                EXPECT_FALSE(labels[i].intersects(labels[j])) << size.width();
        }
    }
}

/// Calls check(id, staged) for lessons with two worlds.
template <typename Check> void forPairs(Check check)
{
    std::size_t seen = 0;
    for (const std::string& id : testing::some_lessons(1)) {
        if (!lesson::find_lesson(id)->beside) continue;
        if (seen++ % 3 != 0 && std::getenv("TCPSTAGE_ALL_LESSONS") == nullptr) continue;
        check(id, *stagedRun(id));
    }
    EXPECT_GT(seen, 3U);
}

/// The panel of the caption, below the ladders and above the foot, and its labels.
std::pair<QRectF, std::vector<const Label*>> panelOf(const Scene& scene)
{
    QRectF area;
    for (const Mark& mark : scene.still)
        if (const auto* box = std::get_if<Box>(&mark.shape); box && box->fill == Ink::Caption) area = box->rect;
    std::vector<const Label*> labels;
    for (const Mark& mark : scene.moving)
        if (const auto* label = std::get_if<Label>(&mark.shape); label && area.contains(label->at))
            labels.push_back(label);
    return {area, labels};
}

std::vector<const Label*> captionOf(const Scene& scene, const QSizeF& size)
{
    auto [area, labels] = panelOf(scene);
    EXPECT_LT(area.height(), size.height() * 0.48); // the ladders have at least the half of what is left
    return labels;
}

TEST(OnTheProjector, TheWordsOfTwoWorldsAreReadFromTheLastRow)
{
    forPairs([](const std::string& id, const StagedRun& staged) {
        for (const QSizeF size : screens)
            for (const Language language : {Language::English, Language::Chinese})
                for (std::size_t step = 0; step < staged.stepCount(); step += 3) {
                    const Scene scene =
                        wholeStage({staged, staged.stepTime(step), {size, 0, 1}, {}, onScreen(language)});
                    const auto labels = captionOf(scene, size);
                    EXPECT_GT(labels.size(), 1U);
                    const bool wide = size.width() >= 1.5 * size.height(); // on 4:3 long texts are smaller
                    for (const Label* label : labels) {
                        EXPECT_GE(label->pixels, wide ? lastRow * size.height() : std::floor(27 * size.height() / 1080))
                            << id << " step " << step << " at " << size.width() << ": " << label->text.toStdString();
                        EXPECT_FALSE(wide && label->text.endsWith(u'…') && !label->text.endsWith(QStringLiteral("……")))
                            << id << " step " << step << " at " << size.width() << ": " << label->text.toStdString();
                    }
                }
    });
}

/// The beginning and the steps with the longest captions, of both worlds.
std::vector<StageTime> wordiest(const StagedRun& staged, const DisplayOptions& display)
{
    constexpr std::size_t most = 3;
    std::vector<std::pair<qsizetype, std::size_t>> steps;
    for (std::size_t step = 0; step < staged.stepCount(); ++step) {
        qsizetype length = caption(staged, staged.stepTime(step), display).text.size();
        if (staged.beside)
            length = std::max(length, caption(*staged.beside, staged.stepTime(step), display).text.size());
        steps.emplace_back(length, step);
    }
    std::ranges::sort(steps, std::greater{});
    steps.resize(std::min(most, steps.size()));
    std::vector<StageTime> times{StageTime{}};
    for (const auto& [length, step] : steps)
        times.push_back(staged.stepTime(step));
    return times;
}

QString withoutSpaces(QString text) { return text.remove(u' ').remove(u'\n'); }

TEST(OnTheProjector, EveryCaptionIsWholeOrSaysThatMoreFollows)
{
    DisplayOptions display;
    display.presenting = true;
    std::size_t whole = 0;
    std::size_t all = 0;
    for (const std::string& id : testing::some_lessons(4))
        for (const Language language : {Language::English, Language::Chinese}) {
            display.language = language;
            const auto staged = stagedRun(id);
            for (const QSizeF size : {QSizeF{1024, 768}, QSizeF{900, 560}, QSizeF{1366, 768}})
                for (const StageTime time : wordiest(*staged, display)) {
                    const Scene scene = wholeStage({*staged, time, {size, 0, 1}, {}, display});
                    QString shown;
                    for (const Label* label : captionOf(scene, size))
                        shown += label->text;
                    shown = withoutSpaces(shown);
                    for (const std::size_t run : {0U, 1U}) {
                        if (run == 1 && (!staged->beside || staged->stepsUntil(time) == 0)) break; // silent
                        DisplayOptions simple = display;
                        simple.depth = Depth::Simple;
                        DisplayOptions brief = simple;
                        brief.brief = staged->beside != nullptr; // one rule, and all that changes
                        ++all;
                        const auto isWhole = [&](const DisplayOptions& style) {
                            return shown.contains(withoutSpaces(caption(staged->half(run), time, style).text));
                        };
                        const bool is = isWhole(display) || isWhole(simple) || isWhole(brief);
                        if (is) ++whole;
                        EXPECT_TRUE(is || shown.contains(u'…')) << id << " step " << staged->stepsUntil(time) << " at "
                                                                << size.width() << ": " << shown.toStdString();
                    }
                }
        }
    EXPECT_GE(whole * 100, all * 98) << whole << " of " << all;
}

TEST(OnTheProjector, ValuesThatChangedKeepADistanceFromTheNextColumn)
{
    std::size_t seen = 0;
    const QSizeF size{1024, 768};
    for (const char* id : {"three-way-handshake", "zero-window", "slow-start", "timeout-collapse"})
        for (const auto staged = stagedRun(id); const Numbers numbers : {Numbers::Absolute, Numbers::Both})
            for (std::size_t step = 0; step < std::min<std::size_t>(staged->stepCount(), 40); ++step) {
                const Scene scene = wholeStage(
                    {*staged, staged->stepTime(step), {size, 0, 1}, {}, onScreen(Language::English, numbers)});
                std::vector<QRectF> bright;
                for (const Mark& mark : scene.moving)
                    if (const auto* box = std::get_if<Box>(&mark.shape);
                        box && box->fill == Ink::Highlight && mark.ref.kind == Ref::Kind::Variable)
                        bright.push_back(box->rect);
                for (const QRectF& rect : bright)
                    for (const Mark& mark : scene.moving) {
                        const auto* label = std::get_if<Label>(&mark.shape);
                        if (!label || mark.ref.kind != Ref::Kind::Variable) continue;
                        const QRectF words = bounds(mark);
                        const bool beside = words.top() < rect.bottom() && words.bottom() > rect.top();
                        if (!beside || words.left() < rect.right()) continue;
                        EXPECT_GE(words.left() - rect.right(), 5) << id << " step " << step;
                        ++seen;
                    }
            }
    EXPECT_GT(seen, 20U);
}

TEST(OnTheProjector, TheWholeCardOfAnEndIsThatEnd)
{
    const auto staged = stagedRun("three-way-handshake");
    for (const QSizeF size : screens) {
        const Scene scene = wholeStage({*staged, StageTime{}, {size, 0, 1}, {}, onScreen()});
        std::array<int, 2> cards{};
        for (const Mark& mark : scene.still)
            if (const auto* box = std::get_if<Box>(&mark.shape); box && mark.ref.kind == Ref::Kind::Endpoint) {
                ++cards[trace::index(mark.ref.side)];
                const Ref at = hit(scene, box->rect.bottomLeft() + QPointF{4, -4});
                EXPECT_EQ(at.kind, Ref::Kind::Endpoint) << size.width();
            }
        EXPECT_GT(cards[0], 0) << size.width();
        EXPECT_GT(cards[1], 0) << size.width();
    }
}

TEST(OnTheProjector, TheCaptionStaysInAQuizAtAStepWithoutAQuestion)
{
    const auto staged = stagedRun("three-way-handshake");
    Board idle;
    idle.hint = QStringLiteral("No question at this step");
    for (const QSizeF size : screens)
        for (const StageTime time : {StageTime{}, staged->stepTime(2)}) {
            const ViewInput input{*staged, time, {size, 0, 1}, {}, onScreen()};
            const QStringList words = texts(wholeStageAsking(input, time, idle));
            EXPECT_TRUE(words.contains(caption(*staged, time, onScreen()).title)) << size.width();
            EXPECT_TRUE(words.contains(idle.hint)) << size.width();
        }
}

TEST(OnTheProjector, TheQuestionMarkIsWholeWhereverItStands)
{
    std::size_t discs = 0;
    for (const char* id : {"three-way-handshake", "four-way-close", "syn-lost"}) {
        const auto staged = stagedRun(id);
        for (std::size_t i = 0; i < staged->stepCount(); ++i)
            for (const predict::Asked asked : predict::all_asked) {
                const auto question = predict::ask(staged->trace(), staged->timeMap.step(i), asked);
                if (!question) continue;
                Board board;
                board.question = &*question;
                for (const QSizeF size : screens) {
                    const ViewInput input{
                        *staged, staged->previousStep(staged->stepTime(i)), {size, 0, 1}, {}, onScreen()};
                    const Scene scene = wholeStageAsking(input, input.time, board);
                    const QRectF ladder = std::get<Box>(scene.still.front().shape).rect;
                    for (std::size_t k = 1; k < scene.moving.size(); ++k) {
                        const auto* label = std::get_if<Label>(&scene.moving[k].shape);
                        const auto* disc = std::get_if<Box>(&scene.moving[k - 1].shape);
                        if (!label || !disc || label->text != QStringLiteral("?") || disc->fill != Ink::Accent)
                            continue;
                        ++discs;
                        EXPECT_TRUE(ladder.contains(disc->rect)) << id << " step " << i << " at " << size.width();
                    }
                }
            }
    }
    EXPECT_GT(discs, 50U);
}

/// All lessons with two worlds, and runs of two lessons beside each other.
std::vector<std::pair<std::string, testing::StagedRunPtr>> comparisons()
{
    std::vector<std::pair<std::string, testing::StagedRunPtr>> all;
    for (const lesson::BuiltIn& built : lesson::built_in_lessons())
        if (const auto staged = lesson::find_lesson(std::string{built.id}); staged->beside)
            all.emplace_back(built.id, stagedRun(std::string{built.id}));
    const std::vector<std::pair<std::string, std::string>> compared{{"three-way-handshake", "syn-lost"},
                                                                    {"four-way-close", "last-ack-lost"}};
    for (const auto& [one, two] : compared)
        all.emplace_back(one, stageTogether({stagedRun(one)->scenario, stagedRun(one)->run},
                                            {stagedRun(two)->scenario, stagedRun(two)->run}));
    return all;
}

/// The height of a caption's panel that no words take, beyond the usual distance between lines.
double emptyPart(const Scene& scene, const QRectF& panel, const std::vector<const Label*>& labels)
{
    const double line = scene.size.height() * 0.033 * 1.6;
    std::vector<double> lines{panel.top()};
    for (const Label* label : labels)
        lines.push_back(label->at.y());
    std::ranges::sort(lines);
    lines.push_back(panel.bottom());
    double empty = 0;
    for (std::size_t i = 1; i < lines.size(); ++i)
        empty += std::max(0.0, lines[i] - lines[i - 1] - line);
    return empty;
}

TEST(OnTheProjector, TwoLaddersHaveTheHeightThatTheirWordsDoNotNeed)
{
    constexpr double leastLadder = 0.58; // of the height, where the words have smaller letters only if they must
    constexpr double mostEmpty = 0.13;   // a change of the height at every step would be worse
    std::size_t seen = 0;
    std::size_t low = 0;
    for (const auto& [id, staged] : comparisons())
        for (const QSizeF size : screens)
            for (const Language language : {Language::English, Language::Chinese})
                for (std::size_t step = 1; step < staged->stepCount(); step += staged->stepCount() / 4 + 1) {
                    const Scene scene =
                        wholeStage({*staged, staged->stepTime(step), {size, 0, 1}, {}, onScreen(language)});
                    const double ladder = std::get<Box>(scene.still.front().shape).rect.height() / size.height();
                    const auto [panel, labels] = panelOf(scene);
                    const double empty = emptyPart(scene, panel, labels) / size.height();
                    ++seen;
                    if (ladder < leastLadder) ++low;
                    EXPECT_TRUE(ladder >= leastLadder || empty < 0.02)
                        << id << " step " << step << " at " << size.width() << ": ladder " << ladder << " empty "
                        << empty;
                    EXPECT_LE(empty, mostEmpty) << id << " step " << step << " at " << size.width() << ": ladder "
                                                << ladder << (language == Language::English ? " en" : " zh");
                }
    EXPECT_LT(low * 7, seen) << low << " of " << seen << " ladders are low";
}

TEST(OnTheProjector, AQuizKeepsOnTheStageWhatItAsksAbout)
{
    std::size_t asked = 0;
    for (const char* id : {"three-way-handshake", "four-way-close", "syn-lost", "half-close", "abort"}) {
        const auto staged = stagedRun(id);
        for (std::size_t i = 1; i < std::min<std::size_t>(staged->stepCount(), 30); ++i) {
            const auto question = predict::ask_anything(staged->trace(), staged->timeMap.step(i));
            if (!question || question->head == trace::no_record) continue;
            const trace::Record head = staged->trace().record(question->head);
            if (head.kind != trace::Kind::Arrived) continue;
            Board board;
            board.question = &*question;
            for (const QSizeF size : screens) {
                const ViewInput input{*staged, staged->previousStep(staged->stepTime(i)), {size, 0, 1}, {}, onScreen()};
                const Scene scene = wholeStageAsking(input, input.time, board);
                const QString flags = flagsText(staged->trace().transit(head.ref).segment, input.display);
                bool named = false;
                for (const auto* marks : {&scene.still, &scene.moving})
                    for (const Mark& mark : *marks)
                        if (const auto* label = std::get_if<Label>(&mark.shape); label)
                            named = named || (mark.ref.kind == Ref::Kind::Segment && mark.ref.id == head.ref &&
                                              label->text.contains(flags));
                ++asked;
                const QRectF ladder = std::get<Box>(scene.still.front().shape).rect;
                for (const Mark& mark : scene.moving)
                    if (const auto* box = std::get_if<Box>(&mark.shape); box && box->stroke == Stroke::Dotted)
                        EXPECT_TRUE(ladder.contains(box->rect)) << id << " step " << i << " at " << size.width();
                EXPECT_TRUE(named) << id << " step " << i << " at " << size.width() << ": " << flags.toStdString();
            }
        }
    }
    EXPECT_GT(asked, 40U);
}

} // namespace
} // namespace tcpstage::scene
