// What a presentation explains and asks: the legend of two worlds, the bar of the steps, the board of a quiz.

#include "tests/support/lessons.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/question_board.h"
#include "ui/scene/words/caption.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace tcpstage::scene {
namespace {

using testing::stagedRun;
using testing::texts;

constexpr std::array projectors{QSizeF{1024, 768}, QSizeF{1920, 1080}};

DisplayOptions onProjector(Language language = Language::English)
{
    DisplayOptions display;
    display.language = language;
    display.presenting = true;
    return display;
}

/// A sign of a comparison: as it stands in the picture, and how its meaning begins.
const std::vector<std::pair<QString, QString>>& signsOfComparisons()
{
    static const std::vector<std::pair<QString, QString>> all{{QStringLiteral("◀"), QStringLiteral("◀ +:")},
                                                              {QStringLiteral("▶"), QStringLiteral("▶ +:")},
                                                              {QStringLiteral("✕"), QStringLiteral("✕ ≠:")},
                                                              {QStringLiteral("⇅"), QStringLiteral("⇅ ≠:")},
                                                              {QStringLiteral("◷"), QStringLiteral("◷ Δ:")}};
    return all;
}

TEST(Legend, OfTwoWorldsNamesTheSignsThatAreInThePictureAndNoOthers)
{
    std::size_t explained = 0;
    std::size_t bare = 0;
    for (const std::string& id : testing::lessonIds()) {
        const auto staged = stagedRun(id);
        if (!staged->comparison) continue;
        for (const QSizeF size : projectors)
            for (std::size_t step = 0; step < staged->stepCount(); step += staged->stepCount() / 6 + 1) {
                const Scene scene = wholeStage({*staged, staged->stepTime(step), {size, 0, 1}, {}, onProjector()});
                const QStringList words = texts(scene);
                const QString all = words.join(u'\n');
                bool signs = false;
                bool legend = false;
                for (const auto& [sign, meaning] : signsOfComparisons()) {
                    const bool there = words.contains(sign); // between the ladders
                    signs = signs || there;
                    legend = legend || all.contains(meaning);
                    const QString onArrow = meaning.mid(2, 1);
                    const auto isWritten = [&](const Mark& mark) {
                        const auto* label = std::get_if<Label>(&mark.shape);
                        return label && mark.ref.kind == Ref::Kind::Segment && label->text.startsWith(onArrow);
                    };
                    const bool written = std::ranges::any_of(scene.still, isWritten) ||
                                         std::ranges::any_of(scene.moving, isWritten); // on a capsule
                    EXPECT_TRUE(!all.contains(meaning) || there || written)
                        << id << " step " << step << " at " << size.width() << ": " << meaning.toStdString();
                    EXPECT_TRUE(!there || !all.contains(QStringLiteral("+:")) || all.contains(meaning))
                        << id << " step " << step << " at " << size.width() << ": no " << meaning.toStdString();
                }
                explained += signs && legend ? 1 : 0;
                bare += signs && !legend ? 1 : 0;
            }
    }
    EXPECT_GT(explained, 5 * bare) << explained << " explained, " << bare << " have no room";
}

TEST(Legend, NamesDotsWhereSegmentsAreTooManyForNames)
{
    std::size_t dotted = 0;
    for (const char* id : {"congestion-avoidance", "slow-start", "sliding-window"}) {
        const auto staged = stagedRun(id);
        for (std::size_t step = 0; step < staged->stepCount(); step += 3) {
            const ViewInput input{*staged, staged->stepTime(step), {projectors[1], 0, 1}, {}, onProjector()};
            const Scene scene = wholeStage(input);
            const auto isDot = [](const Hint& hint) { return hint.text == dotMeaning(Language::English); };
            const bool dots = std::ranges::any_of(scene.hints, isDot);
            const bool free = caption(*staged, input.time, input.display).beside.isEmpty();
            if (!free) continue; // the line is taken
            EXPECT_EQ(texts(scene).contains(dotMeaning(Language::English)), dots) << id << " step " << step;
            dotted += dots ? 1 : 0;
        }
    }
    EXPECT_GT(dotted, 5U);
}

TEST(Presentation, TheBarBeginsWhereTheStepsAreCountedFrom)
{
    std::size_t later = 0; // lessons that open later than at their first step
    for (const std::string& id : testing::lessonIds()) {
        const auto staged = stagedRun(id);
        const auto done = [&](StageTime time) { // width of the part that is done; 0: none
            const Scene scene = wholeStage({*staged, time, {projectors[0], 0, 1}, {}, onProjector()});
            for (const Mark& mark : scene.moving)
                if (const auto* box = std::get_if<Box>(&mark.shape);
                    box && box->fill == Ink::Accent && box->rect.bottom() > 735)
                    return box->rect.width();
            return 0.0;
        };
        later += staged->opening() > StageTime{} ? 1 : 0;
        EXPECT_EQ(done(staged->opening()), 0) << id << " at 0 of its steps";
        if (staged->shownSteps() > 1) EXPECT_GT(done(staged->nextStep(staged->opening())), 0) << id;
    }
    EXPECT_GT(later, 3U);
}

/// Calls check(scene, step, question) for the questions of a lesson before each of its steps.
template <typename Check> void askAll(const std::string& id, const QSizeF& size, Language language, const Check& check)
{
    const auto staged = stagedRun(id);
    for (std::size_t i = 1; i < std::min<std::size_t>(staged->stepCount(), 30); ++i) {
        const auto question = predict::ask_anything(staged->trace(), staged->timeMap.step(i));
        if (!question) continue;
        Board board;
        board.question = &*question;
        board.hint = QStringLiteral("1–4: answer    H: count hands");
        board.button = QStringLiteral("Show →");
        const StageTime before = staged->stepTime(i) - StageTime{1};
        const ViewInput input{*staged, before, {size, 0, 1}, {}, onProjector(language)};
        check(wholeStageAsking(input, before, board), i, *question, *staged);
    }
}

TEST(QuizBoard, HasLettersOfOneSizeAndAWholeQuestion)
{
    std::size_t asked = 0;
    for (const char* id : {"three-way-handshake", "half-close", "four-way-close", "syn-lost", "zero-window"})
        for (const QSizeF size : projectors)
            for (const Language language : {Language::English, Language::Chinese})
                askAll(id, size, language,
                       [&](const Scene& scene, std::size_t step, const predict::Question& question, const StagedRun&) {
                           ++asked;
                           std::set<double> sizes;
                           for (const Mark& mark : scene.moving)
                               if (const auto* label = std::get_if<Label>(&mark.shape);
                                   label && mark.ref.kind == Ref::Kind::Answer && mark.ref.id < 4)
                                   sizes.insert(label->pixels);
                           EXPECT_EQ(sizes.size(), 1U) << id << " step " << step << " at " << size.width();
                           EXPECT_GE(*sizes.begin(), std::floor(0.0253 * size.height())) << id << " step " << step;
                           QString words = texts(scene).join(QString{}).remove(u' ');
                           EXPECT_TRUE(words.contains(QString::fromStdString(question.text[language]).remove(u' ')))
                               << id << " step " << step << " at " << size.width() << ": " << words.toStdString();
                       });
    EXPECT_GT(asked, 100U);
}

TEST(QuizBoard, ShowsWhatCameBeforeTheQuestion)
{
    std::size_t before = 0;
    for (const char* id : {"three-way-handshake", "half-close", "four-way-close"})
        askAll(id, projectors[0], Language::English,
               [&](const Scene& scene, std::size_t step, const predict::Question& question, const StagedRun& staged) {
                   const QRectF ladder = std::get<Box>(scene.still.front().shape).rect;
                   const double names = bottomOfNames(scene);
                   EXPECT_GT(ladder.height(), 0.4 * scene.size.height()) << id << " step " << step;
                   // The segment before the last one that has arrived is seen from its begin to its end.
                   std::vector<trace::TransitId> over;
                   for (std::size_t k = 0; k < staged.trace().transits().size(); ++k)
                       if (const auto end = staged.trace().transit(static_cast<trace::TransitId>(k)).end_record;
                           end != trace::no_record && end < question.step)
                           over.push_back(static_cast<trace::TransitId>(k));
                   // Capsules of others that are under way need the room.
                   const auto flies = [&](const trace::Transit& transit) {
                       return transit.sent_record < question.step && transit.end_record > question.step;
                   };
                   if (over.empty() || std::ranges::any_of(staged.trace().transits(), flies)) return;
                   ++before;
                   const bool whole = std::ranges::any_of(scene.still, [&](const Mark& mark) {
                       const auto* line = std::get_if<Line>(&mark.shape);
                       const Ref wanted{Ref::Kind::Segment, mark.ref.side, over.back()};
                       return line && mark.ref == wanted && line->from.y() > names && line->to.y() < ladder.bottom();
                   });
                   EXPECT_TRUE(whole) << id << " step " << step << ": segment " << over.back() + 1;
               });
    EXPECT_GT(before, 10U);
}

TEST(ProjectedReview, HasLettersAsLargeAsItsBoardHasRoomFor)
{
    const auto staged = stagedRun("three-way-handshake");
    const auto lettersOf = [&](int mistakes) {
        Board board;
        for (int i = 1; i <= mistakes; ++i)
            board.review << QStringLiteral("%1. You answered LISTEN. The answer is SYN-SENT.").arg(i);
        const Scene scene =
            wholeStageAsking({*staged, staged->stepTime(3), {{1920, 1080}, 0, 1}, {}, onProjector()}, {}, board);
        for (const Mark& mark : scene.moving)
            if (const auto* label = std::get_if<Label>(&mark.shape);
                label && label->text.startsWith(QStringLiteral("1. ")))
                return label->pixels;
        return 0.0;
    };
    EXPECT_EQ(lettersOf(11), projectedSizes.text);
    EXPECT_GT(lettersOf(3), projectedSizes.text * 1.3);
}

} // namespace
} // namespace tcpstage::scene
