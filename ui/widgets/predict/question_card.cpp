#include "ui/widgets/predict/question_card.h"

#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/caption.h"
#include "ui/widgets/access/canvas_access.h"
#include "ui/widgets/access/stage_voice.h"
#include "ui/widgets/canvas/spoken_name.h"
#include "ui/widgets/common/style.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double questionHeight = 164; // at least
constexpr double mostPart = 0.4;       // of the window's height

/// The board; where nothing is asked, with what happened.
scene::Board boardOrCaption(const model::Model& model)
{
    scene::Board board = model::boardOf(model);
    if (board.question || !model.staged) return board;
    const scene::Caption said = scene::caption(*model.staged, model.goal(), model.display);
    board.title = said.title;
    board.text = said.text;
    return board;
}

} // namespace

QuestionCard::QuestionCard(model::Store& store, QWidget* parent) : Canvas{parent}, store_{store}
{
    setObjectName(QStringLiteral("question"));
    speak(*this, boardVoice(store, *this));
    connect(this, &Canvas::picked, this, [this](const scene::Ref& ref) { click(ref); });
    connect(this, &Canvas::needed, this, &QuestionCard::draw);
}

void QuestionCard::apply(const model::Model& model)
{
    setTheme(paint::Theme::named(model.themeName()));
    keepRoom(model);
    draw();
}

/// As high as its words need. It never shrinks within a quiz, so that the stage keeps its size.
void QuestionCard::keepRoom(const model::Model& model)
{
    const double least = sized(questionHeight);
    const bool begins = !model.prediction.on || model.shownTextSize() != textSize_;
    if (begins) high_ = 0;
    textSize_ = model.shownTextSize();
    if (model.prediction.on && width() >= 40)
        high_ = std::max(high_, scene::questionBoardHeight(boardOrCaption(model), width(), textSize_, model.display));
    const double most = std::max(least, window()->height() * mostPart);
    setFixedHeight(static_cast<int>(std::ceil(std::clamp(high_, least, most))));
}

void QuestionCard::draw()
{
    const model::Model& model = store_.model();
    if (!model.prediction.on || width() < 40) return;
    const scene::Board board = boardOrCaption(model);
    Canvas::show(scene::questionBoard(board, size(), model.shownTextSize(), model.display));
    const QString text = scene::boardText(board, model.display);
    setSpokenName(*this, model::say(wording::predictBoard, model.language()));
    setSpokenText(*this, text);
}

void QuestionCard::click(const scene::Ref& ref)
{
    if (ref.kind != scene::Ref::Kind::Answer) return;
    if (ref.id == static_cast<std::uint32_t>(scene::BoardMark::Next))
        store_.dispatch(model::Command::NextStep);
    else if (ref.id == static_cast<std::uint32_t>(scene::BoardMark::Type))
        store_.dispatch(model::Command::TypeAnswer);
    else if (const char key = model::keyOf(ref.id))
        store_.dispatch(model::AnswerKey{key});
    else
        store_.dispatch(model::AnswerChoice{ref.id});
}

} // namespace tcpstage::widgets
