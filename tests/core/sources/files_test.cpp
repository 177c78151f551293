// Hostile lessons, scripts and traces as files: each is refused quickly and with one sentence.

#include "core/formats/save.h"
#include "core/formats/save_parts.h"
#include "core/lesson/library.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/saved_run.h"
#include "core/sources/find_run.h"
#include "tests/support/both_languages.h"
#include "tests/support/folder.h"

#include <sys/stat.h>
#include <unistd.h>

namespace tcpstage::sources {
namespace {

constexpr std::array<std::string_view, 3> endings{".yaml", ".pkt", ".tcptrace"};

/// Why `find_run` does not open the file, without the file's name.
std::string file_refusal(const std::string& path, std::stop_token stop = {})
{
    const auto lesson_run = find_run(path, std::move(stop));
    if (lesson_run) return "it was opened";
    const std::string sentence = said_in_both(lesson_run.error());
    return sentence.starts_with(path) ? sentence.substr(path.size()) : sentence;
}

/// A sparse file of 1 GiB: `first`, then zeros.
std::string huge(const Folder& folder, const std::string& name, std::string_view first)
{
    put_file(folder / name, first);
    EXPECT_EQ(::truncate((folder / name).c_str(), off_t{1} << 30U), 0);
    return folder / name;
}

TEST(OpeningAFile, LooksAtTheFirstOctetsOfAHugeOne)
{
    const Folder folder;
    EXPECT_EQ(file_refusal(huge(folder, "z.tcptrace", "")), ": this is not a saved trace; choose a .tcptrace file");
    EXPECT_EQ(file_refusal(huge(folder, "z.pkt", "")),
              ":1:1: the octet 0x00 is not UTF-8 text; choose a packetdrill script, saved as UTF-8");
    EXPECT_EQ(file_refusal(huge(folder, "z.yaml", "")),
              ":1:1: the octet 0x00 is not UTF-8 text; choose a lesson (YAML), saved as UTF-8");
}

TEST(OpeningAFile, SaysHowLargeItMayBe)
{
    const Folder folder;
    const std::string text(1000, ' ');
    EXPECT_EQ(file_refusal(huge(folder, "z.tcptrace", "tcptrace")),
              ": too large: at most 256 MiB can be read; choose a smaller file");
    EXPECT_EQ(file_refusal(huge(folder, "z.pkt", text)),
              ": too large: at most 32 MiB can be read; choose a smaller file");
    EXPECT_EQ(file_refusal(huge(folder, "z.yaml", text)),
              ": too large: at most 1 MiB can be read; choose a smaller file");
}

TEST(OpeningAFile, SaysWhatItIsInstead)
{
    const Folder folder;
    put_file(folder / "a.yaml", "tcptrace\x01\x02");
    put_file(folder / "a.pkt", "\xd4\xc3\xb2\xa1 and so on");
    put_file(folder / "a.tcptrace", "title: a lesson");

    EXPECT_EQ(file_refusal(folder / "a.yaml"),
              ": this looks like a saved trace (.tcptrace), not like a lesson (YAML); choose a lesson (YAML)");
    EXPECT_EQ(file_refusal(folder / "a.pkt"),
              ": the file is cut: its header ends at octet 14; what comes before it can be used"); // a capture
    EXPECT_EQ(file_refusal(folder / "a.tcptrace"), ": this is not a saved trace; choose a .tcptrace file");
}

TEST(OpeningAFile, NeverWaitsForAPipe)
{
    const Folder folder;
    for (const std::string_view ending : endings) {
        const std::string path = folder / ("pipe" + std::string{ending});
        ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
        EXPECT_EQ(file_refusal(path), ": this is a pipe, not a file; copy what it holds into a file");
    }
}

TEST(OpeningAFile, RefusesFoldersAndDevices)
{
    const Folder folder;
    for (const std::string_view ending : endings) {
        const std::string path = folder / ("a" + std::string{ending});
        ASSERT_TRUE(std::filesystem::create_directory(path));
        EXPECT_EQ(file_refusal(path), ": this is a folder, not a file; name a file in it");
        const std::string device = folder / ("zero" + std::string{ending});
        ASSERT_EQ(::symlink("/dev/zero", device.c_str()), 0);
        EXPECT_EQ(file_refusal(device), ": this is a device, not a file; copy what it holds into a file");
    }
}

TEST(OpeningAFile, EndsWhenItIsAskedTo)
{
    const Folder folder;
    std::stop_source stop;
    stop.request_stop();
    for (const std::string_view ending : endings) {
        const std::string path = folder / ("a" + std::string{ending});
        put_file(path, "tcptrace");
        EXPECT_EQ(file_refusal(path, stop.get_token()), ": it was cancelled; open it again");
    }
}

TEST(OpeningAFile, EndsInEachPartOfTheWorkWhenItIsAskedTo)
{
    std::stop_source stop;
    stop.request_stop();
    const auto lesson = find_run("three-way-handshake");
    const std::string trace = run::save_run(lesson->scenario, lesson->run);
    const auto script = packetdrill::load_script(*packetdrill::to_packetdrill(*lesson), "a.pkt");

    EXPECT_EQ(formats::load_trace(trace, "a", stop.get_token()).error().what.en, "it was cancelled");
    EXPECT_EQ(packetdrill::load_script("0 close(3) = 0", "a", stop.get_token()).error().what.en, "it was cancelled");
    EXPECT_EQ(packetdrill::script_run(*script, stop.get_token()).run.mismatch->what.en, "it was cancelled");
}

/// Thousands of opening brackets, which once crashed the program.
TEST(OpeningAFile, SurvivesBracketsInAScript)
{
    const Folder folder;
    for (const auto* opening : {"[", "{", "f(", "a="}) {
        std::string text = "0 setsockopt(3, ";
        for (int i = 0; i < 12'000; ++i)
            text += opening;
        put_file(folder / "a.pkt", text);
        EXPECT_NE(file_refusal(folder / "a.pkt").find("this is nested deeper than 32 levels"), std::string::npos);
    }
}

TEST(OpeningAFile, RefusesAScriptThatIsNoTextFurtherOn)
{
    const Folder folder;
    put_file(folder / "a.pkt", std::string(1000, '\n') + "0 close(3) = 0 // \xe9");

    EXPECT_EQ(file_refusal(folder / "a.pkt"), ":1001:19: the octet 0xe9 is not UTF-8 text; a script is a text file");
}

/// A saved trace of `transits` segments, each with a payload of `octets`.
std::string trace_with_payloads(std::uint32_t octets, int transits)
{
    trace::EndpointInfo left{"client", {{{10, 0, 0, 1}}, 49152}};
    trace::EndpointInfo right{"server", {{{10, 0, 0, 2}}, 80}};
    trace::Trace trace{trace::Source::Simulated, {left, right}};
    trace::Transit transit;
    transit.segment.payload = Bytes::pattern(octets, 1);
    for (int i = 0; i < transits; ++i)
        trace.launch(transit);
    return formats::save_trace(trace);
}

/// Without the limit, some forty octets of a file become a megabyte in memory.
TEST(SavedTrace, RefusesSegmentsThatNoPacketCanHold)
{
    const std::string octets = trace_with_payloads(65'516, 1000);
    EXPECT_LT(octets.size(), 60'000U);
    const auto refused = formats::load_trace(octets, "a");
    ASSERT_FALSE(refused);
    EXPECT_NE(said_in_both(refused.error()).find("the saved trace makes no sense at octet"), std::string::npos);
    EXPECT_TRUE(formats::load_trace(trace_with_payloads(65'515, 3), "a"));
}

/// A segment takes over ten times more memory than space in the file.
TEST(SavedTrace, RefusesMoreSegmentsThanARunCanHave)
{
    trace::Trace one =
        *formats::load_trace(trace_with_payloads(0, 1), "a").map([](formats::SavedTrace saved) { return saved.trace; });
    formats::OctetWriter single;
    formats::write_transits(single, one);
    const std::string segment = std::string{single.octets()}.substr(1); // without the leading count
    constexpr std::size_t count = 4'000'001;
    formats::OctetWriter many;
    many.number(count);
    std::string octets{many.octets()};
    octets.reserve(octets.size() + count * segment.size());
    for (std::size_t i = 0; i < count; ++i)
        octets += segment;
    formats::OctetReader in{octets};
    trace::Trace read{trace::Source::Simulated, {one.endpoint(trace::Side::Left), one.endpoint(trace::Side::Right)}};
    formats::read_transits(in, read);
    EXPECT_FALSE(in.ok());
    EXPECT_TRUE(read.transits().empty());
}

TEST(SavedTrace, ThatCouldNotBeOpenedAgainIsNotSaved)
{
    EXPECT_EQ(formats::loadable("12345", 5).value_or(""), "12345");
    EXPECT_EQ(said_in_both(formats::loadable("123456", 5).error()),
              "too large: a saved trace has at most 5 octets, and this would have 6 octets; save the lesson (.yaml) or "
              "a capture (.pcapng)");
}

} // namespace
} // namespace tcpstage::sources
