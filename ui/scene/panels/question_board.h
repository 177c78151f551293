#pragma once
// A question on the stage, with its choices, how it was answered and why that is right or wrong. The same board stands
// under the stage in the window, and over the last lines of it for the last row. And the "?" where the answer will be.

#include "core/predict/answers.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/draft_board.h"

#include <QStringList>

namespace tcpstage::scene {

struct LadderView;

/// The `id` of a Ref of kind Answer. Below `Next`: the choice of that number.
enum class BoardMark : std::uint32_t { Next = 8, Type = 9 };

/// What the board says. It only points: what it points at must live while it is drawn.
struct Board {
    const predict::Question* question = nullptr; // none: only the hint and the score
    const predict::Verdict* verdict = nullptr;   // of an answer
    bool answered = false;                       // or shown: the right choice is marked
    bool counting = false;                       // hands, for each choice
    predict::Hands hands{};
    std::size_t hand = 0;            // whose count is being typed
    std::optional<DraftBoard> draft; // instead of choices: a segment to put together
    bool typing = false;
    QString typed;
    QString score;
    QString hint;       // what can be done now
    QString button;     // to go on
    QStringList review; // after the last question: mistakes, a line each
};

void addBoard(Scene& scene, const Board& board, const QRectF& area, const BoardSizes& sizes,
              const DisplayOptions& display);
/// As high as the window's board.
Scene questionBoard(const Board& board, QSizeF size, const DisplayOptions& display);
/// What is said to an answer; empty before there is one.
QString verdictText(const Board& board, const DisplayOptions& display);
/// The whole board, for who hears it.
QString boardText(const Board& board, const DisplayOptions& display);
QString valueText(const predict::Value& value, predict::Asked asked, const DisplayOptions& display);

/// The coming segment with "?" in the place of what is asked; only a "?" at the lifeline where more would tell too
/// much.
void addQuestionMark(Scene& scene, const StagedRun& staged, StageTime time, const LadderView& view,
                     const DisplayOptions& display, const predict::Question& question);
/// The ladder with that mark, and without what the event made of the end that is asked about: its state would tell.
Scene ladderAsking(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                   const DisplayOptions& display, const predict::Question& question);

/// Puts "?" in the place of the asked number wherever it stands in the marks from `from` on: both ends' panels know it.
void hideAnswer(std::vector<Mark>& marks, std::size_t from, const predict::Question& question);

/// The stage as one picture, with a question: `panels` is the moment that both endpoints show.
Scene wholeStageAsking(const StagedRun& staged, StageTime time, StageTime panels, const Viewport& viewport,
                       const Ref& selection, const DisplayOptions& display, const Board& board);

} // namespace tcpstage::scene
