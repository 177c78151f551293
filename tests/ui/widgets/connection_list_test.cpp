// The connections of a capture in the window: opened, listed, filtered, sorted and chosen.
#include "ui/widgets/captures/connection_list.h"

#include "core/base/files.h"
#include "core/formats/formats.h"
#include "tests/ui/scene/staged_runs.h"
#include "tests/ui/widgets/window.h"

#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

namespace tcpstage::widgets {
namespace {

class CapturesInTheWindow : public Window {
protected:
    /// A capture with a connection of each lesson, one after another.
    std::string written(const std::vector<std::string>& lessons)
    {
        std::string octets;
        for (const std::string& lesson : lessons)
            octets += formats::to_pcapng(run::run(*lesson::find_lesson(lesson)).trace);
        const std::string path = folder.filePath(QStringLiteral("two.pcapng")).toStdString();
        EXPECT_TRUE(write_whole_file(path, octets));
        return path;
    }
    /// Opens a capture of two connections and waits until it is listed.
    ConnectionList* opened()
    {
        open(written({"connection-refused", "four-way-close"}).c_str());
        settle();
        settle();
        return list();
    }
    ConnectionList* list()
    {
        for (auto* dialog : window.findChildren<ConnectionList*>())
            if (dialog->isVisible()) return dialog;
        return nullptr;
    }
    static QString cell(const ConnectionList& list, int row, int column)
    {
        return list.table().model()->index(row, column).data().toString();
    }
};

TEST_F(CapturesInTheWindow, OfferTheirConnectionsIfThereAreSeveral)
{
    ConnectionList* const connections = opened();
    ASSERT_NE(connections, nullptr);
    EXPECT_EQ(model().staged->trace().source(), trace::Source::Capture);
    EXPECT_EQ(connections->table().model()->rowCount(), 2);
    EXPECT_EQ(cell(*connections, 0, 9), QStringLiteral("refused"));
    EXPECT_EQ(cell(*connections, 1, 9), QStringLiteral("handshake"));
    EXPECT_EQ(cell(*connections, 1, 10), QStringLiteral("closed"));
    EXPECT_EQ(connections->table().currentIndex().row(), 0);
}

TEST_F(CapturesInTheWindow, OpenTheConnectionThatIsChosen)
{
    ConnectionList* const connections = opened();
    ASSERT_NE(connections, nullptr);
    QTest::keyClick(&connections->filter(), Qt::Key_Down);
    QTest::keyClick(&connections->filter(), Qt::Key_Return);
    settle();
    EXPECT_TRUE(model().source.ends_with("two.pcapng#2")) << model().source;
    EXPECT_EQ(list(), nullptr);
    window.actions()[model::Command::Connections]->trigger();
    ASSERT_NE(list(), nullptr);
    EXPECT_EQ(list()->table().currentIndex().row(), 1);
}

TEST_F(CapturesInTheWindow, AreFilteredByAllTheWords)
{
    ConnectionList* const connections = opened();
    ASSERT_NE(connections, nullptr);
    QTest::keyClicks(&connections->filter(), QStringLiteral("10.0.0.1 refused"));
    EXPECT_EQ(connections->table().model()->rowCount(), 1);
    EXPECT_EQ(cell(*connections, 0, 0), QStringLiteral("1"));
    QTest::keyClicks(&connections->filter(), QStringLiteral("x"));
    EXPECT_EQ(connections->table().model()->rowCount(), 0);
}

TEST_F(CapturesInTheWindow, AreSortedByNumbersNotByTheirDigits)
{
    ConnectionList* const connections = opened();
    ASSERT_NE(connections, nullptr);
    constexpr int packets = 5;
    connections->table().sortByColumn(packets, Qt::DescendingOrder);
    std::vector<int> counts;
    for (int row = 0; row < 2; ++row)
        counts.push_back(cell(*connections, row, packets).toInt());
    EXPECT_TRUE(std::ranges::is_sorted(counts, std::ranges::greater{}));
    EXPECT_EQ(counts.back(), 2); // SYN and RST
}

TEST_F(CapturesInTheWindow, WithOneConnectionAreJustOpened)
{
    open(written({"four-way-close"}).c_str());
    settle();
    settle();
    EXPECT_EQ(list(), nullptr);
    EXPECT_TRUE(model().captures.has_value());
    EXPECT_TRUE(model::info(model::Command::Connections).isUsable(model()));
}

TEST_F(CapturesInTheWindow, AreJoinedWithASecondOneThatIsChosen)
{
    const trace::Trace trace = run::run(*lesson::find_lesson("retransmission-timeout")).trace;
    const auto path = [&](const char* name) { return folder.filePath(QLatin1String{name}).toStdString(); };
    ASSERT_TRUE(write_whole_file(path("left.pcapng"), formats::to_pcapng(trace, formats::Viewpoint::Left)));
    ASSERT_TRUE(write_whole_file(path("right.pcapng"), formats::to_pcapng(trace, formats::Viewpoint::Right)));
    EXPECT_FALSE(model::info(model::Command::JoinCapture).isUsable(model()));
    open(path("left.pcapng").c_str());
    settle();
    window.actions()[model::Command::JoinCapture]->trigger();
    auto* const dialog = window.findChild<QFileDialog*>();
    ASSERT_NE(dialog, nullptr);
    Q_EMIT dialog->fileSelected(QString::fromStdString(path("right.pcapng")));
    settle();
    EXPECT_EQ(model().source, path("left.pcapng") + "#1+" + path("right.pcapng"));
    EXPECT_NE(model().staged->scenario.summary.en.find("Two captures are joined"), std::string::npos);
}

} // namespace
} // namespace tcpstage::widgets
