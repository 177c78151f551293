#pragma once
// The board of a question: its choices, the answer, and why that is right or wrong. The window shows it below the
// stage, a presentation in the place of the caption. Also the "?" on the ladder in the place of the answer.

#include "core/predict/answers.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/draft_board.h"
#include "ui/scene/staged/view_input.h"

#include <QStringList>
#include <limits>
#include <vector>

namespace tcpstage::scene {

struct LadderStyle;
struct LadderView;

/// Ids of Refs of kind Answer. Ids below `Next` are choices.
enum class BoardMark : std::uint32_t { Next = 8, Type = 9 };

/// The content of the board. It does not own the question and the verdict; they must outlive the drawing.
struct Board {
    const predict::Question* question = nullptr; // nullptr: only the hint and the score
    const predict::Verdict* verdict = nullptr;   // on an answer
    bool answered = false;                       // or the answer was shown: the right choice is marked
    bool counting = false;                       // counting raised hands for each choice
    predict::Hands hands{};
    std::size_t hand = 0;            // the choice whose count is being typed
    std::optional<DraftBoard> draft; // a segment to compose, instead of choices
    bool typing = false;
    QString typed;
    QString title; // what happened, where nothing is asked
    QString text;
    QString score;
    QString hint;         // what the user can do now
    QString button;       // text of the button to continue
    QStringList review;   // after the last question: the mistakes
    std::size_t from = 0; // the first of them that is shown, and the first that is not any more
    std::size_t until = std::numeric_limits<std::size_t>::max();
};

/// In a presentation of 1080 lines: the board, and its height with mistakes on it.
inline constexpr BoardSizes projectedSizes{40, 42, 29, 27.4};
inline constexpr double projectedReview = 520;
/// The first mistake of each page of a presentation, in the narrowest of usual shapes, 5:4.
std::vector<std::size_t> reviewPages(const QStringList& review);

void addBoard(Scene& scene, const Board& board, const QRectF& area, const BoardSizes& sizes,
              const DisplayOptions& display);
/// The height at which none of its words are cut, in pixels.
double boardHeight(const Board& board, double width, const BoardSizes& sizes, const DisplayOptions& display);
/// The height that the window's board needs at that width, in pixels.
double questionBoardHeight(const Board& board, double width, double textSize, const DisplayOptions& display);
/// As high as the window's board.
Scene questionBoard(const Board& board, QSizeF size, double textSize, const DisplayOptions& display);
/// What is said to an answer; empty before there is one.
QString verdictText(const Board& board, const DisplayOptions& display);
/// The whole board as text, for screen readers.
QString boardText(const Board& board, const DisplayOptions& display);
QString valueText(const predict::Value& value, predict::Asked asked, const DisplayOptions& display);

/// The coming segment with "?" in the place of what is asked; only a "?" at the lifeline where more would tell too
/// much.
void addQuestionMark(Scene& scene, const ViewInput& input, const LadderView& view, const predict::Question& question);
/// The least scroll at which that mark is whole, as far as what is asked about stays in sight.
double scrollToQuestion(const ViewInput& input, const LadderStyle& style, const predict::Question& question);
/// The ladder with that mark, and without what the event made of the end that is asked about: its state would tell.
Scene ladderAsking(const ViewInput& input, const predict::Question& question);

/// Replaces the asked number by "?" in all marks from `from` on, because both panels may show it.
void hideAnswer(std::vector<Mark>& marks, std::size_t from, const predict::Question& question);

/// The stage as one picture, with a question: `panels` is the moment that both endpoints show.
Scene wholeStageAsking(const ViewInput& input, StageTime panels, const Board& board, const QString& branch = {});

} // namespace tcpstage::scene
