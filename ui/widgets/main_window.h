#pragma once
// The main window: contains the parts and passes each new model to them.

#include "ui/widgets/common/actions.h"

#include <QMainWindow>
#include <memory>

class QSettings;
class QVBoxLayout;

namespace tcpstage::widgets {

class CallButtons;
class AnswerKeys;
class CaptionCard;
class HeaderBar;
class LessonList;
class LiveBar;
class MainMenus;
class NoticeBar;
class BranchStrip;
class Dialogs;
class Presenter;
class PresenterNotes;
class QuestionCard;
class RealMenu;
class ReviewCard;
class SidePanels;
class StageView;
class StepHint;
class TransportBar;
class WhatIfMenu;
class WindowPlace;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(model::Store& store, QSettings& settings);
    ~MainWindow() override;

    model::Store& store() const { return store_; }
    Actions& actions() const { return *actions_; }
    StageView& stage() const { return *stage_; }
    LessonList& lessons() const { return *lessons_; }
    TransportBar& transport() const { return *transport_; }
    /// nullptr until the first presentation, and until the first branch.
    Presenter* presenter() const { return presenter_.get(); }
    BranchStrip* branchStrip() const { return branchStrip_; }
    SidePanels& sides() const { return *sides_; }
    WhatIfMenu& whatIf() const { return *whatIf_; }
    CallButtons& calls() const { return *calls_; }
    StepHint& stepHint() const { return *hint_; }
    /// Both nullptr until the first prediction.
    QuestionCard* questionCard() const { return question_; }
    ReviewCard* reviewCard() const { return review_; }
    /// nullptr until the first live run.
    LiveBar* liveBar() const { return liveBar_; }
    /// Made at the first call.
    RealMenu& realMenu();

protected:
    bool event(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    void apply(const model::Model* before);
    void applyTheme();
    void arrangeColumns();
    int sidebarWidth() const;
    void placeSidebar();
    void fitText(QSize window);
    void fitHeight();
    void search();
    void endSearch(const QWidget* focus); // another widget has the keyboard
    void makePresenter();
    void applyPresenting();
    void followScreens();
    void swapScreens();
    void applyLive(const model::Model* before);
    void applyBranches(const model::Model* before);
    void applyPrediction(const model::Model* before);
    void retranslate();
    void perform(model::Command command);
    void copyPicture();
    void copyText(const QString& text);

    model::Store& store_;
    Actions* actions_;
    HeaderBar* header_;
    LessonList* lessons_;
    NoticeBar* notice_;
    LiveBar* liveBar_ = nullptr;
    BranchStrip* branchStrip_ = nullptr;
    QuestionCard* question_ = nullptr;
    ReviewCard* review_ = nullptr;
    AnswerKeys* answerKeys_;
    RealMenu* realMenu_ = nullptr;
    QVBoxLayout* column_ = nullptr; // beside the list of lessons
    StageView* stage_;
    CallButtons* calls_;
    StepHint* hint_;
    PresenterNotes* notes_;
    CaptionCard* caption_;
    TransportBar* transport_;
    WhatIfMenu* whatIf_;
    SidePanels* sides_;
    Dialogs* dialogs_;
    MainMenus* menus_ = nullptr;
    WindowPlace* place_ = nullptr;
    bool searching_ = false; // in the list of lessons
    std::unique_ptr<Presenter> presenter_;
};

} // namespace tcpstage::widgets
