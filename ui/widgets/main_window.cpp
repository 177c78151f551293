#include "ui/widgets/main_window.h"

#include "ui/model/words.h"
#include "ui/paint/icons.h"
#include "ui/widgets/branches/branch_strip.h"
#include "ui/widgets/branches/what_if_menu.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/captures/connection_offer.h"
#include "ui/widgets/common/answer_keys.h"
#include "ui/widgets/common/kept_keys.h"
#include "ui/widgets/common/keyboard_use.h"
#include "ui/widgets/common/notice_bar.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/dialog_room.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/live/live_bar.h"
#include "ui/widgets/live/real_menu.h"
#include "ui/widgets/low_header.h"
#include "ui/widgets/main_menus.h"
#include "ui/widgets/predict/question_card.h"
#include "ui/widgets/predict/review_card.h"
#include "ui/widgets/present/audience_place.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/present/presenter_notes.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/call_buttons.h"
#include "ui/widgets/stage/caption_card.h"
#include "ui/widgets/stage/goal_bar.h"
#include "ui/widgets/stage/stage_room.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/step_hint.h"
#include "ui/widgets/stage/transport_bar.h"
#include "ui/widgets/strip_view.h"
#include "ui/widgets/window_place.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <memory>

namespace tcpstage::widgets {

namespace {

constexpr double windowGap = 12;
constexpr double partGap = 10;
constexpr double lowWindow = 600;
constexpr double lowWithNotes = 760;
constexpr double lowWithSliders = 720;
constexpr double lowestWithSliders = 560;
constexpr int mostLayouts = 12;  // after a change
constexpr int roomyStage = 1240; // pixels that the list of lessons leaves beside the details of something

/// What the signs mean that stand on two ladders.
void explainSigns(CaptionCard& caption, const StageView& stage, const model::Model& model)
{
    if (model.staged)
        caption.setLegend(scene::signsLegend(*model.staged, stage.ladderCanvas().scene(), model.language()));
}

} // namespace

MainWindow::MainWindow(model::Store& store, QSettings& settings)
    : store_{store}, actions_{new Actions{store, settings, this}}, header_{new HeaderBar{store, *actions_}},
      lessons_{new LessonList}, notice_{new NoticeBar{store}}, answerKeys_{new AnswerKeys{store, this}},
      stage_{new StageView{store, *actions_}}, calls_{new CallButtons{store, stage_->ladderCanvas()}},
      hint_{new StepHint{store, *actions_, stage_->ladderCanvas()}}, notes_{new PresenterNotes{store}},
      caption_{new CaptionCard{store}},
      transport_{new TransportBar{store, *actions_}}, whatIf_{new WhatIfMenu{store, *actions_, *stage_, this}},
      sides_{new SidePanels{store, *actions_, this}}, dialogs_{new Dialogs{store, *actions_, *this}}
{
    setWindowIcon(paint::programIcon());
    setAcceptDrops(true);
    build();
    menus_ = new MainMenus{store_, *actions_, *menuBar()};
    whatIf_->fill(menus_->menu(model::Menu::WhatIf));
    new KeyboardUse{this};
    new DialogRoom{this};
    new ConnectionOffer{store_, [this] { dialogs_->connections(); }, this};
    place_ = new WindowPlace{*this, settings};
    fitText(isMaximized() ? screen()->availableSize() : size()); // before the style is made, which takes a while
    applyTheme(); // after all widgets are placed, because a style sheet makes reparenting expensive
    addActions(actions_->all());
    actions_->explainKeysOf(*this);
    apply(nullptr);
    stage_->take();
    const auto again = std::make_shared<int>(0); // what is under the ladders can change their height a few times
    connect(&store_, &model::Store::changed, this, [again] { *again = mostLayouts; });
    connect(&store_, &model::Store::changed, this, [this](const model::Model& before) { apply(&before); });
    connect(&stage_->ladderCanvas(), &Canvas::needed, this, [this, again] {
        if (*again == 0) return;
        --*again;
        explainSigns(*caption_, *stage_, store_.model());
    });
    connect(actions_, &Actions::wanted, this, &MainWindow::perform);
    connect(actions_, &Actions::workshopOpened, this, [this] { activateWindow(); });
    for (const auto change : {&QGuiApplication::screenAdded, &QGuiApplication::screenRemoved})
        connect(qApp, change, this, &MainWindow::followScreens, Qt::QueuedConnection);
    connect(lessons_, &LessonList::chosen, this,
            [this](const QString& id) { store_.dispatch(model::OpenSource{id.toStdString()}); });
    connect(calls_, &CallButtons::asked, this,
            [this](trace::Side side, const QPoint& at) { whatIf_->openCalls(side, at, *this); });
    connect(lessons_, &LessonList::partChosen, this,
            [this](int part) { store_.dispatch(model::HourAction{model::GoToPart{static_cast<std::size_t>(part)}}); });
    connect(lessons_, &LessonList::left, stage_, &StageView::take);
    connect(sides_, &SidePanels::left, stage_, &StageView::take);
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget*, const QWidget* now) { endSearch(now); });
}

MainWindow::~MainWindow() { qApp->disconnect(this); } // the focus goes as the parts do

void MainWindow::build()
{
    auto* right = new QVBoxLayout;
    column_ = right;
    right->addWidget(notice_);
    right->addWidget(stage_, 1);
    right->addWidget(notes_);
    right->addWidget(new StripView{store_});
    right->addWidget(new GoalBar{store_, *actions_});
    right->addWidget(caption_);
    right->addWidget(transport_);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(lessons_);
    row->addLayout(right, 1);
    sides_->build(row, right);
    auto* central = new QWidget;
    central->setObjectName(QStringLiteral("central"));
    auto* column = new QVBoxLayout{central};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addLayout(row, 1);
    setCentralWidget(central);
}

void MainWindow::apply(const model::Model* before)
{
    const model::Model& model = store_.model();
    if (before && (before->themeName() != model.themeName() || before->shownTextSize() != model.shownTextSize())) {
        applyTheme();
        placeSidebar();
    }
    if (!before || before->language() != model.language() || !scene::isSameRun(before->staged, model.staged))
        retranslate();
    actions_->apply(model, before);
    menus_->apply(model, before);
    header_->apply(model, before);
    lessons_->apply(model, before);
    notice_->apply(model, before);
    applyLive(before);
    applyBranches(before);
    sides_->apply(model, before);
    caption_->apply(model, before);
    applyPrediction(before);
    stage_->apply(model, before);
    explainSigns(*caption_, *stage_, model);
    calls_->apply(model);
    hint_->apply(model);
    arrangeColumns();
    transport_->apply(model, before);
    notes_->apply(model, before);
    if (presenter_ && model.presenting && before && before->audience != model.audience) presenter_->hide();
    if (model.presenting || (before && before->presenting)) applyPresenting();
    if (presenter_ && model.presenting) presenter_->apply(model, before && before->presenting ? before : nullptr);
}

void MainWindow::applyTheme()
{
    const model::Model& model = store_.model();
    wear(paint::Theme::named(model.themeName()), model.shownTextSize());
    const int gap = sized(windowGap);
    column_->setContentsMargins(gap, gap, gap, sized(partGap));
    column_->setSpacing(sized(partGap));
}

/// Who has room beside the stage: the list while it is searched, else what was asked for last.
void MainWindow::arrangeColumns()
{
    const bool panel = store_.model().panel != model::SidePanel::None;
    const bool details = stage_->showsDetails();
    const int room = width() - 2 * sized(windowGap);
    const int list = sidebarWidth();
    const int side = sides_->panelWidth();
    const bool panelFits = searching_ ? room - list - side >= roomFor(details, 1) : room - side >= roomFor(details, 1);
    const bool showsPanel = panel && (panelFits || !(details || searching_));
    const int stage = room - list - (showsPanel ? side : 0);
    const bool listFits = details      ? stage - detailsWidth(stage) >= roomyStage
                          : showsPanel ? stage >= roomFor(false, 2)
                                       : true;
    sides_->setRoom(showsPanel || !panel);
    if ((listFits || searching_) == lessons_->isHidden()) {
        lessons_->setVisible(listFits || searching_);
        centralWidget()->layout()->activate();
    }
}

int MainWindow::sidebarWidth() const
{
    const int all = width();
    return std::clamp(all * 15 / 100, std::min(sized(208), all * 25 / 100), sized(320));
}

void MainWindow::search()
{
    if (store_.model().presenting && presenter_ && coversWorkshop(store_.model().audience, *this))
        return presenter_->openLessons();
    if (stage_->showsDetails() && lessons_->isHidden()) store_.dispatch(model::Select{});
    activateWindow(); // it may be on the other screen
    searching_ = true;
    arrangeColumns();
    lessons_->search();
}

void MainWindow::endSearch(const QWidget* focus)
{
    if (!searching_ || !focus || focus->window() != this || lessons_->isAncestorOf(focus)) return;
    searching_ = false;
    arrangeColumns();
}

void MainWindow::applyBranches(const model::Model* before)
{
    const model::Model& model = store_.model();
    const bool any = model.branches.all.size() > 1;
    if (any && !branchStrip_) {
        branchStrip_ = new BranchStrip{store_, *actions_};
        column_->insertWidget(1, branchStrip_);
        connect(branchStrip_, &BranchStrip::left, stage_, &StageView::take);
    }
    if (!branchStrip_) return;
    branchStrip_->apply(model, before);
    branchStrip_->setVisible(any);
}

void MainWindow::applyPrediction(const model::Model* before)
{
    const model::Model& model = store_.model();
    answerKeys_->apply(model);
    fitHeight();
    if (model.prediction.on && !question_) {
        question_ = new QuestionCard{store_};
        review_ = new ReviewCard{store_, *actions_};
        const int place = column_->indexOf(caption_);
        column_->insertWidget(place, question_);
        column_->insertWidget(place, review_);
    }
    if (!question_) return;
    const bool had = question_->isVisible() || review_->isVisible();
    question_->setVisible(model.prediction.on);
    review_->setVisible(model.prediction.reviewing && !model.prediction.on);
    if (model.prediction.on) question_->apply(model);
    review_->apply(model, before);
    if (model.prediction.on && !had) stage_->take(); // so that keys answer the question
}

void MainWindow::applyLive(const model::Model* before)
{
    const model::Model& model = store_.model();
    if (model.live && !liveBar_) {
        liveBar_ = new LiveBar{store_, *actions_};
        column_->insertWidget(1, liveBar_);
    }
    if (!liveBar_) return;
    liveBar_->apply(model, before);
    liveBar_->setVisible(model.live.has_value());
}

RealMenu& MainWindow::realMenu()
{
    if (!realMenu_) {
        realMenu_ = new RealMenu{store_, *actions_, this};
        endHoverWith(*realMenu_, header_->realButton());
    }
    return *realMenu_;
}

void MainWindow::retranslate()
{
    const model::Model& model = store_.model();
    whatIf_->retranslate(model.language());
    const QString program = QStringLiteral("TCP Stage");
    setWindowTitle(model.staged
                       ? model::say(model.staged->scenario.title, model.language()) + QStringLiteral(" — ") + program
                       : program);
}

bool MainWindow::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        const bool upDown = key.key() == Qt::Key_Up || key.key() == Qt::Key_Down;
        const bool ofTheQuiz = upDown && takesKey(store_.model(), QKeySequence{key.key()});
        if (!ofTheQuiz && keepsKey(focusWidget(), key)) event->accept();
    }
    return QMainWindow::event(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    fitText(size());
    placeSidebar();
    fitHeight();
    arrangeColumns();
}

void MainWindow::fitText(QSize window)
{
    const model::TextRoom room = textRoomIn(window);
    if (!(room == store_.model().textRoom)) store_.dispatch(model::SetTextRoom{room});
}

/// In a low window the stage has the height of the header, whose buttons are in the row of the menus then; the notes of
/// a presentation, and in a very low one the sliders, have that of the caption.
void MainWindow::fitHeight()
{
    const model::Model& model = store_.model();
    const bool notes = !notes_->isHidden(); // what the caption says is on the projector
    const bool sliders = model.network && model.staged && !model.staged->beside;
    const bool low = height() < sized(notes ? lowWithNotes : sliders ? lowWithSliders : lowWindow);
    header_->setVisible(!low);
    if (menus_) menus_->corner().place(low, width());
    const bool noCaption = (sliders && height() < sized(lowestWithSliders)) || (low && notes);
    caption_->setVisible(!model.prediction.shows() && !noCaption);
}

void MainWindow::placeSidebar()
{
    lessons_->setFixedWidth(sidebarWidth());
    header_->setSidebarWidth(sidebarWidth());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (store_.model().presenting) store_.dispatch(model::Command::TogglePresent);
    place_->remember();
    store_.keepAll();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile()) {
        store_.dispatch(model::OpenSource{urls.front().toLocalFile().toStdString()});
        return event->acceptProposedAction();
    }
    store_.dispatch(model::Announce{model::answer(wording::dropOneFile, true)});
}

} // namespace tcpstage::widgets
