// Kills a writing process at each of its system calls: the file then holds either all old octets or all new ones.
#include "core/base/files.h"

#include "tests/support/folder.h"

#include <csignal>
#include <gmock/gmock.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tcpstage {
namespace {

enum class End { Killed, Finished, NotHere };

[[noreturn]] void be_written(const std::string& path, const std::string& octets)
{
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(2);
    ::raise(SIGSTOP);
    const auto written = write_whole_file(path, octets);
    ::_exit(written ? 0 : 1);
}

/// Starts a process that writes the file, and kills it after `stops` entries into or returns from system calls.
End kill_after(int stops, const std::string& path, const std::string& octets)
{
    const ::pid_t writer = ::fork();
    if (writer == 0) be_written(path, octets);
    int status = 0;
    ::waitpid(writer, &status, 0);
    if (WIFEXITED(status)) return End::NotHere;
    for (int i = 0; i < stops; ++i) {
        ::ptrace(PTRACE_SYSCALL, writer, nullptr, nullptr);
        ::waitpid(writer, &status, 0);
        if (!WIFSTOPPED(status)) {
            EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
            return End::Finished;
        }
    }
    ::kill(writer, SIGKILL);
    ::waitpid(writer, &status, 0);
    return End::Killed;
}

/// The number of kills before the writer finished; -1 where ptrace is not allowed.
int kill_at_each_call(const Folder& folder, const std::string& before, const std::string& after)
{
    const std::string path = folder / "a";
    for (int stops = 0;; ++stops) {
        std::filesystem::remove(path);
        if (!before.empty()) put_file(path, before);
        const End end = kill_after(stops, path, after);
        if (end == End::NotHere) return -1;
        const std::string octets = std::filesystem::exists(path) ? file_octets(path) : "";
        EXPECT_TRUE(octets == after || (octets == before && end == End::Killed)) << stops << ": " << octets.size();
        EXPECT_LE(folder.names().size(), 2U); // "a", and the temporary file of the last killed writer
        if (end == End::Finished) return stops;
    }
}

TEST(KilledWriting, LeavesTheOldFileOrTheNewOne)
{
    const Folder folder;
    const std::string old_octets(300'000, 'o');
    const std::string new_octets(200'000, 'n');
    const int replacing = kill_at_each_call(folder, old_octets, new_octets);
    if (replacing < 0) GTEST_SKIP() << "no process may trace another here";
    const int making = kill_at_each_call(folder, "", new_octets);

    EXPECT_GE(replacing + making, 60);
    EXPECT_THAT(folder.names(), ::testing::ElementsAre("a"));
}

} // namespace
} // namespace tcpstage
