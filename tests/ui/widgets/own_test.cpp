// Two programs of the user in the real window.

#include "tests/ui/widgets/real_window.h"

#include "ui/widgets/captures/connection_list.h"
#include "ui/widgets/live/own_dialog.h"
#include "ui/widgets/live/written_dialog.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <cstdlib>

namespace tcpstage::widgets {

namespace {

const QString server = QStringLiteral("exec python3 -u -m http.server 8000 --directory /usr/share");

/// Asks for `count` pages, one after another.
QString client(int count)
{
    return QStringLiteral("exec python3 -c 'import urllib.request as request; "
                          "[(page := request.urlopen(\"http://10.0.0.2:8000/\")).read() and print(\"got\", "
                          "page.status) for i in range(%1)]'")
        .arg(count);
}

bool hasPython() { return std::system("python3 -c '' >/dev/null 2>&1") == 0; }

} // namespace

class OwnProgramsInTheWindow : public RealSockets {
protected:
    template <typename Dialog> Dialog* shown()
    {
        for (auto* dialog : window.findChildren<Dialog*>())
            if (dialog->isVisible()) return dialog;
        return nullptr;
    }
    /// Starts both as a person does.
    void start(int pages, bool byHand)
    {
        press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        OwnDialog* asks = shown<OwnDialog>();
        ASSERT_NE(asks, nullptr);
        asks->server().setText(server);
        asks->client().setText(client(pages));
        asks->byHand().setChecked(byHand);
        ASSERT_TRUE(asks->startButton().isEnabled());
        asks->startButton().click();
        ASSERT_TRUE(model().live && model().live->several);
    }
    QString written()
    {
        bar().writtenButton().click();
        auto* dialog = shown<WrittenDialog>();
        if (!dialog) return {};
        const QString text = dialog->text();
        dialog->close();
        return text;
    }
};

TEST_F(OwnProgramsInTheWindow, AreShownWithEachOfTheirConnections)
{
    if (!hasPython()) GTEST_SKIP() << "there is no python3 here";
    start(3, false);
    ASSERT_TRUE(until([&] { return over() || !model().live; }));
    if (!model().live) GTEST_SKIP() << model().notice->sentence.en;

    EXPECT_EQ(model().source, "programs#1");
    EXPECT_EQ(model().staged->scenario.title.en, "Connection 1 of the user's programs");
    ASSERT_TRUE(bar().connectionButton().isVisible());
    EXPECT_EQ(bar().connectionButton().text(), QStringLiteral("Connection 1 of 3"));
    EXPECT_FALSE(bar().button(model::Command::CompareRuns)->isVisible()) << "there is nothing to compare with";
    EXPECT_EQ(written().count(QStringLiteral("client: got 200")), 3);

    const auto portOfClient = [&] { return model().staged->trace().endpoint(Side::Left).socket.port; };
    const std::uint16_t first = portOfClient();
    bar().connectionButton().click();
    auto* list = shown<ConnectionList>();
    ASSERT_NE(list, nullptr);
    const QAbstractItemModel& rows = *list->table().model();
    ASSERT_EQ(rows.rowCount(), 3);
    for (int row = 0; row < 3; ++row)
        EXPECT_EQ(rows.index(row, 10).data().toString(), QStringLiteral("closed")) << row;
    list->table().selectRow(2);
    QTest::keyClick(&list->table(), Qt::Key_Return);
    ASSERT_TRUE(until([&] { return model().source == "programs#3"; }));
    EXPECT_NE(portOfClient(), first);
    EXPECT_EQ(step(), 0U);
    EXPECT_EQ(bar().connectionButton().text(), QStringLiteral("Connection 3 of 3"));
}

TEST_F(OwnProgramsInTheWindow, AreHeldAndDroppedLikeThoseOfALesson)
{
    if (!hasPython()) GTEST_SKIP() << "there is no python3 here";
    start(1, true);
    ASSERT_TRUE(until([&] { return held() || !model().live; }));
    if (!model().live) GTEST_SKIP() << model().notice->sentence.en;

    EXPECT_TRUE(model().staged->trace().transit(model().live->held.front()).segment.syn());
    store.dispatch(model::Command::DropSegment); // drops it; the kernel sends it again
    ASSERT_TRUE(until([&] { return held() && segments() > 1; }));
    const auto transits = model().staged->trace().transits();
    EXPECT_EQ(transits[0].reason, Reason::DroppedByHand);
    EXPECT_TRUE(transits[1].retransmission);
    bar().holdBox().click(); // all others pass
    ASSERT_TRUE(until([&] { return over(); }));
    EXPECT_TRUE(written().contains(QStringLiteral("client: got 200")));
}

TEST_F(OwnProgramsInTheWindow, WhichAreNotThereAreNamed)
{
    press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    auto* asks = shown<OwnDialog>();
    ASSERT_NE(asks, nullptr);
    EXPECT_FALSE(asks->startButton().isEnabled());
    asks->server().setText(QStringLiteral("no-such-program"));
    asks->client().setText(QStringLiteral("true"));
    asks->startButton().click();
    ASSERT_TRUE(until([&] { return !model().live; }));

    ASSERT_TRUE(model().notice);
    const std::string& said = model().notice->sentence.en;
    if (!said.starts_with("the server's program")) GTEST_SKIP() << said;
    EXPECT_TRUE(said.starts_with("the server's program was not found, or may not be executed: no-such-program"));
    EXPECT_EQ(model().source, "three-way-handshake") << "the stage stays as it was";
    EXPECT_EQ(model().own.server, "no-such-program") << "remembered for the next time";
}

TEST_F(OwnProgramsInTheWindow, EndWhenTheyAreStopped)
{
    if (!hasPython()) GTEST_SKIP() << "there is no python3 here";
    store.dispatch(model::StartOwn{{server.toStdString(), "sleep 1000", false, false, 0}});
    ASSERT_TRUE(until([&] { return !model().live || model().live->stage == model::LivePlay::Stage::Running; }));
    if (!model().live) GTEST_SKIP() << model().notice->sentence.en;

    bar().closeButton().click();

    ASSERT_TRUE(until([&] { return over() || !model().live; }));
    EXPECT_EQ(model().source, "three-way-handshake");
}

} // namespace tcpstage::widgets
