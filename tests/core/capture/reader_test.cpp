#include "core/capture/file/reader.h"

#include "tests/core/capture/files.h"
#include "tests/core/capture/read_all.h"

#include <gmock/gmock.h>

namespace tcpstage::capture {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<std::string> octets_of(const AllFrames& all)
{
    std::vector<std::string> octets;
    for (const ReadFrame& each : all.frames)
        octets.push_back(each.octets);
    return octets;
}

std::string problem_of(const std::string& octets)
{
    const AllFrames all = all_frames(octets);
    return all.problem ? all.problem->sentence() : "";
}

TEST(PcapFile, IsReadInEitherOrderOfOctetsAndWithEitherUnit)
{
    for (const Order order : {Order::Little, Order::Big})
        for (const bool nanoseconds : {false, true}) {
            const AllFrames all = all_frames(
                Pcap{ethernet_link, order, nanoseconds}.add("abc", 1'000'007).add("defg", 2'500'000, 99).octets());

            EXPECT_EQ(octets_of(all), (std::vector<std::string>{"abc", "defg"}));
            EXPECT_EQ(all.frames[0].frame.at_ns, 1'000'007'000);
            EXPECT_EQ(all.frames[1].frame.at_ns, 2'500'000'000);
            EXPECT_EQ(all.frames[1].frame.wire_octets, 99U);
            EXPECT_EQ(all.frames[1].frame.number, 2U);
            EXPECT_EQ(all.frames[1].frame.offset, 24U + 16 + 3);
            EXPECT_EQ(all.frames[1].frame.link, ethernet_link);
            EXPECT_FALSE(all.problem);
        }
}

TEST(PcapFile, MayHoldNothing) { EXPECT_TRUE(all_frames(Pcap{}.octets()).frames.empty()); }

TEST(PcapFile, ThatIsCutGivesWhatComesBeforeAndSaysWhere)
{
    const std::string whole = Pcap{}.add("abc").add("defg").octets();
    for (std::size_t left = 24 + 16 + 3 + 1; left < whole.size(); ++left) {
        const AllFrames all = all_frames(whole.substr(0, left));
        EXPECT_EQ(all.frames.size(), 1U);
        ASSERT_TRUE(all.problem);
        EXPECT_EQ(all.problem->sentence(),
                  "test.pcap: the file is cut: it ends within packet 2, at octet 43; what comes "
                  "before it can be used");
        EXPECT_EQ(all.problem->sentence(Language::Chinese),
                  "test.pcap: 文件不完整：在第 2 个分组（第 43 字节处）中间结束；此前的内容可以使用");
    }
    EXPECT_THAT(problem_of(whole.substr(0, 20)), HasSubstr("its header ends at octet 20"));
}

TEST(PcapFile, DoesNotTakeTheMemoryThatARecordClaims)
{
    const std::string record = number32(0) + number32(0) + number32(0xfffffff0) + number32(0xfffffff0);
    EXPECT_THAT(problem_of(Pcap{raw_link, Order::Big}.add("abc").octets() + record),
                HasSubstr("packet 2, at octet 43, claims to have 4294967280 octets"));
}

TEST(PcapngFile, IsReadInEitherOrderOfOctets)
{
    for (const Order order : {Order::Little, Order::Big}) {
        const AllFrames all = all_frames(Pcapng{order}.interface(ethernet_link).add("abcde", 0, 1'000'007).octets());
        EXPECT_EQ(octets_of(all), (std::vector<std::string>{"abcde"}));
        EXPECT_EQ(all.frames[0].frame.at_ns, 1'000'007'000);
        EXPECT_EQ(all.frames[0].frame.link, ethernet_link);
        EXPECT_FALSE(all.problem);
    }
}

TEST(PcapngFile, HasSeveralSectionsAndInterfaces)
{
    const AllFrames all = all_frames(Pcapng{}
                                         .interface(ethernet_link)
                                         .interface(raw_link)
                                         .add("a", 1)
                                         .section(Order::Big)
                                         .interface(228)
                                         .add("b", 0)
                                         .octets());
    ASSERT_EQ(all.frames.size(), 2U);
    EXPECT_EQ(all.frames[0].frame.link, raw_link);
    EXPECT_EQ(all.frames[0].frame.interface, 1U);
    EXPECT_TRUE(all.frames[0].frame.one_of_several);
    EXPECT_EQ(all.frames[1].frame.link, 228U);
    EXPECT_EQ(all.frames[1].frame.interface, 2U);
}

TEST(PcapngFile, HasTimesOfAnyResolutionAndOffset)
{
    constexpr unsigned resolution = 9;
    constexpr unsigned offset = 14;
    const auto at_ns = [](const Pcapng::Options& options, std::uint64_t count) {
        return all_frames(Pcapng{}.interface(raw_link, options).add("a", 0, count).octets()).frames.at(0).frame.at_ns;
    };
    EXPECT_EQ(at_ns({}, 1'500'000), 1'500'000'000);
    EXPECT_EQ(at_ns({{resolution, std::string(1, '\0')}}, 3), 3'000'000'000);
    EXPECT_EQ(at_ns({{resolution, "\x09"}}, 1'500'000'001), 1'500'000'001);
    EXPECT_EQ(at_ns({{resolution, "\x0c"}}, 1'500'000'001'999), 1'500'000'001);
    EXPECT_EQ(at_ns({{resolution, "\x7f"}}, UINT64_MAX), 0);
    EXPECT_EQ(at_ns({{resolution, "\x8a"}}, 1024 + 512), 1'500'000'000);              // 2^-10 s
    EXPECT_EQ(at_ns({{resolution, "\xbf"}}, std::uint64_t{3} << 62U), 1'500'000'000); // 2^-63 s
    EXPECT_EQ(at_ns({{resolution, "\xff"}}, UINT64_MAX), 0);
    EXPECT_EQ(at_ns({{offset, std::string("\x0a\0\0\0\0\0\0\0", 8)}}, 5), 10'000'005'000);
    EXPECT_EQ(at_ns({{offset, std::string("\xff\xff\xff\xff\xff\xff\xff\xff", 8)}}, 5), -1'000'000'000 + 5000);
    EXPECT_EQ(at_ns({{resolution, std::string(1, '\0')}}, UINT64_MAX), INT64_MAX); // clipped
    EXPECT_LT(at_ns({{offset, std::string("\0\0\0\0\0\0\0\x80", 8)}}, 5), -9'000'000'000'000'000'000);
}

TEST(PcapngFile, HasCommentsOfPackets)
{
    const AllFrames all = all_frames(Pcapng{}
                                         .interface()
                                         .add("a", 0, 0, {{1, "first"}, {2, "\1\2\3\4"}, {1, "second, 第二"}})
                                         .add("b", 0, 0, {{1, "only"}})
                                         .add("c")
                                         .octets());
    EXPECT_EQ(all.frames.at(0).comment, "first\nsecond, 第二");
    EXPECT_EQ(all.frames.at(1).comment, "only");
    EXPECT_EQ(all.frames.at(2).comment, "");
}

TEST(PcapngFile, HasPacketsWithoutATimeAndOfTheObsoleteKind)
{
    const AllFrames all = all_frames(
        Pcapng{}.interface(raw_link, {}, 4).add("a", 0, 7).add_simple("abcdefgh").add_obsolete("b", 0, 9).octets());
    EXPECT_EQ(octets_of(all), (std::vector<std::string>{"a", "abcd", "b"}));
    EXPECT_EQ(all.frames[1].frame.wire_octets, 8U);
    EXPECT_EQ(all.frames[1].frame.at_ns, 7000); // that of the packet before it
    EXPECT_EQ(all.frames[2].frame.at_ns, 9000);
}

TEST(PcapngFile, SkipsBlocksThatHoldNoPacket)
{
    constexpr std::uint32_t statistics = 5;
    const AllFrames all = all_frames(Pcapng{}
                                         .interface()
                                         .block(statistics, std::string(100, 'x'))
                                         .add("a")
                                         .block(0x80001234, std::string(100, 'x'))
                                         .add("b")
                                         .octets());
    EXPECT_EQ(octets_of(all), (std::vector<std::string>{"a", "b"}));
    EXPECT_FALSE(all.problem);
}

TEST(PcapngFile, NumbersCustomBlocksAsWiresharkDoes)
{
    const AllFrames all = all_frames(
        Pcapng{}.interface().block(0xbad, "abcd").block(0x40000bad, "abcd").block(9, "abcd").add("a").octets());
    EXPECT_EQ(all.frames.at(0).frame.number, 4U);
}

TEST(PcapngFile, LeavesOutAPacketThatContradictsItselfAndSaysWhich)
{
    const AllFrames all = all_frames(Pcapng{}.interface().add("a").add("b", 7).add("c").octets());
    EXPECT_EQ(octets_of(all), (std::vector<std::string>{"a", "c"}));
    EXPECT_EQ(all.frames[1].frame.number, 3U);
    ASSERT_TRUE(all.problem);
    EXPECT_EQ(all.problem->sentence(),
              "test.pcap: packet 2, at octet 84, names interface 7, which the file does not describe; it is left out");
    EXPECT_THAT(problem_of(Pcapng{}.add_simple("a").octets()),
                HasSubstr("packet 1, at octet 28, belongs to no interface"));
    const std::string claims = std::string(12, '\0') + number32(99, Order::Little) + number32(99, Order::Little);
    EXPECT_THAT(problem_of(Pcapng{}.interface().block(6, claims).octets()),
                HasSubstr("claims 99 octets, but its block has 0"));
}

TEST(PcapngFile, ThatIsCutOrDamagedSaysWhere)
{
    const std::string whole = Pcapng{}.interface().add("abc").add("defg").octets();
    for (std::size_t left = 84 + 1; left < whole.size(); ++left)
        EXPECT_EQ(problem_of(whole.substr(0, left)),
                  "test.pcap: the file is cut: it ends within packet 2, at octet 84; "
                  "what comes before it can be used");
    std::string other_length = whole;
    other_length[other_length.size() - 3] = 1;
    EXPECT_THAT(problem_of(other_length), HasSubstr("packet 2, at octet 84, has two different lengths"));
    const std::string no_length = number32(6, Order::Little) + number32(3, Order::Little) + number32(3, Order::Little);
    EXPECT_THAT(problem_of(whole + no_length), HasSubstr("the block at octet 120, before packet 3, claims to have 3"));
    const std::string huge = number32(6, Order::Little) + number32(0xfffffffc, Order::Little) + number32(0);
    EXPECT_THAT(problem_of(whole + huge), HasSubstr("packet 3, at octet 120, claims to have 4294967292 octets"));
}

TEST(GzipFile, IsReadByItsContentWithAllItsMembers)
{
    const std::string pcap = Pcap{}.add("abc").add(std::string(300'000, 'x')).octets();
    EXPECT_EQ(all_frames(gzip(pcap)).frames.size(), 2U);
    EXPECT_EQ(all_frames(gzip(pcap.substr(0, 30)) + gzip(pcap.substr(30))).frames.size(), 2U);
    const AllFrames padded = all_frames(gzip(pcap) + std::string(1000, '\0'));
    EXPECT_EQ(padded.frames.size(), 2U);
    EXPECT_FALSE(padded.problem);
    EXPECT_EQ(all_frames(gzip(Pcapng{}.interface().add("a").octets())).frames.size(), 1U);
}

TEST(GzipFile, ThatIsCutOrDamagedGivesWhatComesBefore)
{
    Pcap pcap;
    for (int i = 0; i < 20'000; ++i)
        pcap.add(std::to_string(i * 7919));
    const std::string whole = gzip(pcap.octets());
    const AllFrames cut = all_frames(whole.substr(0, whole.size() / 2));
    EXPECT_GT(cut.frames.size(), 1000U);
    ASSERT_TRUE(cut.problem);
    EXPECT_THAT(cut.problem->sentence(), StartsWith("test.pcap: the gzip file ends at octet " +
                                                    std::to_string(whole.size() / 2) + ", in the middle; what comes"));
    std::string damaged = whole;
    for (std::size_t i = 0; i < 64; ++i)
        damaged[whole.size() / 2 + i] = '\xff';
    const AllFrames part = all_frames(damaged);
    EXPECT_GT(part.frames.size(), 1000U);
    ASSERT_TRUE(part.problem);
    EXPECT_THAT(part.problem->sentence(), StartsWith("test.pcap: the gzip file is damaged at octet "));
}

TEST(CaptureFile, OfAnotherKindIsRefusedWithItsName)
{
    const auto refused = [](const std::string& octets) {
        const auto reader = Reader::open(Origin::of_octets(octets, "test.pcap"));
        return reader ? "" : reader.error().sentence();
    };
    EXPECT_EQ(refused(""), "test.pcap: the file is empty; choose a capture (pcap or pcapng)");
    EXPECT_EQ(refused("title: x"),
              "test.pcap: this is not a capture (pcap or pcapng); choose a capture (pcap or pcapng)");
    EXPECT_EQ(refused("\x89PNG......"),
              "test.pcap: this looks like a picture (PNG), not like a capture (pcap or pcapng); "
              "choose a capture (pcap or pcapng)");
    EXPECT_EQ(refused(gzip("title: x")), refused("title: x"));
    EXPECT_THAT(refused("\x1f\x8b\xff\xff\xff\xff\xff\xff"), HasSubstr("the gzip file is damaged at octet"));
    EXPECT_FALSE(Reader::open(Origin::of_file("/no/such/file")));
    EXPECT_FALSE(Origin::find("/no/such/file"));
}

} // namespace
} // namespace tcpstage::capture
