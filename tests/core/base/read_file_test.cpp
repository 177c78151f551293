#include "core/base/files.h"

#include "tests/support/both_languages.h"
#include "tests/support/folder.h"

#include <array>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace tcpstage {
namespace {

std::string read_error(const Result<std::string>& read) { return read ? "it was read" : said_in_both(read.error()); }

/// While it lives, standard input is the reading end of a pipe.
class Piped {
public:
    Piped() : before_{::dup(STDIN_FILENO)}
    {
        EXPECT_EQ(::pipe(ends_.data()), 0);
        ::dup2(ends_[0], STDIN_FILENO);
    }
    Piped(const Piped&) = delete;
    Piped& operator=(const Piped&) = delete;
    ~Piped()
    {
        ::dup2(before_, STDIN_FILENO);
        for (const int end : {before_, ends_[0], ends_[1]})
            if (end >= 0) ::close(end);
    }
    void put(std::string_view octets) const
    {
        EXPECT_EQ(::write(ends_[1], octets.data(), octets.size()), static_cast<ssize_t>(octets.size()));
    }
    void end()
    {
        ::close(ends_[1]);
        ends_[1] = -1;
    }

private:
    int before_;
    std::array<int, 2> ends_{};
};

TEST(ReadingAFile, GivesAllOfIt)
{
    const Folder folder;
    for (const std::size_t size : {0U, 1U, 511U, 512U, 513U, 262'144U, 3'000'000U}) {
        const std::string octets(size, 'x');
        put_file(folder / "a", octets);
        const auto read = read_whole_file(folder / "a", {3'000'000});
        ASSERT_TRUE(read) << size;
        EXPECT_EQ(*read, octets);
    }
}

TEST(ReadingAFile, HoldsLittleMoreThanTheFile)
{
    const Folder folder;
    put_file(folder / "a", std::string(5'000'000, 'x'));
    const auto read = read_whole_file(folder / "a", {100'000'000});

    ASSERT_TRUE(read);
    EXPECT_LE(read->capacity(), 5'000'100U);
}

TEST(ReadingAFile, SaysHowLargeItMayBe)
{
    const Folder folder;
    put_file(folder / "a", std::string(1025, 'x'));

    EXPECT_TRUE(read_whole_file(folder / "a", {1025}));
    EXPECT_EQ(read_error(read_whole_file(folder / "a", {1024})),
              (folder / "a") + ": too large: at most 1 KiB can be read; choose a smaller file");
}

TEST(ReadingAFile, RefusesAHugeOneAtOnce)
{
    const Folder folder;
    put_file(folder / "a", "");
    ASSERT_EQ(::truncate((folder / "a").c_str(), off_t{1} << 40U), 0);

    EXPECT_EQ(read_error(read_whole_file(folder / "a", {std::size_t{256} << 20U})),
              (folder / "a") + ": too large: at most 256 MiB can be read; choose a smaller file");
}

TEST(ReadingAFile, EndsWhenTheFileGrowsMeanwhile)
{
    const Folder folder;
    put_file(folder / "a", std::string(900, 'x'));
    ReadLimits limits{1000};
    limits.inspect = [&](std::string_view) -> Result<void> {
        put_file(folder / "a", std::string(5000, 'x'));
        return {};
    };

    EXPECT_EQ(read_error(read_whole_file(folder / "a", limits)),
              (folder / "a") + ": too large: at most 1000 octets can be read; choose a smaller file");
}

TEST(ReadingAFile, LooksAtTheFirstOctetsBeforeItReadsTheRest)
{
    const Folder folder;
    put_file(folder / "a", "");
    ASSERT_EQ(::truncate((folder / "a").c_str(), off_t{1} << 40U), 0);
    std::size_t seen = 0;
    ReadLimits limits{100};
    limits.inspect = [&](std::string_view first) -> Result<void> {
        seen = first.size();
        return fail({"these are zeros", "全是零"});
    };

    EXPECT_EQ(read_error(read_whole_file(folder / "a", limits)), "these are zeros");
    EXPECT_EQ(seen, 101U);
}

TEST(ReadingAFile, RefusesWhateverIsNoFileWithoutWaiting)
{
    const Folder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    ASSERT_EQ(::symlink("/dev/zero", (folder / "zero").c_str()), 0);
    sockaddr_un address{AF_UNIX, {}};
    (folder / "socket").copy(&address.sun_path[0], sizeof address.sun_path - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const std::vector<std::pair<std::string, std::string>> table{
        {folder / "pipe", "this is a pipe, not a file; copy what it holds into a file"},
        {folder / "zero", "this is a device, not a file; copy what it holds into a file"},
        {folder / "socket", "this is a socket, not a file; copy what it holds into a file"},
        {folder.path(), "this is a folder, not a file; name a file in it"},
        {folder / "none", "there is no such file; check the name"},
        {folder / "none/none", "there is no such file; check the name"}};
    for (const auto& [path, words] : table)
        EXPECT_EQ(read_error(read_whole_file(path, {100})), path + ": " + words);
    ::close(socket);
}

TEST(ReadingAFile, TakesStandardInputOnlyWhereThatIsAllowed)
{
    Piped input;
    input.put("hello");
    input.end();

    EXPECT_EQ(read_error(read_whole_file("-", {100})), "-: there is no such file; check the name");
    EXPECT_EQ(read_whole_file("-", {100, true}).value_or("nothing"), "hello");
}

TEST(ReadingAFile, LimitsStandardInputToo)
{
    Piped input;
    input.put(std::string(2000, 'x'));

    EXPECT_EQ(read_error(read_whole_file("/dev/stdin", {1000, true})),
              "/dev/stdin: too large: at most 1000 octets can be read; choose a smaller file");
}

TEST(ReadingAFile, EndsWhenItIsAskedTo)
{
    const Folder folder;
    put_file(folder / "a", std::string(2'000'000, 'x'));
    std::stop_source before;
    before.request_stop();
    EXPECT_EQ(read_error(read_whole_file(folder / "a", {3'000'000, false, before.get_token()})),
              (folder / "a") + ": it was cancelled; open it again");

    std::stop_source midway;
    ReadLimits limits{3'000'000, false, midway.get_token()};
    limits.inspect = [&](std::string_view) -> Result<void> {
        midway.request_stop();
        return {};
    };
    EXPECT_EQ(read_error(read_whole_file(folder / "a", limits)), (folder / "a") + ": it was cancelled; open it again");
}

TEST(ReadingAFile, EndsWhenItIsAskedToWhileNothingComes)
{
    const Piped input; // nobody writes to this pipe
    std::stop_source stop;
    const std::jthread canceller{[&] { stop.request_stop(); }};

    EXPECT_EQ(read_error(read_whole_file("-", {100, true, stop.get_token()})), "-: it was cancelled; open it again");
}

TEST(ReadingAFile, SaysAmountsInTheLargestUnit)
{
    for (const auto& [octets, text] :
         std::vector<std::pair<std::uint64_t, std::string>>{{17, "17 octets"},
                                                            {1024, "1 KiB"},
                                                            {1536, "1.5 KiB"},
                                                            {1U << 20U, "1 MiB"},
                                                            {std::uint64_t{5} << 40U, "5120 GiB"}})
        EXPECT_EQ(amount(octets).en, text);
    EXPECT_EQ(amount(17).zh, "17 字节");
}

} // namespace
} // namespace tcpstage
