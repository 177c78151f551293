// Connections of this machine, watched in the real window.

#include "tests/ui/widgets/real_window.h"

#include "ui/widgets/captures/connection_list.h"
#include "ui/widgets/live/watch_dialog.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace tcpstage::widgets {

class WatchedConnectionsInTheWindow : public RealSockets {
protected:
    using Tcp = boost::asio::ip::tcp;

    WatchDialog* dialog()
    {
        for (auto* each : window.findChildren<WatchDialog*>())
            if (each->isVisible()) return each;
        return nullptr;
    }
    void connectPair()
    {
        client.connect(acceptor.local_endpoint());
        acceptor.accept(server);
    }
    QString port() const { return QString::number(acceptor.local_endpoint().port()); }
    void send(std::size_t octets)
    {
        std::vector<char> sent(octets);
        client.send(boost::asio::buffer(sent));
        std::size_t got = 0;
        while (got < octets)
            got += server.receive(boost::asio::buffer(sent));
    }
    /// As a person does: by the keyboard only.
    void watchTheFirstRow(std::optional<Vantage> vantage)
    {
        press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        WatchDialog* list = dialog();
        ASSERT_NE(list, nullptr);
        EXPECT_FALSE(list->startButton().isEnabled()) << "nothing is chosen";
        QTest::keyClicks(&list->filter(), port());
        ASSERT_TRUE(until([&] { return list->table().model()->rowCount() == 2; })) << "both ends are of this machine";
        QTest::keyClick(&list->filter(), Qt::Key_Down);
        EXPECT_TRUE(list->target().text().contains(port()));
        list->how().setCurrentIndex(vantage ? static_cast<int>(*vantage) : 0);
        QTest::keyPress(&list->filter(), Qt::Key_Return);
        ASSERT_TRUE(model().live && model().live->several);
        EXPECT_EQ(dialog(), nullptr);
        window.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
    }
    bool begun() const { return model().live && model().live->stage == model::LivePlay::Stage::Running; }

    boost::asio::io_context io{1};
    Tcp::acceptor acceptor{io, {boost::asio::ip::address_v4::loopback(), 0}};
    Tcp::socket client{io};
    Tcp::socket server{io};
};

TEST_F(WatchedConnectionsInTheWindow, AreShownByWhatTheKernelReports)
{
    connectPair();
    watchTheFirstRow(Vantage::TcpInfo);
    ASSERT_TRUE(until([&] { return model().source == "watch#1"; }));
    EXPECT_TRUE(bar().text().contains(QStringLiteral("TCP_INFO"))) << bar().text().toStdString();
    EXPECT_EQ(segments(), 0U);
    ASSERT_TRUE(until([&] { return steps() >= 2; })) << "both kernels have reported";
    const std::size_t before = steps();
    server.close();
    ASSERT_TRUE(until([&] { return steps() > before; }));
    client.close();
    press(Qt::Key_Home);
    EXPECT_EQ(step(), 0U) << "it can be gone back in while it goes on";
    bar().closeButton().click();
    ASSERT_TRUE(until([&] { return over(); }));
    EXPECT_TRUE(bar().text().endsWith(QStringLiteral("ended")));
    EXPECT_EQ(step(), 0U);
}

TEST_F(WatchedConnectionsInTheWindow, AreShownWithTheirSegments)
{
    connectPair();
    watchTheFirstRow(Vantage::Watch);
    ASSERT_TRUE(until([&] { return begun() || !model().live; }));
    if (!model().live) GTEST_SKIP() << model().notice->sentence.en;
    send(5000);
    ASSERT_TRUE(until([&] { return model().source == "watch#1" && segments() >= 2; }));
    EXPECT_TRUE(bar().text().contains(QStringLiteral("dumpcap"))) << bar().text().toStdString();
    EXPECT_EQ(model().staged->trace().source(), trace::Source::Capture);
    EXPECT_FALSE(bar().button(model::Command::CompareRuns)->isVisible()) << "there is nothing to compare with";
    EXPECT_FALSE(model::info(model::Command::JoinCapture).isUsable(model())) << "it is no file";
    press(Qt::Key_Home);
    press(Qt::Key_Right);
    const std::size_t before = step();
    const std::size_t had = segments();
    send(100);
    ASSERT_TRUE(until([&] { return segments() > had; }));
    EXPECT_EQ(step(), before) << "the stage stays where it is while it goes on";
    bar().closeButton().click();
    ASSERT_TRUE(until([&] { return over(); }));
    EXPECT_EQ(step(), before);
}

TEST_F(WatchedConnectionsInTheWindow, OfAPortAreAList)
{
    press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    WatchDialog* list = dialog();
    ASSERT_NE(list, nullptr);
    list->target().setText(QStringLiteral("no:thing"));
    list->startButton().click();
    ASSERT_EQ(dialog(), list) << "it stays until what is to be watched is right";
    EXPECT_TRUE(list->said().contains(QStringLiteral("names no connection"))) << list->said().toStdString();
    list->target().setText(port());
    list->how().setCurrentIndex(static_cast<int>(Vantage::TcpInfo));
    list->startButton().click();
    ASSERT_TRUE(until([&] { return begun(); }));
    EXPECT_EQ(model().source, "three-way-handshake") << "nothing is seen yet";
    connectPair();
    Tcp::socket second{io};
    Tcp::socket answer{io};
    second.connect(acceptor.local_endpoint());
    acceptor.accept(answer);
    ASSERT_TRUE(until([&] { return bar().connectionButton().text() == QStringLiteral("Connection 1 of 2"); }));
    bar().connectionButton().click();
    auto* connections = window.findChild<ConnectionList*>();
    ASSERT_NE(connections, nullptr);
    EXPECT_EQ(connections->windowTitle(), QStringLiteral("Watched connections"));
    connections->table().selectRow(1);
    QTest::keyClick(&connections->table(), Qt::Key_Return);
    ASSERT_TRUE(until([&] { return model().source == "watch#2"; }));
}

} // namespace tcpstage::widgets
