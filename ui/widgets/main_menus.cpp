#include "ui/widgets/main_menus.h"

#include "ui/model/words.h"
#include "ui/widgets/common/choice_menu.h"
#include "ui/widgets/low_header.h"
#include "ui/widgets/present/audience_menu.h"

#include <QApplication>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenuBar>

namespace tcpstage::widgets {

namespace {

constexpr std::array<Text, 8> titles{wording::menuFile,    wording::menuEdit,   wording::menuView,
                                     wording::menuRun,     wording::menuWhatIf, wording::menuPredict,
                                     wording::menuPresent, wording::menuHelp};

/// A line stands before each of these.
constexpr std::array groups{model::Command::Quit,        model::Command::Save,           model::Command::Print,
                            model::Command::Undo,        model::Command::FindLesson,     model::Command::RenameBranch,
                            model::Command::ShowText,    model::Command::CopyPicture,    model::Command::ToggleRelative,
                            model::Command::ZoomIn,      model::Command::SwitchLanguage, model::Command::First,
                            model::Command::NextSegment, model::Command::NextMark,       model::Command::Faster,
                            model::Command::RealSockets, model::Command::ShowNetwork,    model::Command::BeLeft,
                            model::Command::CountHands,  model::Command::Black,          model::Command::NextPart,
                            model::Command::SayTime,     model::Command::ToggleDrawing};

} // namespace

MainMenus::MainMenus(model::Store& store, const Actions& actions, QMenuBar& bar) : QObject{&bar}, store_{store}
{
    static_assert(titles.size() == count);
    for (QMenu*& menu : menus_) {
        menu = bar.addMenu(QString{});
        // After Esc Qt leaves the entry of the bar highlighted, as if the keys were still its own.
        const auto leave = [&bar] {
            if (QApplication::activePopupWidget() || !bar.activeAction()) return;
            QKeyEvent escape{QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier}; // setActiveAction() would open menus
            QCoreApplication::sendEvent(&bar, &escape);
        };
        connect(menu, &QMenu::aboutToHide, &bar, leave, Qt::QueuedConnection);
    }
    for (const model::CommandInfo& command : model::allCommands())
        if (command.menu != model::Menu::None) menu(command.menu).addAction(actions[command.command]);
    separate(actions);
    recent_ = new QMenu{&menu(model::Menu::File)};
    menu(model::Menu::File).insertMenu(actions[model::Command::Save], recent_);
    menu(model::Menu::View).addSeparator();
    notation_ = new QMenu{&menu(model::Menu::View)};
    add(menu(model::Menu::View), themeChoice());
    menu(model::Menu::View).addMenu(notation_);
    notation_->addAction(actions[model::Command::ToggleTextbook]);
    notation_->addSeparator();
    for (auto& choice :
         {numbersChoice(), stateNamesChoice(), flagNamesChoice(), endNamesChoice(), windowUnitsChoice(), depthChoice()})
        add(*notation_, choice);
    add(menu(model::Menu::View), programsChoice());
    add(menu(model::Menu::Run), playStopsChoice());
    add(menu(model::Menu::Run), timeMapChoice());
    menu(model::Menu::Predict).addSeparator();
    add(menu(model::Menu::Predict), askedChoice());
    audience_ = new AudienceMenu{store_, &menu(model::Menu::Present)};
    menu(model::Menu::Present).insertMenu(actions[model::Command::SwapScreens], audience_);
    corner_ = new LowHeader{actions, bar};
}

void MainMenus::separate(const Actions& actions)
{
    for (const model::Command before : groups)
        menu(model::info(before).menu).insertSeparator(actions[before]);
}

void MainMenus::add(QMenu& menu, Choice choice)
{
    auto* offered = new ChoiceMenu{store_, std::move(choice), &menu};
    menu.addMenu(offered);
    choices_.push_back(offered);
}

void MainMenus::listRecent(const model::Model& model)
{
    recent_->setTitle(model::say(wording::recentFiles, model.language()));
    recent_->setEnabled(!model.recent.empty());
    recent_->clear();
    for (const std::string& path : model.recent) {
        const QFileInfo file{QString::fromStdString(path)};
        QString name = file.fileName();
        QAction* action = recent_->addAction(name.replace(u'&', QStringLiteral("&&")));
        action->setToolTip(file.filePath());
        connect(action, &QAction::triggered, this, [this, path] { store_.dispatch(model::OpenSource{path}); });
    }
    recent_->setToolTipsVisible(true);
}

void MainMenus::apply(const model::Model& model, const model::Model* before)
{
    if (!before || before->language() != model.language()) {
        for (std::size_t i = 0; i < menus_.size(); ++i)
            menus_[i]->setTitle(model::say(titles[i], model.language()));
        audience_->retranslate();
        corner_->retranslate(model.language());
    }
    notation_->setTitle(model::say(wording::notation, model.language()));
    for (ChoiceMenu* choice : choices_)
        choice->apply(model, before);
    if (!before || before->language() != model.language() || before->recent != model.recent) listRecent(model);
}

} // namespace tcpstage::widgets
