// Every dialog fits the screen: a laptop's at twice the size is 683 x 384, an old projector's 512 x 384.
#include "tests/ui/widgets/window.h"

#include "ui/widgets/dialog_room.h"
#include "ui/widgets/window_place.h"

#include <QApplication>
#include <QDialog>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QTest>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace tcpstage::widgets {
namespace {

class DialogsOfTheWindow : public Window {
protected:
    /// Those that open dialogs; the others of the window are menus, fields and the clipboard.
    static constexpr std::array all{
        model::Command::Open,          model::Command::Save,     model::Command::SaveAnswers,
        model::Command::ExportPicture, model::Command::SavePage, model::Command::Print,
        model::Command::LessonFolder,  model::Command::Glossary, model::Command::ListShortcuts,
        model::Command::Messages,      model::Command::About,    model::Command::LessonLanguage,
        model::Command::ExportSteps};

    DialogsOfTheWindow()
    {
        store.dispatch(model::Announce{model::Notice{{"The disk is full.", "磁盘已满。"}, true}});
        press(Qt::Key_Q);
        press(Qt::Key_1);
        press(Qt::Key_Q);
        press(Qt::Key_Escape);
    }

    QDialog* opened(model::Command command)
    {
        window.actions()[command]->trigger();
        QApplication::processEvents();
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* dialog = qobject_cast<QDialog*>(widget); dialog && dialog->isVisible()) return dialog;
        return nullptr;
    }

    /// Whether a button can be brought into sight.
    static bool isReachable(const QWidget& button, const QDialog& dialog)
    {
        for (const QWidget* parent = button.parentWidget(); parent && parent != &dialog;
             parent = parent->parentWidget())
            if (qobject_cast<const QScrollArea*>(parent)) return true;
        return dialog.rect().contains(QRect{button.mapTo(&dialog, QPoint{}), button.size()});
    }

    void close(QDialog* dialog)
    {
        dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QApplication::processEvents();
    }
};

TEST_F(DialogsOfTheWindow, FitEveryScreen)
{
    for (const Language language : {Language::English, Language::Chinese})
        for (const QSize screen : {QSize{512, 384}, QSize{683, 384}, QSize{1366, 768}})
            for (const model::Command command : all) {
                store.dispatch(model::SetLanguage{language});
                QDialog* dialog = opened(command);
                ASSERT_TRUE(dialog) << model::info(command).id;
                const QSize room = insideOf(QRect{{}, screen}).size();
                fitDialog(*dialog, room);
                QApplication::processEvents();
                const std::string where =
                    std::string{model::info(command).id} + " on " + std::to_string(screen.width());
                EXPECT_LE(dialog->width(), room.width()) << where;
                EXPECT_LE(dialog->height(), room.height()) << where;
                for (const QPushButton* button : dialog->findChildren<QPushButton*>())
                    if (button->isVisible())
                        EXPECT_TRUE(isReachable(*button, *dialog)) << where << ": " << button->text().toStdString();
                close(dialog);
            }
}

TEST_F(DialogsOfTheWindow, AreFittedBeforeTheyAreSeen)
{
    const QSize room = insideOf(window.screen()->availableGeometry()).size();
    for (const model::Command command : all) {
        QDialog* dialog = opened(command);
        ASSERT_TRUE(dialog) << model::info(command).id;
        EXPECT_LE(dialog->width(), room.width()) << model::info(command).id;
        EXPECT_LE(dialog->height(), room.height()) << model::info(command).id;
        close(dialog);
    }
    auto* large = new QDialog{&window}; // one of Qt's own
    auto* inside = new QPushButton{QStringLiteral("far below"), large};
    inside->setMinimumSize(3000, 3000);
    (new QVBoxLayout{large})->addWidget(inside);
    large->show();
    QApplication::processEvents();
    EXPECT_LE(large->width(), room.width());
    EXPECT_LE(large->height(), room.height());
    EXPECT_TRUE(inside->isVisible());
    EXPECT_TRUE(isReachable(*inside, *large));
    large->close();
}

TEST_F(DialogsOfTheWindow, KeepTheFocusWhereTypingBegins)
{
    QDialog* dialog = opened(model::Command::Glossary);
    ASSERT_TRUE(dialog);
    const QWidget* focus = dialog->focusWidget();
    ASSERT_TRUE(focus);
    fitDialog(*dialog, {100, 100});
    QApplication::processEvents();
    EXPECT_EQ(dialog->focusWidget(), focus);
    EXPECT_TRUE(dialog->findChild<QScrollArea*>());
    close(dialog);
}

TEST_F(DialogsOfTheWindow, ShowTheMessagesThatHaveLeft)
{
    store.dispatch(model::DismissNotice{});
    QDialog* dialog = opened(model::Command::Messages);
    ASSERT_TRUE(dialog);
    EXPECT_TRUE(dialog->findChild<QTextBrowser*>()->toPlainText().contains(QStringLiteral("The disk is full.")));
    close(dialog);
}

} // namespace
} // namespace tcpstage::widgets
