#include "ui/widgets/main_window.h"

#include "ui/model/words.h"
#include "ui/paint/icons.h"
#include "ui/widgets/branches/branch_strip.h"
#include "ui/widgets/branches/what_if_menu.h"
#include "ui/widgets/common/answer_keys.h"
#include "ui/widgets/common/choice_menu.h"
#include "ui/widgets/common/notice_bar.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/live/live_bar.h"
#include "ui/widgets/live/real_menu.h"
#include "ui/widgets/predict/question_card.h"
#include "ui/widgets/predict/review_card.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/present/presenter_notes.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/caption_card.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/transport_bar.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QVBoxLayout>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr QSize firstSize{1440, 900};
constexpr QSize leastSize{1000, 640};
constexpr int windowGap = 12;
constexpr int detailsWidth = 480; // if the left column is narrower, details also take the place of the list of lessons
constexpr std::array<Text, 5> menuWords{wording::menuFile, wording::menuEdit, wording::menuView, wording::menuRun,
                                        wording::menuHelp};

/// Whether the focused widget needs this key itself; elsewhere it steps through the lesson.
bool keepsKey(const QWidget* widget, int key)
{
    const bool presses = key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter;
    const bool moves = key == Qt::Key_Home || key == Qt::Key_End || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
    if (qobject_cast<const QAbstractButton*>(widget)) return presses;
    if (qobject_cast<const QAbstractItemView*>(widget)) return presses || moves;
    if (qobject_cast<const QAbstractSlider*>(widget)) return moves || key == Qt::Key_Left || key == Qt::Key_Right;
    return false;
}

} // namespace

MainWindow::MainWindow(model::Store& store, QSettings& settings)
    : store_{store}, settings_{settings}, actions_{new Actions{store, settings, this}},
      header_{new HeaderBar{store, *actions_}}, lessons_{new LessonList}, notice_{new NoticeBar{store}},
      answerKeys_{new AnswerKeys{store, this}}, stage_{new StageView{store}}, notes_{new PresenterNotes{store}},
      caption_{new CaptionCard{store}}, transport_{new TransportBar{store, *actions_}},
      whatIf_{new WhatIfMenu{store, *actions_, *stage_, this}}, sides_{new SidePanels{store, *actions_, this}}
{
    setWindowIcon(paint::programIcon());
    setAcceptDrops(true);
    setMinimumSize(leastSize);
    build();
    fillMenus();
    whatIf_->fill(*menus_[static_cast<std::size_t>(model::Menu::Run)]);
    applyTheme(); // after all widgets are placed, because a style sheet makes reparenting expensive
    addActions(actions_->all());
    resize(firstSize);
    restoreGeometry(settings_.value(QLatin1String{"geometry"}).toByteArray());
    apply(nullptr);
    stage_->take();
    connect(&store_, &model::Store::changed, this, [this](const model::Model& before) { apply(&before); });
    connect(actions_, &Actions::wanted, this, &MainWindow::perform);
    connect(lessons_, &LessonList::chosen, this,
            [this](const QString& id) { store_.dispatch(model::OpenSource{id.toStdString()}); });
    connect(lessons_, &LessonList::left, stage_, &StageView::take);
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    auto* right = new QVBoxLayout;
    right->setContentsMargins(windowGap, windowGap, windowGap, 10);
    right->setSpacing(10);
    column_ = right;
    right->addWidget(notice_);
    right->addWidget(stage_, 1);
    right->addWidget(notes_);
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

void MainWindow::fillMenus()
{
    for (QMenu*& menu : menus_)
        menu = menuBar()->addMenu(QString{});
    for (const model::CommandInfo& command : model::allCommands())
        if (command.menu != model::Menu::None)
            menus_[static_cast<std::size_t>(command.menu)]->addAction((*actions_)[command.command]);
    const auto menu = [this](model::Menu which) -> QMenu& { return *menus_[static_cast<std::size_t>(which)]; };
    for (const model::Command before : {model::Command::Quit})
        menu(model::Menu::File).insertSeparator((*actions_)[before]);
    for (const model::Command before :
         {model::Command::ToggleRelative, model::Command::SwitchLanguage, model::Command::TogglePresent})
        menu(model::Menu::View).insertSeparator((*actions_)[before]);
    for (const model::Command before : {model::Command::NextSegment, model::Command::Faster, model::Command::Predict})
        menu(model::Menu::Run).insertSeparator((*actions_)[before]);
    menu(model::Menu::View).addSeparator();
    for (const auto& choice : {themeChoice(), numbersChoice(), stateNamesChoice(), depthChoice()})
        addChoice(menu(model::Menu::View), new ChoiceMenu{store_, choice, this});
    for (const auto& choice : {askedChoice(), timeMapChoice()})
        addChoice(menu(model::Menu::Run), new ChoiceMenu{store_, choice, this});
}

void MainWindow::addChoice(QMenu& menu, ChoiceMenu* choice)
{
    menu.addMenu(choice);
    choices_.push_back(choice);
}

void MainWindow::apply(const model::Model* before)
{
    const model::Model& model = store_.model();
    if (before && before->themeName() != model.themeName()) applyTheme();
    if (!before || before->language() != model.language() || !scene::isSameRun(before->staged, model.staged))
        retranslate();
    actions_->apply(model, before);
    for (ChoiceMenu* choice : choices_)
        choice->apply(model, before);
    header_->apply(model, before);
    lessons_->apply(model, before);
    notice_->apply(model, before);
    applyLive(before);
    applyBranches(before);
    sides_->apply(model, before);
    caption_->apply(model, before);
    applyPrediction(before);
    stage_->apply(model, before);
    applyDetails();
    transport_->apply(model, before);
    notes_->apply(model, before);
    if (model.presenting || (before && before->presenting)) applyPresenting();
    if (presenter_ && model.presenting) presenter_->apply(model, before && before->presenting ? before : nullptr);
}

void MainWindow::applyTheme() { wear(paint::Theme::named(store_.model().themeName())); }

void MainWindow::applyDetails()
{
    const bool besideStage = store_.model().panel != model::SidePanel::None;
    const bool give = !besideStage && stage_->showsDetails() && stage_->leftWidth() < detailsWidth;
    if ((give || besideStage) != lessons_->isHidden()) {
        lessons_->setVisible(!give && !besideStage);
        centralWidget()->layout()->activate();
    }
    stage_->setBorrowed(give ? lessons_->width() : 0);
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
    caption_->setVisible(!model.prediction.shows());
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
    if (!realMenu_) realMenu_ = new RealMenu{store_, this};
    return *realMenu_;
}

void MainWindow::applyPresenting()
{
    const bool presenting = store_.model().presenting;
    notes_->setVisible(presenting && Presenter::otherScreen(*this));
    if (presenting && !presenter_) presenter_ = std::make_unique<Presenter>(store_, *actions_);
    if (presenting && !presenter_->isVisible()) presenter_->open(*this);
    if (!presenting && presenter_ && presenter_->isVisible()) {
        presenter_->hide();
        activateWindow();
    }
}

void MainWindow::retranslate()
{
    const model::Model& model = store_.model();
    for (std::size_t i = 0; i < menus_.size(); ++i)
        menus_[i]->setTitle(model::say(menuWords[i], model.language()));
    whatIf_->retranslate(model.language());
    const QString program = QStringLiteral("TCP Stage");
    setWindowTitle(model.staged
                       ? model::say(model.staged->scenario.title, model.language()) + QStringLiteral(" — ") + program
                       : program);
}

bool MainWindow::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::NoModifier && keepsKey(focusWidget(), key->key())) event->accept();
    }
    return QMainWindow::event(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    const int sidebar = std::clamp(event->size().width() * 15 / 100, 208, 320);
    lessons_->setFixedWidth(sidebar);
    header_->setSidebarWidth(sidebar);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (store_.model().presenting) store_.dispatch(model::Command::TogglePresent);
    settings_.setValue(QLatin1String{"geometry"}, saveGeometry());
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
    store_.dispatch(model::Announce{
        model::Notice{{std::string{wording::dropOneFile.en}, std::string{wording::dropOneFile.zh}}, true}});
}

} // namespace tcpstage::widgets
