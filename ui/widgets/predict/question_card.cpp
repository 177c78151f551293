#include "ui/widgets/predict/question_card.h"

#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"

namespace tcpstage {

namespace {

constexpr int questionHeight = 164;

} // namespace

QuestionCard::QuestionCard(Store& store, QWidget* parent) : Canvas{parent}, store_{store}
{
    setObjectName(QStringLiteral("question"));
    setFixedHeight(questionHeight);
    connect(this, &Canvas::picked, this, [this](const Ref& ref) { click(ref); });
    connect(this, &Canvas::resized, this, &QuestionCard::draw);
}

void QuestionCard::apply(const Model& model)
{
    setTheme(Theme::named(model.themeName()));
    draw();
}

void QuestionCard::draw()
{
    const Model& model = store_.model();
    if (!model.prediction.on || width() < 40) return;
    const Board board = boardOf(model);
    Canvas::show(questionBoard(board, size(), model.display));
    const QString text = boardText(board, model.display);
    setAccessibleName(say(wording::predictBoard, model.language()));
    if (accessibleDescription() != text) setAccessibleDescription(text);
}

void QuestionCard::click(const Ref& ref)
{
    if (ref.kind != Ref::Kind::Answer) return;
    if (ref.id == static_cast<std::uint32_t>(BoardMark::Next))
        store_.dispatch(Command::NextStep);
    else if (ref.id == static_cast<std::uint32_t>(BoardMark::Type))
        store_.dispatch(Command::TypeAnswer);
    else if (const char key = keyOf(ref.id))
        store_.dispatch(AnswerKey{key});
    else
        store_.dispatch(AnswerChoice{ref.id});
}

} // namespace tcpstage
