#include "ui/widgets/present/presenter.h"

#include "ui/model/explain.h"
#include "ui/model/guide/last_page.h"
#include "ui/model/lesson_goal.h"
#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"
#include "ui/widgets/access/announcer.h"
#include "ui/widgets/access/canvas_access.h"
#include "ui/widgets/access/stage_voice.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/answer_keys.h"
#include "ui/widgets/common/kept_keys.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/drawing/pen_bar.h"
#include "ui/widgets/drawing/pen_input.h"
#include "ui/widgets/present/audience_place.h"
#include "ui/widgets/present/lesson_overlay.h"
#include "ui/widgets/present/toast.h"
#include "ui/widgets/present/touch_bar.h"

#include <QCloseEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScreen>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

using namespace std::chrono_literals;

constexpr double pointerPart = 0.011;  // radius, part of the height
constexpr double spotlightPart = 0.17; // radius, part of the height
constexpr double lensPart = 0.18;      // radius of the magnifier, part of the height

scene::Ink darkest(const paint::Theme& theme)
{
    return theme(scene::Ink::Paper).lightness() < theme(scene::Ink::Text).lightness() ? scene::Ink::Paper
                                                                                      : scene::Ink::Text;
}

scene::Mark circle(QPointF centre, double radius, scene::Ink fill, scene::Ink border, double borderWidth,
                   double opacity)
{
    const QRectF rect{centre - QPointF{radius, radius}, QSizeF{2 * radius, 2 * radius}};
    return scene::Mark{scene::Box{rect, radius, fill, border, borderWidth, scene::Stroke::Solid}, {}, opacity};
}

/// A key that writes something, which is no command while the list of lessons is there.
bool isLetter(const QKeyEvent& key)
{
    const bool commands = key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    return !commands && !key.text().isEmpty() && key.text().front().isPrint();
}

} // namespace

Presenter::Presenter(model::Store& store, const Actions& actions)
    : store_{store}, answerKeys_{new AnswerKeys{store, this}}, canvas_{new Canvas{this}},
      announcer_{new Announcer{*canvas_}}, curtain_{new QWidget{this}}, toast_{new Toast{this}},
      penInput_{new PenInput{store, *canvas_}}, pens_{new PenBar{store, actions, this}}, touchBar_{new TouchBar{actions,
                                                                                                                this}}
{
    setWindowTitle(model::say(wording::audienceTitle, store.model().language()));
    addActions(actions.all());
    curtain_->setAutoFillBackground(true);
    curtain_->hide();
    curtain_->setMouseTracking(true);
    canvas_->setMouseTracking(true);
    canvas_->installEventFilter(this);
    curtain_->installEventFilter(this);
    speak(*canvas_, stageVoice(store, actions, *canvas_, *announcer_));
    canvas_->setFocusPolicy(Qt::StrongFocus); // so that each step is said
    setFocusProxy(canvas_);
    connect(canvas_, &Canvas::picked, this, [this](const scene::Ref& ref) { click(ref); });
    connect(canvas_, &Canvas::asked, this, &Presenter::ask);
    connect(canvas_, &Canvas::scrolled, this, &Presenter::scrollBy);
    connect(canvas_, &Canvas::zoomed, this, [this](double factor, double) {
        store_.dispatch(model::SetPresentZoom{store_.model().presentZoom * factor});
    });
    connect(penInput_, &PenInput::used, this, [this] {
        if (std::exchange(drawnHere_, true)) return;
        applyPens(store_.model(), &store_.model());
        draw();
    });
    stillness_.setSingleShot(true);
    stillness_.setInterval(2s);
    stillness_.callOnTimeout(this, &Presenter::showCursor);
}

void Presenter::open(const QWidget& workshop)
{
    const model::Audience& audience = store_.model().audience;
    QScreen* screen = audienceScreen(audience, workshop);
    if (audience.shape == model::AudienceShape::FullScreen) {
        setGeometry(screen->geometry());
        setScreen(screen);
        showFullScreen();
    } else {
        showInWindow(audience.shape, *workshop.screen());
    }
    drawnHere_ = coversWorkshop(audience, workshop);
    raise();
    activateWindow();
    stillness_.start();
}

/// With a name of its own, by which programs for calls offer it. A window that is shown again keeps its place.
void Presenter::showInWindow(model::AudienceShape shape, const QScreen& screen)
{
    constexpr const char* role = "tcpstage-audience";
    setWindowRole(QLatin1String{role}); // X11
    if (shape_ != shape) {
        const QRect room = screen.availableGeometry();
        QRect place{{}, firstSize(room.size(), shape)};
        place.moveBottomRight(room.bottomRight() - QPoint{24, 24});
        setGeometry(place);
        shape_ = shape;
    }
    const QString program = QGuiApplication::desktopFileName();
    QGuiApplication::setDesktopFileName(QLatin1String{role}); // Wayland takes the app id from it as the window is made
    showNormal();
    QGuiApplication::setDesktopFileName(program);
}

void Presenter::apply(const model::Model& model, const model::Model* before)
{
    if (!before || before->themeName() != model.themeName()) canvas_->setTheme(paint::Theme::named(model.themeName()));
    if (!before || before->language() != model.language()) {
        setWindowTitle(model::say(wording::audienceTitle, model.language()));
        setAccessibleName(model::say(wording::presentHint, model.language()));
        canvas_->setAccessibleName(model::say(wording::ladder, model.language()));
        curtain_->setAccessibleName(model::say(model::info(model::Command::Black).words, model.language()));
    }
    if (model.curtain != model::Curtain::Open) {
        QPalette palette;
        palette.setColor(QPalette::Window, model.curtain == model::Curtain::Black ? Qt::black : Qt::white);
        curtain_->setStyleSheet(QStringLiteral("background: %1").arg(palette.color(QPalette::Window).name()));
    }
    if (!before || before->goal() != model.goal() || !scene::isSameRun(before->staged, model.staged)) scroll_ = 0;
    if (lessons_) lessons_->apply(model, before);
    curtain_->setVisible(model.curtain != model::Curtain::Open);
    curtain_->raise();
    answerKeys_->apply(model);
    showCursor();
    applyPens(model, before);
    draw();
    penInput_->apply(model);
    announcer_->apply(model, before);
    announce(model, before);
}

void Presenter::applyPens(const model::Model& model, const model::Model* before)
{
    pens_->apply(model, before);
    touchBar_->apply(model, before);
    const bool drawn = model.drawing.on && drawnHere_;
    bool moves = (drawn || fingers_) && before && before->themeName() != model.themeName();
    const auto show = [&](QWidget& bar, bool there) {
        moves = moves || there == bar.isHidden();
        bar.setVisible(there);
    };
    show(*pens_, drawn);
    show(*touchBar_, fingers_ && !drawn);
    if (moves) place();
}

/// Whether fingers are used now.
void Presenter::takeFingers(bool fingers)
{
    if (std::exchange(fingers_, fingers) == fingers) return;
    applyPens(store_.model(), &store_.model());
    draw();
}

/// How to leave, when it begins; then every notice: the bar that has it is not seen here.
void Presenter::announce(const model::Model& model, const model::Model* before)
{
    const bool news =
        model.notice && (!before || !before->notice || !(before->notice->sentence == model.notice->sentence) ||
                         before->notice->again != model.notice->again);
    if (news)
        toast_->announce(model::withoutFolders(model::say(model.notice->sentence, model.language())), 6s);
    else if (!before)
        toast_->announce(model::say(wording::presentKeys, model.language()), 4s);
    else if (before->goal() != model.goal() || (before->notice && !model.notice))
        toast_->hide(); // who steps on has read it, and who has found a key needs no list of them
    if (toast_->isVisible()) keepToastClear();
}

scene::ViewInput Presenter::input() const
{
    const model::Model& model = store_.model();
    const scene::Viewport viewport{QSizeF{canvas_->size()}, scroll_, model.presentZoom};
    scene::ViewInput input{*model.staged, model.time, viewport, model.selection, model.display};
    input.display.presenting = true;
    return input;
}

scene::StageExtras Presenter::extras() const
{
    const model::Model& model = store_.model();
    scene::StageExtras extras;
    extras.numbers = model.numbersShown;
    extras.branch = model::branchSign(model);
    const model::GoalWords goal = model::goalWords(model);
    extras.goal = {goal.goal, goal.hints.isEmpty() || goal.solved ? goal.state : goal.hints.back(), goal.solved};
    if (!model.lastPage) return extras;
    extras.said = model::lastPageCaption(model);
    extras.finished = true;
    return extras;
}

void Presenter::draw()
{
    const model::Model& model = store_.model();
    if (!model.staged || canvas_->width() < 16) return;
    scene::Scene scene =
        model.prediction.on || (model.prediction.reviewing && !model.lastPage)
            ? scene::wholeStageAsking(input(), model::panelTime(model), model::boardOf(model), model::branchSign(model))
            : scene::wholeStage(input(), extras());
    const double height = canvas_->height();
    if (model.spotlight) {
        const double far = 2.0 * (canvas_->width() + canvas_->height());
        const scene::Ink dark = darkest(paint::Theme::named(model.themeName()));
        scene.moving.push_back(circle(pointer_, height * spotlightPart + far / 2, scene::Ink::None, dark, far, 0.72));
    }
    if (model.pointer) {
        scene.moving.push_back(
            circle(pointer_, height * pointerPart * 1.7, scene::Ink::Lost, scene::Ink::None, 0, 0.3));
        scene.moving.push_back(circle(pointer_, height * pointerPart, scene::Ink::Lost, scene::Ink::None, 0, 0.9));
    }
    canvas_->show(std::move(scene));
    canvas_->magnify(lens());
    if (toast_->isVisible()) keepToastClear();
}

std::optional<Lens> Presenter::lens() const
{
    if (!store_.model().magnifier) return {};
    return Lens{pointer_, canvas_->height() * lensPart};
}

void Presenter::keepToastClear()
{
    const scene::Scene& scene = canvas_->scene();
    std::vector<QRect> words;
    for (const std::vector<scene::Mark>* marks : {&scene.still, &scene.moving})
        for (const scene::Mark& mark : *marks)
            if (std::holds_alternative<scene::Label>(mark.shape)) words.push_back(bounds(mark).toAlignedRect());
    toast_->keepClear(static_cast<int>(scene::bottomOfNames(scene)), std::move(words));
}

void Presenter::click(const scene::Ref& ref)
{
    if (ref.kind == scene::Ref::Kind::Answer && ref.id < static_cast<std::uint32_t>(scene::BoardMark::Next))
        store_.dispatch(model::AnswerChoice{ref.id});
    else if (const char key = model::keyOf(ref.id); ref.kind == scene::Ref::Kind::Answer && key)
        store_.dispatch(model::AnswerKey{key});
    else if (ref.kind == scene::Ref::Kind::Segment)
        store_.dispatch(model::ShowNumbers{ref});
    else if (store_.model().numbersShown)
        store_.dispatch(model::ShowNumbers{}); // a click beside it only puts the card away
    else
        store_.dispatch(model::Command::NextStep);
}

void Presenter::ask(const scene::Ref& ref, const QPoint& at)
{
    const model::Model& model = store_.model();
    if (!model.staged || model.staged->beside || model.prediction.on) return;
    const bool ofPanel = ref.kind == scene::Ref::Kind::State || ref.kind == scene::Ref::Kind::Variable;
    if (ref.kind == scene::Ref::Kind::Endpoint || ofPanel) Q_EMIT endpointAsked(ref.side, at);
    if (ref.kind != scene::Ref::Kind::Segment && ref.kind != scene::Ref::Kind::Step) return;
    store_.dispatch(model::Select{ref});
    Q_EMIT segmentAsked(at);
}

void Presenter::scrollBy(double pixels)
{
    const model::Model& model = store_.model();
    if (!model.staged || model.prediction.shows()) return;
    scene::ViewInput shown = input();
    const auto [least, most] = scene::scrollRange(shown, extras());
    scroll_ = std::clamp(scroll_ + pixels, least, std::max(least, most));
    draw();
}

void Presenter::announce(const QString& sentence)
{
    toast_->announce(sentence, 4s);
    keepToastClear();
}

void Presenter::openLessons()
{
    if (!lessons_) {
        lessons_ = new LessonOverlay{store_, this};
        connect(lessons_, &LessonOverlay::left, this, [this] {
            lessons_->hide();
            setFocus();
        });
    }
    lessons_->open();
}

/// A key that is held down does not run into the next lesson.
bool Presenter::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        takeFingers(false);
        const bool ofTheList = lessons_ && lessons_->isVisible() && (keepsKey(focusWidget(), key) || isLetter(key));
        if ((store_.model().lastPage && key.isAutoRepeat()) || ofTheList) event->accept();
    }
    return QWidget::event(event);
}

void Presenter::pointAt(QPointF point)
{
    pointer_ = point;
    stillness_.start();
    showCursor();
    const model::Model& model = store_.model();
    if (model.pointer || model.spotlight)
        draw();
    else if (model.magnifier)
        canvas_->magnify(lens());
}

void Presenter::showCursor()
{
    const model::Model& model = store_.model();
    const bool hidden = (model.pointer && !model.drawing.on) || model.magnifier ||
                        model.curtain != model::Curtain::Open || !stillness_.isActive();
    canvas_->setCursor(hidden ? Qt::BlankCursor : model.drawing.on ? Qt::CrossCursor : Qt::ArrowCursor);
    setCursor(hidden ? Qt::BlankCursor : Qt::ArrowCursor);
}

bool Presenter::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == curtain_ && event->type() == QEvent::MouseButtonPress)
        store_.dispatch(model::Command::NextStep); // only opens it
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::TouchBegin)
        takeFingers(static_cast<QPointerEvent*>(event)->pointingDevice()->type() ==
                    QInputDevice::DeviceType::TouchScreen);
    if (event->type() == QEvent::MouseMove) pointAt(static_cast<QMouseEvent*>(event)->position());
    return QWidget::eventFilter(watched, event);
}

void Presenter::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
    toast_->place();
    if (lessons_) lessons_->place();
    if (pointer_.isNull()) pointer_ = QRectF{rect()}.center();
    draw();
}

/// The strip of pens, or that for fingers, has a place of its own under the stage, so that it hides nothing.
void Presenter::place()
{
    QSize room = size();
    for (QWidget* bar : {static_cast<QWidget*>(pens_), static_cast<QWidget*>(touchBar_)}) {
        if (bar->isHidden()) continue;
        wearLarger(*bar, paint::Theme::named(store_.model().themeName()), projectedText(*this));
        const int height = bar->sizeHint().height();
        bar->setGeometry(0, room.height() - height, room.width(), height);
        room.rheight() -= height;
    }
    canvas_->setGeometry(stageWithin(room, store_.model().audience.shape));
    curtain_->setGeometry(rect());
}

void Presenter::closeEvent(QCloseEvent* event)
{
    event->ignore(); // the model decides
    if (store_.model().presenting) store_.dispatch(model::Command::TogglePresent);
}

} // namespace tcpstage::widgets
