#include "ui/widgets/console_view.h"

#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/scene/console_strip.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/stage/stage_room.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QVBoxLayout>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double consolePixels = 11;

double consoleLetters() { return std::round(sized(consolePixels)); }

} // namespace

ConsoleView::ConsoleView(model::Store& store, QWidget* parent) : QFrame{parent}, store_{store}, canvas_{new Canvas}
{
    setProperty("class", QStringLiteral("Card"));
    auto* box = new QVBoxLayout{this};
    box->setContentsMargins(cardInset, cardInset, cardInset, cardInset);
    box->addWidget(canvas_);
    connect(canvas_, &Canvas::needed, this, &ConsoleView::draw);
    connect(canvas_, &Canvas::asked, this, [this](const scene::Ref&, const QPoint& at) {
        auto* menu = new QMenu{this};
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(model::say(wording::copyConsole, store_.model().language()), this, &ConsoleView::copy);
        menu->popup(at);
    });
    connect(&store, &model::Store::changed, this, &ConsoleView::apply);
    apply();
}

void ConsoleView::apply()
{
    const model::Model& model = store_.model();
    const bool shown = model.staged && scene::showsConsole(*model.staged, model.display);
    setVisible(shown);
    if (!shown) return;
    setAccessibleName(model::say(model::info(model::Command::ToggleConsole).words, model.language()));
    setAccessibleDescription(scene::consoleText(*model.staged, model::panelTime(model), model.display));
    canvas_->setTheme(paint::Theme::named(model.themeName()));
    draw();
}

void ConsoleView::draw()
{
    const model::Model& model = store_.model();
    if (!model.staged || !scene::showsConsole(*model.staged, model.display)) return;
    const double width = canvas_->width();
    const double height = scene::consoleHeight(*model.staged, model.display, width, consoleLetters());
    if (canvas_->height() != static_cast<int>(height)) canvas_->setFixedHeight(static_cast<int>(height));
    scene::Scene scene{{width, height}};
    const scene::ViewInput input{*model.staged, model.time, {scene.size}, {}, model.display};
    scene::addConsole(scene, input, model::panelTime(model), {{0, 0}, scene.size}, consoleLetters());
    canvas_->show(std::move(scene));
}

void ConsoleView::copy()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    QApplication::clipboard()->setText(scene::consoleText(*model.staged, model::panelTime(model), model.display));
    store_.dispatch(model::Announce{model::answer(wording::copiedText)});
}

} // namespace tcpstage::widgets
