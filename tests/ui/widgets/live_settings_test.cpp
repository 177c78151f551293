// What was set on real kernels, and whose settings they have.

#include "tests/ui/widgets/real_window.h"

#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QTemporaryDir>
#include <QToolButton>

namespace tcpstage::widgets {

namespace {

QStringList entriesOf(QMenu& menu)
{
    menu.aboutToShow();
    QStringList entries;
    for (const QAction* action : menu.actions())
        entries << action->text();
    return entries;
}

} // namespace

TEST_F(RealSockets, ListWhatWasSetOnTheKernels)
{
    play("real-handshake", false);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");
    const QToolButton& button = bar().settingsButton();
    ASSERT_TRUE(button.isVisible());

    const QStringList entries = entriesOf(*button.menu());

    if (model().live->vantage != Vantage::Wire) {
        EXPECT_EQ(entries.size(), 1) << "nothing is set on ordinary sockets";
        return;
    }
    EXPECT_TRUE(entries.contains(QStringLiteral("Set on both kernels")));
    EXPECT_TRUE(entries.contains(QStringLiteral("net.ipv4.tcp_early_retrans = 0")));
    EXPECT_TRUE(entries.contains(QStringLiteral("TCP_QUEUE_SEQ = 100")));
}

TEST_F(RealSockets, HaveTheSettingsOfThisMachineIfOneWants)
{
    press(Qt::Key_R, Qt::ControlModifier);
    window.realMenu().asMachine()->setChecked(true);
    play("real-handshake", false);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");
    if (model().live->vantage != Vantage::Wire) GTEST_SKIP() << "ordinary sockets always have them";

    EXPECT_TRUE(window.findChild<QLabel*>(QStringLiteral("liveDetails"))
                    ->text()
                    .contains(QStringLiteral("this machine's own settings")));
    EXPECT_FALSE(entriesOf(*bar().settingsButton().menu()).contains(QStringLiteral("TCP_CONGESTION = reno")));
}

TEST_F(RealSockets, PlayTheLessonOfAFileAsWell)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("own.yaml"));
    QFile file{path};
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("title: {en: My own, zh: 我的}\nendpoints:\n  client: {iss: 100}\n  server: {iss: 300}\nsteps:\n"
               "  - server: listen\n  - client: connect\n  - wait: [client ESTABLISHED, server ESTABLISHED]\n");
    file.close();
    open(path.toStdString().c_str());

    play(path.toStdString(), false);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");

    EXPECT_EQ(model().staged->trace().source(), trace::Source::Live);
    EXPECT_EQ(model().staged->scenario.title.en, "My own");
}

} // namespace tcpstage::widgets
