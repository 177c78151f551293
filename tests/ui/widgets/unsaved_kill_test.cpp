// Killed at any moment, the program loses no unsaved work that it had kept. A second process of this test plays the
// program.

#include "tests/ui/widgets/window.h"

#include "core/base/random.h"
#include "ui/widgets/common/work_folder.h"
#include "ui/widgets/services.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <cstdio>
#include <gtest/gtest.h>

namespace tcpstage::widgets {
namespace {

constexpr const char* folderVariable = "TCPSTAGE_TEST_UNSAVED";
constexpr const char* killedLesson = "three-way-handshake";

/// The number at the end of the draft; 0 if there is no draft.
int numberIn(const model::Branches& branches)
{
    if (!branches.draft) return 0;
    return std::stoi(branches.draft->substr(branches.draft->rfind(' ')));
}

model::Model begun()
{
    model::Model model;
    model.animates = false;
    return model;
}

/// Runs in the second process: keeps drafts as fast as it can and prints the number of each draft kept.
class ToBeKilled : public ::testing::Test {
protected:
    void SetUp() override
    {
        if (!qEnvironmentVariableIsSet(folderVariable)) GTEST_SKIP() << "started by the test that kills it";
    }
};

TEST_F(ToBeKilled, WritesUntilItIsKilled)
{
    WorkFolder works{qEnvironmentVariable(folderVariable)};
    QSettings settings{QStringLiteral("/dev/null"), QSettings::IniFormat};
    model::Services services = programServices(settings);
    services.keep = [&works](const model::Work& work) {
        const Result<void> kept = works.keep(work);
        if (kept) std::printf("kept %d\n", numberIn(work.branches));
        std::fflush(stdout);
        return kept;
    };
    model::Store store{begun(), services};
    store.dispatch(model::OpenSource{killedLesson});
    store.settle();
    for (int i = 1;; ++i) {
        std::string text(static_cast<std::size_t>(i % 97) * 1000, 'x');
        text += " " + std::to_string(i);
        store.dispatch(model::WriteDraft{std::make_shared<const std::string>(std::move(text))});
        store.keepAll();
    }
}

TEST(KilledAtAnyMoment, NothingThatWasKeptIsLost)
{
    Random random{2026};
    for (int round = 0; round < 5; ++round) {
        const QTemporaryDir folder;
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(folderVariable), folder.path());
        program.setProcessEnvironment(environment);
        program.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--gtest_filter=ToBeKilled.*")});
        const int lines = 3 + static_cast<int>(random.below(60));
        int kept = 0;
        const auto read = [&] {
            while (program.canReadLine()) {
                const QByteArray line = program.readLine();
                if (line.startsWith("kept ")) kept = line.mid(5).trimmed().toInt();
            }
        };
        while (kept < lines && program.waitForReadyRead(60'000))
            read();
        ASSERT_GE(kept, lines) << program.readAllStandardError().toStdString();
        program.kill(); // SIGKILL, at an arbitrary point
        program.waitForFinished();
        read();

        WorkFolder works{folder.path()};
        model::LoadSource request{1, killedLesson, scene::TimeMapKind::Even, nullptr};
        const model::Recalled recalled = works.recall(request, loadSource(request).value(), {});
        EXPECT_TRUE(recalled.trouble.empty()) << recalled.trouble.en;
        ASSERT_TRUE(recalled.work);
        EXPECT_GE(numberIn(recalled.work->branches), kept);
    }
}

} // namespace
} // namespace tcpstage::widgets
