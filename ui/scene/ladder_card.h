#pragma once
// The card with the ladder on the whole stage, for one world or two. Private to whole_stage.cpp.

#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/panels/question_board.h"
#include "ui/scene/views.h"

namespace tcpstage::scene {

/// What is on the stage.
struct StageInput {
    const ViewInput& view;
    StageTime panels;             // the time that both endpoints show
    const Board* board = nullptr; // the question board; nullptr: the caption is shown
    const StageExtras* extras = nullptr;
    QString branch{}; // StageExtras::branch

    /// A quiz at a step without a question: the caption stays.
    bool idles() const { return board && !board->question && board->review.isEmpty(); }
    bool asks() const { return board && board->question && !board->answered; }
};

Mark card(const QRectF& rect, double radius, Ink fill = Ink::Panel, Ink border = Ink::Rule);
/// Of the ladder, or of each of two.
LadderStyle followedStyle(const ViewInput& input, const LadderStyle& style);
double mostScroll(const ViewInput& input, const LadderStyle& style);
/// `usual`: height of the ladder at most steps.
void addLadderCard(Scene& scene, const StageInput& input, const QRectF& area, const LadderStyle& style, double usual);

} // namespace tcpstage::scene
