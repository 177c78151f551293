#include "ui/widgets/common/key_signs.h"
#include "ui/widgets/common/shortcuts_dialog.h"

#include "tests/ui/widgets/window.h"

#include <QKeySequenceEdit>
#include <QLibraryInfo>
#include <QSet>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QTranslator>

namespace tcpstage::widgets {

class Shortcuts : public Window {
protected:
    QList<QKeySequence> keys(const char* name) { return {QKeySequence{QLatin1String{name}}}; }
};

TEST_F(Shortcuts, CanBeChangedAndAreRemembered)
{
    ShortcutsDialog dialog{window.actions(), Language::English};
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.change(model::Command::NextStep, keys("F7"));
    press(Qt::Key_F7);
    EXPECT_EQ(step(), 1U);
    press(Qt::Key_Right);
    EXPECT_EQ(step(), 1U);
    Actions next{store, settings};
    EXPECT_EQ(next.keys(model::Command::NextStep), keys("F7"));
    window.actions().restoreKeys();
    press(Qt::Key_Right);
    EXPECT_EQ(step(), 2U);
}

TEST_F(Shortcuts, AKeyThatMeansSomethingElseIsRefused)
{
    ShortcutsDialog dialog{window.actions(), Language::English};
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.change(model::Command::NextStep, keys("F5"));
    EXPECT_TRUE(dialog.message().contains(QStringLiteral("Present"))) << dialog.message().toStdString();
    EXPECT_EQ(window.actions().keys(model::Command::NextStep), defaultKeys(model::Command::NextStep));
}

TEST_F(Shortcuts, AKeyIsAddedAndTheOthersStay)
{
    ShortcutsDialog dialog{window.actions(), Language::English};
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    const auto usual = defaultKeys(model::Command::NextStep);
    dialog.add(model::Command::NextStep, QKeySequence{Qt::Key_F7});
    EXPECT_EQ(window.actions().keys(model::Command::NextStep), usual + keys("F7"));
    press(Qt::Key_F7);
    press(Qt::Key_PageDown);
    EXPECT_EQ(step(), 2U) << "a clicker still works";
    window.actions().restoreKeys();
}

TEST_F(Shortcuts, EachKeyIsTakenAwayByItsButton)
{
    ShortcutsDialog dialog{window.actions(), Language::English};
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.show();
    dialog.choose(model::Command::TogglePlay);
    ASSERT_EQ(dialog.keyButtons().size(), 2);
    QTest::mouseClick(dialog.keyButtons().front(), Qt::LeftButton);
    EXPECT_EQ(window.actions().keys(model::Command::TogglePlay), keys("K"));
    ASSERT_EQ(dialog.keyButtons().size(), 1);
    QTest::mouseClick(dialog.keyButtons().front(), Qt::LeftButton);
    EXPECT_TRUE(window.actions().keys(model::Command::TogglePlay).isEmpty());
    Actions next{store, settings};
    EXPECT_TRUE(next.keys(model::Command::TogglePlay).isEmpty()) << "that is remembered, too";
    window.actions().restoreKeys();
}

TEST_F(Shortcuts, ANewKeyIsPressedInTheDialog)
{
    ShortcutsDialog dialog{window.actions(), Language::English};
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.show();
    dialog.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&dialog));
    dialog.choose(model::Command::Faster);
    auto* table = dialog.findChild<QTableWidget*>();
    QTest::keyClick(table, Qt::Key_Return);
    auto* edit = dialog.findChild<QKeySequenceEdit*>();
    ASSERT_TRUE(edit);
    edit->setKeySequence(QKeySequence{Qt::Key_F8});
    Q_EMIT edit->editingFinished();
    EXPECT_EQ(window.actions().keys(model::Command::Faster), defaultKeys(model::Command::Faster) + keys("F8"));
    window.actions().restoreKeys();
}

TEST_F(Shortcuts, NameTheArrowKeysByArrowsInBothLanguages)
{
    QTranslator translator; // as the program has it in Chinese
    KeySigns signs;
    const bool installed =
        translator.load(QStringLiteral("qtbase_zh_CN"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    for (const Language language : {Language::English, Language::Chinese}) {
        if (language == Language::Chinese && installed) QCoreApplication::installTranslator(&translator);
        QCoreApplication::installTranslator(&signs);
        EXPECT_EQ(keyAsText(QKeySequence{Qt::Key_Right}, language), QStringLiteral("→"));
        EXPECT_EQ(keyAsText(QKeySequence{Qt::Key_Left}, language), QStringLiteral("←"));
        EXPECT_EQ(keyAsText(QKeySequence{Qt::Key_Down}, language), QStringLiteral("↓"));
        EXPECT_EQ(keyAsText(QKeySequence{Qt::SHIFT | Qt::Key_Up}, language), QStringLiteral("Shift+↑"));
        EXPECT_EQ((QKeySequence{Qt::SHIFT | Qt::Key_Up}.toString(QKeySequence::PortableText)),
                  QStringLiteral("Shift+Up"))
            << "as settings keep it";
        QCoreApplication::removeTranslator(&signs);
    }
    QCoreApplication::removeTranslator(&translator);
}

TEST_F(Shortcuts, OfOneCommandHaveDifferentNamesInBothLanguages)
{
    QTranslator translator; // as the program has it in Chinese
    const bool installed =
        translator.load(QStringLiteral("qtbase_zh_CN"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    for (const Language language : {Language::English, Language::Chinese}) {
        if (language == Language::Chinese && installed) QCoreApplication::installTranslator(&translator);
        store.dispatch(model::SetLanguage{language});
        for (const model::CommandInfo& command : model::allCommands()) {
            const QStringList names =
                keysAsText(window.actions().keys(command.command), language).split(QStringLiteral("   "));
            EXPECT_EQ(names.size(), QSet<QString>(names.begin(), names.end()).size()) << names.join(u'|').toStdString();
        }
    }
    EXPECT_EQ(keyAsText(QKeySequence{Qt::Key_Enter}, Language::Chinese), QStringLiteral("小键盘回车"));
    EXPECT_EQ(keyAsText(QKeySequence{Qt::Key_Enter}, Language::English), QStringLiteral("Keypad Enter"));
    if (installed) {
        EXPECT_EQ(keyAsText(QKeySequence{Qt::Key_Return}, Language::Chinese), QStringLiteral("回车"));
    }
    QCoreApplication::removeTranslator(&translator);
}

TEST_F(Shortcuts, AreListedByF1)
{
    press(Qt::Key_F1);
    auto* dialog = window.findChild<ShortcutsDialog*>();
    ASSERT_TRUE(dialog);
    EXPECT_TRUE(dialog->isVisible());
    dialog->close();
}

} // namespace tcpstage::widgets
