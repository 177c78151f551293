// Handouts, pictures and slides of the steps, from the window.

#include "tests/support/folder.h"
#include "tests/ui/widgets/window.h"
#include "ui/model/words.h"
#include "ui/widgets/papers/steps_dialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <gmock/gmock.h>

namespace tcpstage::widgets {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StepsOnPaper : public Window {
protected:
    StepsOnPaper() : Window{"three-way-handshake"} {}

    StepsDialog* opened()
    {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // of one before
        window.actions()[model::Command::ExportSteps]->trigger();
        auto* dialog = window.findChild<StepsDialog*>();
        if (dialog) {
            EXPECT_TRUE(QTest::qWaitForWindowExposed(dialog));
        }
        return dialog;
    }
    static void choose(StepsDialog& dialog, const Text& kind)
    {
        auto& box = *dialog.findChild<QComboBox*>();
        box.setCurrentIndex(box.findText(model::say(kind, Language::English)));
    }
    static QString sentence(const StepsDialog& dialog)
    {
        return dialog.findChild<QLabel*>(QStringLiteral("popoverSentence"))->text();
    }
    Folder files;
};

TEST_F(StepsOnPaper, AreAHandoutWithItsAnswers)
{
    StepsDialog* dialog = opened();
    ASSERT_TRUE(dialog);
    for (QCheckBox* box : dialog->findChildren<QCheckBox*>())
        box->click();
    dialog->findChild<QSpinBox*>()->setValue(2);
    dialog->write(QString::fromStdString(files / "a.pdf"));
    EXPECT_THAT(files.names(), ElementsAre("a-answers.pdf", "a.pdf"));
    EXPECT_EQ(QByteArray::fromStdString(file_octets(files / "a.pdf")).count("/Type /Page\n"), 4);
    ASSERT_TRUE(model().notice);
    EXPECT_FALSE(model().notice->problem);
    EXPECT_FALSE(dialog->isVisible());
}

TEST_F(StepsOnPaper, ArePicturesOrSlidesOfTheStepsThatAreWritten)
{
    StepsDialog* dialog = opened();
    ASSERT_TRUE(dialog);
    choose(*dialog, wording::stepsSvg);
    EXPECT_FALSE(dialog->findChild<QSpinBox*>()->isEnabled()) << "of a handout";
    dialog->findChild<QLineEdit*>()->setText(QStringLiteral("2-3"));
    dialog->write(QString::fromStdString(files / "a-%d.svg"));
    EXPECT_THAT(files.names(), ElementsAre("a-2.svg", "a-3.svg"));
    dialog = opened();
    choose(*dialog, wording::stepsSlides);
    dialog->findChild<QLineEdit*>()->setText(QStringLiteral("2"));
    dialog->write(QString::fromStdString(files / "b.pptx"));
    EXPECT_THAT(files.names(), ElementsAre("a-2.svg", "a-3.svg", "b.pptx"));
}

TEST_F(StepsOnPaper, SayWhatIsWrong)
{
    StepsDialog* dialog = opened();
    ASSERT_TRUE(dialog);
    dialog->findChild<QLineEdit*>()->setText(QStringLiteral("3-99"));
    dialog->findChildren<QPushButton*>().front()->click();
    EXPECT_EQ(sentence(*dialog), QStringLiteral("steps 3-99: the lesson has only 8 steps; choose earlier ones"));
    EXPECT_FALSE(dialog->findChild<QFileDialog*>()) << "no place is asked for";
    dialog->findChild<QLineEdit*>()->setText(QStringLiteral("all"));
    EXPECT_TRUE(sentence(*dialog).isEmpty());
    dialog->write(QString::fromStdString(files / "none/a.pdf"));
    EXPECT_TRUE(sentence(*dialog).contains(QStringLiteral("cannot write")));
    EXPECT_TRUE(model().notice && model().notice->problem);
    EXPECT_TRUE(dialog->isVisible());
    EXPECT_THAT(files.names(), IsEmpty());
}

TEST_F(StepsOnPaper, AskForAFileOfTheirKind)
{
    StepsDialog* dialog = opened();
    ASSERT_TRUE(dialog);
    choose(*dialog, wording::stepsWebm);
    dialog->findChildren<QPushButton*>().front()->click();
    auto* file = dialog->findChild<QFileDialog*>();
    ASSERT_TRUE(file);
    EXPECT_EQ(file->selectedFiles().front().section(u'/', -1), QStringLiteral("three-way-handshake.webm"));
    file->reject();
}

} // namespace
} // namespace tcpstage::widgets
