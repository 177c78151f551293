#include "ui/widgets/strip_view.h"

#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/strips/strip.h"
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

constexpr double stripPixels = 11;

double stripLetters() { return std::round(sized(stripPixels)); }

} // namespace

StripView::StripView(model::Store& store, QWidget* parent) : QFrame{parent}, store_{store}, canvas_{new Canvas}
{
    setProperty("class", QStringLiteral("Card"));
    auto* box = new QVBoxLayout{this};
    box->setContentsMargins(cardInset, cardInset, cardInset, cardInset);
    box->addWidget(canvas_);
    connect(canvas_, &Canvas::needed, this, &StripView::draw);
    connect(canvas_, &Canvas::asked, this, [this](const scene::Ref&, const QPoint& at) {
        auto* menu = new QMenu{this};
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(model::say(wording::copyConsole, store_.model().language()), this, &StripView::copy);
        menu->popup(at);
    });
    connect(&store, &model::Store::changed, this, &StripView::apply);
    apply();
}

void StripView::apply()
{
    const model::Model& model = store_.model();
    const bool shown = model.staged && scene::hasStrip(*model.staged, model.display);
    setVisible(shown);
    if (!shown) return;
    setAccessibleName(
        model::say(model.staged->beside ? wording::programLane : model::info(model::Command::ToggleConsole).words,
                   model.language()));
    setAccessibleDescription(scene::stripText(*model.staged, model::panelTime(model), model.display));
    canvas_->setTheme(paint::Theme::named(model.themeName()));
    draw();
}

void StripView::draw()
{
    const model::Model& model = store_.model();
    if (!model.staged || !scene::hasStrip(*model.staged, model.display)) return;
    const double width = canvas_->width();
    const double height = scene::stripHeight(*model.staged, model.display, width, stripLetters());
    if (canvas_->height() != static_cast<int>(height)) canvas_->setFixedHeight(static_cast<int>(height));
    scene::Scene scene{{width, height}};
    const scene::ViewInput input{*model.staged, model.time, {scene.size}, {}, model.display};
    scene::addStrip(scene, input, model::panelTime(model), {{0, 0}, scene.size}, stripLetters());
    canvas_->show(std::move(scene));
}

void StripView::copy()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    QApplication::clipboard()->setText(scene::stripText(*model.staged, model::panelTime(model), model.display));
    store_.dispatch(model::Announce{model::answer(wording::copiedText)});
}

} // namespace tcpstage::widgets
