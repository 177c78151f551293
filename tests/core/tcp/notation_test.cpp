#include "core/tcp/segment/notation.h"

#include "tests/support/both_languages.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

Segment syn_ack()
{
    Segment segment;
    segment.flags = Flag::Syn | Flag::Ack;
    segment.seq = Seq{300};
    segment.ack = Seq{101};
    segment.options.mss = 1460;
    return segment;
}

/// The error sentence, or "accepted".
std::string notation_refusal(std::string_view line)
{
    const auto pattern = parse_notation(line);
    return pattern ? "accepted" : said_in_both(pattern.error());
}

int refused_column(std::string_view line)
{
    const auto pattern = parse_notation(line);
    if (!pattern) said_in_both(pattern.error());
    return pattern ? 0 : pattern.error().where.column;
}

TEST(Notation, WritesASegmentAsPacketdrillDoes)
{
    EXPECT_EQ(notation(syn_ack(), 65535), "S. 300:300(0) ack 101 win 65535 <mss 1460>");
}

TEST(Notation, WritesTheOptionsInTheirOrderOnTheWire)
{
    Segment segment = syn_ack();
    segment.options.sack_permitted = true;
    segment.options.has_timestamps = true;
    segment.options.timestamps = {7, 9};
    segment.options.has_window_scale = true;
    segment.options.window_scale = 8;

    EXPECT_EQ(notation(segment, 500), "S. 300:300(0) ack 101 win 500 <mss 1460,sackOK,TS val 7 ecr 9,nop,wscale 8>");
}

TEST(Notation, CountsOctetsAndLeavesOutAnAbsentAck)
{
    Segment segment;
    segment.seq = Seq{UINT32_MAX};
    segment.payload = Bytes::pattern(3);

    EXPECT_EQ(notation(segment, 0), "- 4294967295:2(3) win 0");
}

TEST(Notation, IsRelativeToTheInitialNumbersOnRequest)
{
    Segment segment;
    segment.flags = Flag::Psh | Flag::Ack;
    segment.seq = Seq{1001};
    segment.ack = Seq{5001};
    segment.options.sack_count = 1;
    segment.options.sack[0] = {Seq{5101}, Seq{5201}};
    segment.payload = Bytes::pattern(100);

    EXPECT_EQ(notation_relative(segment, 65535, Seq{1000}, Seq{5000}),
              "P. 1:101(100) ack 1 win 65535 <nop,nop,sack 101:201>");
}

TEST(Notation, ReadsBackWhatItWrites)
{
    Segment segment = syn_ack();
    segment.window = 1000;
    segment.options.sack_count = 2;
    segment.options.sack = {SackBlock{Seq{1}, Seq{2}}, SackBlock{Seq{4294967295}, Seq{0}}};
    segment.options.has_timestamps = true;
    segment.options.timestamps = {UINT32_MAX, 0};
    segment.payload = Bytes::pattern(536);

    const auto pattern = parse_notation(notation(segment, 1000));

    ASSERT_TRUE(pattern) << pattern.error().sentence();
    EXPECT_EQ(pattern->to_segment(), segment);
    EXPECT_TRUE(pattern->matches(segment, 1000));
}

TEST(Notation, MatchesAnythingThatTheLineLeavesOut)
{
    const auto pattern = parse_notation("S. 300:300(0)");

    ASSERT_TRUE(pattern);
    EXPECT_TRUE(pattern->matches(syn_ack(), 65535));
}

TEST(Notation, ComparesEverythingThatTheLineSays)
{
    for (const auto* line : {"S 300:300(0)", "S. 301:301(0)", "S. 300:301(1)", "S. 300:300(0) ack 102",
                             "S. 300:300(0) win 1", "S. 300:300(0) <mss 536>", "SE. 300:300(0)"}) {
        const auto pattern = parse_notation(line);
        ASSERT_TRUE(pattern) << line;
        EXPECT_FALSE(pattern->matches(syn_ack(), 65535)) << line;
    }
}

TEST(Notation, AllowsBlanksBetweenItsParts)
{
    EXPECT_EQ(notation_refusal("  S.  300 : 300 ( 0 )  ack 101  win 5 < mss 1460 , nop >  "), "accepted");
}

TEST(Notation, NamesTheColumnOfAnError)
{
    EXPECT_EQ(refused_column("Z 1:1(0)"), 1);
    EXPECT_EQ(refused_column("S. x:1(0)"), 4);
    EXPECT_EQ(refused_column("S. 1(0)"), 5);
    EXPECT_EQ(refused_column("S. 1:3(1)"), 6);
    EXPECT_EQ(refused_column("S. 1:1(0"), 9);
    EXPECT_EQ(refused_column("S. 1:1(0) ack"), 14);
    EXPECT_EQ(refused_column("S 1:1(0) ack 1"), 10);
    EXPECT_EQ(refused_column("S 1:1(0) <mss>"), 14);
    EXPECT_EQ(refused_column("S 1:1(0) <fast>"), 11);
    EXPECT_EQ(refused_column("S 1:1(0) win 1 ack 1"), 16);
    EXPECT_EQ(refused_column("S 4294967296:0(0)"), 3);
    EXPECT_EQ(refused_column(". 1:1(0) <sack 1:2 2:3 3:4 4:5 5:6>"), 32);
    EXPECT_EQ(refused_column(""), 1);
}

TEST(Notation, SaysWhatWasExpected)
{
    EXPECT_EQ(notation_refusal("S. 1(0)"),
              "expected \":\" after the sequence number at column 5 of \"S. 1(0)\"; write it as in "
              "\"S. 300:300(0) ack 101 win 65535 <mss 1460>\"");
}

TEST(FlagText, ReadsLettersAndWords)
{
    const Flags syn_and_ack = Flag::Syn | Flag::Ack;
    for (const auto* text : {"S.", ".S", "SYN, ACK", "syn+ack", "SYN ACK", "SYN,ACK", "SYN-ACK"})
        EXPECT_EQ(parse_flags(text), syn_and_ack) << text;
    EXPECT_EQ(parse_flags("-"), Flags{});
    EXPECT_EQ(parse_flags("none"), Flags{});
    EXPECT_EQ(parse_flags("SEW"), Flag::Syn | Flag::Ece | Flag::Cwr);
}

TEST(FlagText, RefusesWhatIsNoFlag)
{
    for (const auto* text : {"", " ", ",", "SYM", "SS", "SYN, S", "X", "syn ack x", "s"})
        EXPECT_FALSE(parse_flags(text)) << text;
}

TEST(FlagText, ReadsBackEverySetOfFlags)
{
    for (unsigned bits = 0; bits < 256; ++bits) {
        const Flags flags = Flags::from_bits(static_cast<std::uint8_t>(bits));
        EXPECT_EQ(parse_flags(flag_letters(flags)), flags);
        EXPECT_EQ(parse_flags(to_text(flags)), flags);
    }
}

TEST(Notation, SaysWhatTheIpHeaderSaysOfCongestion)
{
    const auto pattern = parse_notation("[ect0] PW. 101:201(100) ack 301 win 65535");
    ASSERT_TRUE(pattern);
    Segment segment = pattern->to_segment();
    EXPECT_EQ(segment.ecn, Ecn::Capable0);
    EXPECT_EQ(notation(segment, 65535), "[ect0] PW. 101:201(100) ack 301 win 65535");
    segment.ecn = Ecn::Congestion;
    EXPECT_FALSE(pattern->matches(segment, 65535));
    EXPECT_TRUE(parse_notation("[ce] PW. 101:201(100)")->matches(segment, 65535));
    EXPECT_TRUE(parse_notation("PW. 101:201(100)")->matches(segment, 65535)) << "left out, it matches anything";
    EXPECT_EQ(parse_notation("[ect2] . 1:1(0)").error().what.en,
              "expected noecn, ect0, ect1 or ce at column 2 of \"[ect2] . 1:1(0)\"");
}

TEST(Notation, CallsADatagramByItsName)
{
    const auto pattern = parse_notation("udp (100)");
    ASSERT_TRUE(pattern);
    const Segment datagram = pattern->to_segment();
    EXPECT_TRUE(datagram.is_datagram());
    EXPECT_EQ(notation(datagram, 0), "udp (100)");
    EXPECT_TRUE(pattern->matches(datagram, 0));
    EXPECT_FALSE(parse_notation("- 0:100(100)")->matches(datagram, 0));
}

TEST(Notation, RefusesASegmentThatNoPacketCanHold)
{
    EXPECT_TRUE(parse_notation(". 1:65496(65495) ack 1"));
    EXPECT_TRUE(parse_notation("udp (65507)"));
    for (const char* line : {". 1:65497(65496) ack 1", ". 1:65496(65495) ack 1 <sack 7:8>", "udp (65508)"}) {
        const auto pattern = parse_notation(line);
        ASSERT_FALSE(pattern) << line;
        EXPECT_NE(pattern.error().sentence().find("too many for one segment"), std::string::npos)
            << pattern.error().sentence();
        EXPECT_NE(pattern.error().sentence(Language::Chinese).find("太多"), std::string::npos);
    }
}

} // namespace
} // namespace tcpstage::tcp
