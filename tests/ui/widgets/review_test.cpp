// The review after a prediction: every mistake can be read, in the window and on the projector.

#include "tests/ui/widgets/window.h"
#include "ui/model/prediction_board.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/predict/review_card.h"
#include "ui/widgets/present/presenter.h"

#include <QApplication>
#include <QListWidget>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>

namespace tcpstage::widgets {
namespace {

QStringList labelsOf(const scene::Scene& scene)
{
    QStringList list;
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const scene::Mark& mark : *marks)
            if (const auto* label = std::get_if<scene::Label>(&mark.shape)) list << label->text;
    return list;
}

class Review : public Window {
protected:
    const model::Prediction& now() const { return model().prediction; }
    void begin(model::AskFor asks)
    {
        store.dispatch(model::ChooseAsked{asks});
        press(Qt::Key_Q);
    }
    /// Answers every question wrong.
    void failAll()
    {
        begin(model::AskFor::Mixed);
        while (now().on && step() < steps()) {
            if (now().stands()) press(wrong());
            press(Qt::Key_Right);
        }
        if (now().on) press(Qt::Key_Right);
    }

private:
    Qt::Key wrong() const
    {
        const std::size_t count = now().question->choices.size();
        return static_cast<Qt::Key>(Qt::Key_A + static_cast<int>((now().question->right + 1) % count));
    }
};

TEST_F(Review, AllMistakesCanBeReachedAndReadToTheirEnd)
{
    open("whole-connection");
    failAll();
    QListWidget& list = window.reviewCard()->list();
    ASSERT_GT(list.count(), 5);
    for (const int width : {1280, 1000}) {
        window.resize(width, 800);
        QApplication::processEvents();
        const int room = list.viewport()->width();
        for (int row = 0; row < list.count(); ++row) {
            list.scrollToItem(list.item(row));
            const QRect shown = list.visualItemRect(list.item(row));
            EXPECT_TRUE(list.viewport()->rect().intersects(shown)) << row;
            const QRect text =
                list.fontMetrics().boundingRect(QRect{0, 0, room - 8, 1000}, Qt::TextWordWrap, list.item(row)->text());
            EXPECT_GE(shown.height(), text.height()) << width << ": " << list.item(row)->text().toStdString();
        }
    }
    press(Qt::Key_F5);
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    const QStringList projected = labelsOf(window.presenter()->canvas().scene());
    const auto listed = std::ranges::count_if(projected, [](const QString& text) {
        return QRegularExpression{QStringLiteral("^\\d+\\. ")}.match(text).hasMatch();
    });
    const QStringList more = projected.filter(QRegularExpression{QStringLiteral("^… and \\d+ more")});
    ASSERT_GE(listed, 1);
    const QString rest = QStringLiteral("… and %1 more: the next step shows them").arg(list.count() - listed);
    EXPECT_EQ(more, listed == list.count() ? QStringList{} : QStringList{rest});
}

TEST_F(Review, SaysWhatTheNextStepDoes)
{
    open("three-way-handshake");
    failAll();
    ASSERT_TRUE(now().reviewing);
    ASSERT_EQ(step(), steps());
    for (const Language language : {Language::English, Language::Chinese}) {
        store.dispatch(model::SetLanguage{language});
        const QString whole = language == Language::English
                                  ? QStringLiteral("The next step shows the whole run. Esc closes this review.")
                                  : QStringLiteral("按下一步显示整个过程。按 Esc 关闭这份回顾。");
        EXPECT_TRUE(window.reviewCard()->hint().endsWith(whole)) << window.reviewCard()->hint().toStdString();
    }
    store.dispatch(model::SetLanguage{Language::English});
    press(Qt::Key_F5);
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    const auto projected = [&] { return labelsOf(window.presenter()->canvas().scene()).join(u' '); };
    for (int i = 0; i < 20 && projected().contains(QStringLiteral(" more: the next step shows them")); ++i)
        press(Qt::Key_Right); // the pages of mistakes
    EXPECT_TRUE(projected().contains(QStringLiteral("The next step shows the whole run.")))
        << projected().toStdString();
    press(Qt::Key_Right);
    EXPECT_EQ(model().display.view, scene::View::Whole) << "and it does";
}

TEST_F(Review, SaysSoInTheMiddleOfARun)
{
    open("whole-connection");
    begin(model::AskFor::Mixed);
    for (int i = 0; i < 20 && !now().stands(); ++i)
        press(Qt::Key_Right);
    press(Qt::Key_A);
    press(Qt::Key_Escape);
    ASSERT_TRUE(now().reviewing);
    ASSERT_LT(step(), steps());
    EXPECT_TRUE(window.reviewCard()->hint().contains(QStringLiteral("The next step goes on with the run.")));
}

TEST_F(Review, WhereNothingWasAnsweredSaysWhatWouldHaveBeenRight)
{
    begin(model::AskFor::Flags);
    for (int i = 0; i < 20 && !now().stands(); ++i)
        press(Qt::Key_Right);
    press(Qt::Key_Right); // without an answer
    press(Qt::Key_Escape);
    ASSERT_TRUE(now().reviewing);
    ASSERT_FALSE(now().answers->empty());
    ASSERT_EQ(window.reviewCard()->list().count(), 1);
    EXPECT_TRUE(window.reviewCard()->list().item(0)->text().contains(QStringLiteral("not answered. Right: ")));
    EXPECT_TRUE(window.reviewCard()->title().contains(QStringLiteral("No question was answered")));
    EXPECT_EQ(model::boardOf(model()).review.size(), 1) << "on the projector, too";
}

TEST_F(Review, OneAnswerTooManyChangesNothingBeforeAClass)
{
    open("three-way-handshake");
    press(Qt::Key_F5);
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    begin(model::AskFor::Mixed);
    for (int i = 0; i < 80 && !now().reviewing; ++i) {
        if (now().stands()) press(Qt::Key_1);
        press(Qt::Key_Right);
    }
    ASSERT_TRUE(now().reviewing);
    const std::size_t branches = model().branches.all.size();
    for (const Qt::Key key : {Qt::Key_3, Qt::Key_D, Qt::Key_C})
        press(key);
    EXPECT_EQ(model().display.view, scene::View::Ladder);
    EXPECT_EQ(model().branches.all.size(), branches);
}

} // namespace
} // namespace tcpstage::widgets
