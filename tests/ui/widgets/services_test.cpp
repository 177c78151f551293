// When the window saves to a full disk, the old file stays and the user gets the reason.

#include "ui/widgets/services.h"

#include "tests/support/both_languages.h"
#include "tests/support/folder.h"
#include "tests/ui/scene/staged_runs.h"

#include <gmock/gmock.h>

namespace tcpstage::widgets {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::stagedRun;

constexpr rlim_t room = 100; // octets

/// Expects `write` to fail on a full disk, both over an old file and to a new path, and to leave the folder unchanged.
void expectOldFileStays(const std::string& name, const std::function<Result<void>(const std::string&)>& write)
{
    const Folder folder;
    put_file(folder / name, "old");
    for (const std::string& path : {folder / name, folder / ("new-" + name)}) {
        const FullDisk full{room};
        const Result<void> written = write(path);
        ASSERT_FALSE(written) << path;
        EXPECT_EQ(said_in_both(written.error()), path + ": cannot write: File too large; choose another place");
    }
    EXPECT_EQ(file_octets(folder / name), "old");
    EXPECT_THAT(folder.names(), ElementsAre(name));
    ASSERT_TRUE(write(folder / name)) << name;
    EXPECT_GT(file_octets(folder / name).size(), room) << "it has room again";
}

TEST(SavingOnAFullDisk, LeavesTheOldRunOfEveryKind)
{
    const auto loaded = stagedRun("three-way-handshake");
    for (const auto* ending : {"tcptrace", "json", "csv", "variables.csv", "pcapng", "mmd", "pkt", "yaml"})
        expectOldFileStays(std::string{"mine."} + ending, [&](const std::string& path) {
            return saveRunTo({loaded, path});
        });
}

TEST(SavingOnAFullDisk, LeavesTheOldText)
{
    for (const std::size_t octets : {101U, 5000U, 16'384U, 100'000U}) // below and above the size of a buffer
        expectOldFileStays("mine.yaml", [&](const std::string& path) {
            return writeText({path, std::string(octets, 'x')});
        });
}

TEST(SavingOnAFullDisk, LeavesTheOldPicture)
{
    const auto loaded = stagedRun("three-way-handshake");
    for (const auto* ending : {"png", "svg", "pdf", "html"})
        expectOldFileStays(std::string{"mine."} + ending, [&](const std::string& path) {
            return writeStage({loaded, loaded->timeMap.end(), {320, 200}, scene::ThemeName::Light, {}, path});
        });
}

TEST(Saving, WritesAPageWithWhatIsShown)
{
    const Folder folder;
    const auto loaded = stagedRun("connection-refused");
    const std::string path = folder / "a.html";
    scene::DisplayOptions display;
    display.language = Language::Chinese;
    display.numbers = scene::Numbers::Relative;
    display.view = scene::View::TimeSequence;
    ASSERT_TRUE(writeStage({loaded, loaded->timeMap.end(), {320, 200}, scene::ThemeName::Light, display, path}));
    const std::string page = file_octets(path);
    EXPECT_THAT(page, HasSubstr("<html lang=\"zh-CN\">"));
    EXPECT_THAT(page, HasSubstr("\"kind\":\"centre\",\"size\":[1000,625]")) << "no plot";
    EXPECT_THAT(page, Not(HasSubstr("\"kind\":\"panel\"")));
}

TEST(Saving, NeverWaitsForAPipe)
{
    EXPECT_EQ(said_in_both(writeText({"/dev/null", "text"}).error()),
              "/dev/null: cannot write: this is a device, not a file; choose another place");
}

} // namespace
} // namespace tcpstage::widgets
