#include "core/base/files.h"

#include "tests/support/both_languages.h"
#include "tests/support/folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tcpstage {
namespace {

using ::testing::ElementsAre;

std::string write_error(const Result<void>& written) { return written ? "written" : said_in_both(written.error()); }

mode_t mode_of(const std::string& path)
{
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777U;
}

/// The id of a process that has ended.
::pid_t dead_process()
{
    const ::pid_t process = ::fork();
    if (process == 0) ::_exit(0);
    ::waitpid(process, nullptr, 0);
    return process;
}

TEST(WritingAFile, MakesItOrReplacesIt)
{
    const Folder folder;
    for (const std::string& octets : {std::string{"first"}, std::string(3'000'000, 'x'), std::string{}}) {
        EXPECT_EQ(write_error(write_whole_file(folder / "a", octets)), "written");
        EXPECT_EQ(file_octets(folder / "a"), octets);
        EXPECT_THAT(folder.names(), ElementsAre("a"));
    }
}

TEST(WritingAFile, KeepsTheModeOfAnOldOne)
{
    const Folder folder;
    for (const mode_t mode : {0600U, 0640U, 0751U, 0666U}) {
        put_file(folder / "a", "old");
        ASSERT_EQ(::chmod((folder / "a").c_str(), mode), 0);
        EXPECT_EQ(write_error(write_whole_file(folder / "a", "new")), "written");
        EXPECT_EQ(mode_of(folder / "a"), mode);
    }
}

TEST(WritingAFile, GivesANewOneTheUsualMode)
{
    const Folder folder;
    const mode_t before = ::umask(027);
    EXPECT_EQ(write_error(write_whole_file(folder / "a", "new")), "written");
    ::umask(before);

    EXPECT_EQ(mode_of(folder / "a"), 0640U);
}

TEST(WritingAFile, TakesNamesAsLongAsTheDiskDoes)
{
    const Folder folder;
    std::string chinese;
    for (int i = 0; i < 85; ++i)
        chinese += "课";
    for (const std::string& name : {std::string(237, 'n'), std::string(255, 'n'), chinese}) {
        EXPECT_EQ(write_error(write_whole_file(folder / name, "new")), "written");
        EXPECT_EQ(file_octets(folder / name), "new");
    }
    EXPECT_THAT(write_error(write_whole_file(folder / std::string(256, 'n'), "new")),
                ::testing::HasSubstr("cannot write: File name too long"));
}

TEST(WritingAFile, LeavesALinkALink)
{
    const Folder folder;
    ASSERT_TRUE(std::filesystem::create_directory(folder / "there"));
    ASSERT_EQ(::symlink("there/a", (folder / "first").c_str()), 0); // the target does not exist yet
    ASSERT_EQ(::symlink("first", (folder / "second").c_str()), 0);
    for (const auto* octets : {"one", "two"}) {
        EXPECT_EQ(write_error(write_whole_file(folder / "second", octets)), "written");
        EXPECT_EQ(file_octets(folder / "there/a"), octets);
    }
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "first"));
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "second"));
}

TEST(WritingAFile, RefusesALinkThatLeadsToItself)
{
    const Folder folder;
    ASSERT_EQ(::symlink("b", (folder / "a").c_str()), 0);
    ASSERT_EQ(::symlink("a", (folder / "b").c_str()), 0);

    EXPECT_THAT(write_error(write_whole_file(folder / "a", "new")),
                ::testing::HasSubstr("cannot write: Too many levels of symbolic links"));
}

TEST(WritingAFile, RefusesWhatIsNoFile)
{
    const Folder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    const auto refusal = [&](const std::string& name) { return write_error(write_whole_file(name, "new")); };

    EXPECT_EQ(refusal(folder / "pipe"),
              (folder / "pipe") + ": cannot write: this is a pipe, not a file; choose another place");
    EXPECT_EQ(refusal("/dev/null"), "/dev/null: cannot write: this is a device, not a file; choose another place");
    EXPECT_EQ(refusal(folder.path()), folder.path() + ": cannot write: Is a directory; choose another place");
    EXPECT_EQ(refusal(folder / "none/a"),
              (folder / "none/a") + ": cannot write: No such file or directory; choose another place");
}

TEST(WritingAFile, WritesIntoPipesAndDevicesWhereThatIsWanted)
{
    const Folder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    const int reader = ::open((folder / "pipe").c_str(), O_RDONLY | O_NONBLOCK);
    std::string got(10, ' ');

    EXPECT_EQ(write_error(write_whole_file(folder / "pipe", "new", Special::Write)), "written");
    EXPECT_EQ(::read(reader, got.data(), got.size()), 3);
    EXPECT_EQ(write_error(write_whole_file("/dev/null", "new", Special::Write)), "written");
    EXPECT_EQ(write_error(write_whole_file("/dev/full", "new", Special::Write)),
              "/dev/full: cannot write: No space left on device; make room or choose another place");
    ::close(reader);
}

TEST(WritingAFile, LeavesTheOldOneWhenTheDiskIsFull)
{
    const Folder folder;
    put_file(folder / "a", "old");
    for (const std::size_t size : {1025U, 5000U, 16'384U, 100'000U}) {
        const FullDisk full{1024};
        EXPECT_EQ(write_error(write_whole_file(folder / "a", std::string(size, 'x'))),
                  (folder / "a") + ": cannot write: File too large; choose another place");
        EXPECT_EQ(write_error(write_whole_file(folder / "b", std::string(size, 'x'))),
                  (folder / "b") + ": cannot write: File too large; choose another place");
    }
    EXPECT_EQ(file_octets(folder / "a"), "old");
    EXPECT_THAT(folder.names(), ElementsAre("a"));
}

/// Mounts a disk of 64 KiB that only this process sees; false where that is not possible.
bool mount_small_disk(const std::string& folder)
{
    const bool root = ::geteuid() == 0;
    const std::string uid = fmt::format("0 {} 1", ::geteuid());
    const std::string gid = fmt::format("0 {} 1", ::getegid());
    if (::unshare(root ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0) return false;
    if (!root) {
        put_file("/proc/self/setgroups", "deny");
        put_file("/proc/self/uid_map", uid);
        put_file("/proc/self/gid_map", gid);
    }
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("tcpstage", folder.c_str(), "tmpfs", 0, "size=64k") == 0;
}

/// Runs in its own process. The disk has about 4 KiB left.
int write_on_a_full_disk(const std::string& folder)
{
    constexpr int skipped = 77;
    if (!mount_small_disk(folder)) return skipped;
    put_file(folder + "/a", "old");
    put_file(folder + "/filler", std::string(52 * 1024, 'x'));
    const auto written = write_whole_file(folder + "/a", std::string(10'000, 'x'));
    if (written || written.error().what.en != "cannot write: No space left on device") return 1;
    if (written.error().what.zh != "无法写入：磁盘已满") return 2;
    if (file_octets(folder + "/a") != "old") return 3;
    const auto entries = std::filesystem::directory_iterator{folder};
    if (std::distance(begin(entries), end(entries)) != 2) return 4;
    return write_whole_file(folder + "/a", "new") && file_octets(folder + "/a") == "new" ? 0 : 5;
}

TEST(WritingAFile, LeavesTheOldOneOnARealFullDisk)
{
    const Folder folder;
    const ::pid_t child = ::fork();
    if (child == 0) ::_exit(write_on_a_full_disk(folder.path()));
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no disk of our own can be made here";
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(WritingAFile, RemovesWhatKilledProgramsLeft)
{
    const Folder folder;
    const std::string dead = fmt::format(".tcpstage-{}-1.partial", dead_process());
    const std::string living = fmt::format(".tcpstage-{}-1.partial", ::getppid());
    const std::vector<std::string> others{".tcpstage-1x-1.partial", ".tcpstage--1.partial", ".tcpstage-.partial",
                                          ".tcpstage-99999999999999-1.partial", "a.partial"};
    for (const std::string& name : {dead, living})
        put_file(folder / name, "half");
    for (const std::string& name : others)
        put_file(folder / name, "not ours");

    EXPECT_EQ(write_error(write_whole_file(folder / "a", "new")), "written");
    auto expected = others;
    expected.push_back(living);
    expected.emplace_back("a");
    std::ranges::sort(expected);
    EXPECT_EQ(folder.names(), expected);
}

TEST(WritingAFile, LeavesAPartialFileThatIsInUse)
{
    const Folder folder;
    const std::string name = fmt::format(".tcpstage-{}-1.partial", dead_process()); // no such process exists here
    put_file(folder / name, "half");
    const int held = ::open((folder / name).c_str(), O_RDONLY);
    ASSERT_EQ(::flock(held, LOCK_EX), 0);
    EXPECT_EQ(write_error(write_whole_file(folder / "a", "new")), "written");
    EXPECT_THAT(folder.names(), ElementsAre(name, "a"));
    ::close(held);

    EXPECT_EQ(write_error(write_whole_file(folder / "a", "new")), "written");
    EXPECT_THAT(folder.names(), ElementsAre("a"));
}

} // namespace
} // namespace tcpstage
