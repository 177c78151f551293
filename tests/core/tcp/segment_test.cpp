#include "core/tcp/segment/segment.h"

#include "core/base/random.h"
#include "tests/support/both_languages.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

constexpr Address client{{192, 168, 1, 2}};
constexpr Address server{{77, 67, 44, 206}};

using Octets = std::vector<std::uint8_t>;

// The handshake of a real connection (PcapPlusPlus, one_http_stream_fin.pcap, public domain).
const Octets real_syn{0xc1, 0x4e, 0x00, 0x50, 0xee, 0xd8, 0x56, 0x94, 0x00, 0x00, 0x00, 0x00, 0x80, 0x02, 0x20, 0x00,
                      0x0c, 0x49, 0x00, 0x00, 0x02, 0x04, 0x05, 0xb4, 0x01, 0x03, 0x03, 0x08, 0x01, 0x01, 0x04, 0x02};
const Octets real_syn_ack{0x00, 0x50, 0xc1, 0x4e, 0x91, 0xf7, 0x4a, 0xd8, 0xee, 0xd8, 0x56,
                          0x95, 0x80, 0x12, 0x10, 0x2c, 0x40, 0x95, 0x00, 0x00, 0x02, 0x04,
                          0x05, 0x64, 0x01, 0x03, 0x03, 0x00, 0x04, 0x02, 0x00, 0x00};
const Octets real_ack{0xc1, 0x4e, 0x00, 0x50, 0xee, 0xd8, 0x56, 0x95, 0x91, 0xf7,
                      0x4a, 0xd9, 0x50, 0x10, 0x01, 0x02, 0x8f, 0x39, 0x00, 0x00};

/// A random segment whose options fit into the header.
Segment random_segment(Random& random)
{
    Segment segment;
    segment.source_port = static_cast<std::uint16_t>(random.next());
    segment.destination_port = static_cast<std::uint16_t>(random.next());
    segment.seq = Seq{static_cast<std::uint32_t>(random.next())};
    segment.flags = Flags::from_bits(static_cast<std::uint8_t>(random.next()));
    if (segment.has_ack()) segment.ack = Seq{static_cast<std::uint32_t>(random.next())};
    segment.window = static_cast<std::uint16_t>(random.next());
    segment.urgent = static_cast<std::uint16_t>(random.next());
    Options& options = segment.options;
    if (random.below(2) == 0) options.mss = static_cast<std::uint16_t>(random.next());
    options.sack_permitted = random.below(2) == 0;
    options.has_window_scale = random.below(2) == 0;
    if (options.has_window_scale) options.window_scale = static_cast<std::uint8_t>(random.below(15));
    options.has_timestamps = random.below(2) == 0;
    if (options.has_timestamps)
        options.timestamps = {static_cast<std::uint32_t>(random.next()), static_cast<std::uint32_t>(random.next())};
    options.sack_count = static_cast<std::uint8_t>(random.below(5));
    options.sack_count = sack_blocks_sent(options);
    for (std::size_t i = 0; i < options.sack_count; ++i)
        options.sack[i] = {Seq{static_cast<std::uint32_t>(random.next())},
                           Seq{static_cast<std::uint32_t>(random.next())}};
    segment.payload = Bytes::pattern(static_cast<std::uint32_t>(random.below(1500)), random.next());
    return segment;
}

Octets with_options(const Octets& options)
{
    Octets octets = real_ack;
    octets.insert(octets.end(), options.begin(), options.end());
    octets[12] = static_cast<std::uint8_t>(octets.size() / 4 << 4U);
    return octets;
}

std::string wire_refusal(const Octets& octets)
{
    const auto decoded = decode(octets, client, server);
    return decoded ? "accepted" : said_in_both(decoded.error());
}

TEST(WireForm, DecodesARealHandshake)
{
    const auto syn = decode(real_syn, client, server);
    const auto syn_ack = decode(real_syn_ack, server, client);

    ASSERT_TRUE(syn && syn_ack);
    EXPECT_TRUE(syn->checksum_correct);
    EXPECT_EQ(syn->segment.source_port, 49486);
    EXPECT_EQ(syn->segment.destination_port, 80);
    EXPECT_EQ(syn->segment.seq, Seq{4007155348});
    EXPECT_EQ(syn->segment.flags, Flag::Syn);
    EXPECT_EQ(syn->segment.window, 8192);
    EXPECT_EQ(syn->segment.options.mss, 1460);
    EXPECT_TRUE(syn->segment.options.sack_permitted);
    EXPECT_EQ(syn->segment.options.window_scale, 8);
    EXPECT_TRUE(syn_ack->checksum_correct);
    EXPECT_EQ(syn_ack->segment.flags, Flag::Syn | Flag::Ack);
    EXPECT_EQ(syn_ack->segment.ack, Seq{4007155349});
    EXPECT_TRUE(syn_ack->segment.options.has_window_scale);
    EXPECT_EQ(syn_ack->segment.options.window_scale, 0);
}

TEST(WireForm, EncodesTheRealThirdSegmentOctetForOctet)
{
    Segment ack;
    ack.source_port = 49486;
    ack.destination_port = 80;
    ack.seq = Seq{4007155349};
    ack.ack = Seq{2448902873};
    ack.flags = Flag::Ack;
    ack.window = 258;

    EXPECT_EQ(encode(ack, client, server), real_ack);
}

TEST(WireForm, ReadsBackAnySegment)
{
    Random random{2026};
    for (int i = 0; i < 2000; ++i) {
        const Segment segment = random_segment(random);
        const auto octets = encode(segment, client, server);
        const auto decoded = decode(octets, client, server);
        ASSERT_TRUE(decoded) << decoded.error().sentence();
        ASSERT_EQ(decoded->segment, segment);
        ASSERT_TRUE(decoded->checksum_correct);
        ASSERT_EQ(octets.size(), 20 + options_bytes(segment.options) + segment.payload.size());
    }
}

TEST(WireForm, FindsAnyFlippedBitByTheChecksum)
{
    Segment segment;
    segment.flags = Flag::Ack;
    segment.payload = Bytes{"hello"};
    const auto octets = encode(segment, client, server);
    for (std::size_t bit = 0; bit < octets.size() * 8; ++bit) {
        auto damaged = octets;
        damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ 1U << bit % 8);
        const auto decoded = decode(damaged, client, server);
        EXPECT_FALSE(decoded && decoded->checksum_correct) << "bit " << bit;
    }
}

TEST(WireForm, CoversTheAddressesByTheChecksum)
{
    const auto elsewhere = decode(real_ack, client, Address{{77, 67, 44, 207}});

    ASSERT_TRUE(elsewhere);
    EXPECT_FALSE(elsewhere->checksum_correct);
}

TEST(WireForm, LeavesOutSackBlocksThatDoNotFit)
{
    Options options;
    options.sack_count = 4;
    EXPECT_EQ(options_bytes(options), 36U);
    options.has_timestamps = true;
    EXPECT_EQ(sack_blocks_sent(options), 3);
    EXPECT_EQ(options_bytes(options), 40U);
    options.mss = 1460;
    options.has_window_scale = true;
    EXPECT_EQ(sack_blocks_sent(options), 2);
}

TEST(WireForm, SkipsOptionsThatItDoesNotKnow)
{
    const auto decoded = decode(with_options({30, 4, 0xab, 0xcd, 254, 2, 3, 3, 7, 0, 99, 99}), client, server);

    ASSERT_TRUE(decoded) << decoded.error().sentence();
    EXPECT_EQ(decoded->segment.options.window_scale, 7);
}

/// A hostile segment may hold the same option twice; nothing of the first one remains.
TEST(WireForm, LetsTheLastOfTwoOptionsOfAKindCount)
{
    const auto sack = [](std::uint8_t blocks) {
        Octets option{5, static_cast<std::uint8_t>(2 + 8 * blocks)};
        for (std::uint8_t octet = 0; octet < 8 * blocks; ++octet)
            option.push_back(static_cast<std::uint8_t>(octet + 1));
        return option;
    };
    const std::vector<Octets> firsts{sack(2), sack(3), {2, 4, 5, 180}, {3, 3, 7}, {8, 10, 1, 2, 3, 4, 5, 6, 7, 8}};
    const std::vector<Octets> lasts{sack(1), sack(1), {2, 4, 0, 0}, {3, 3, 0}, {8, 10, 0, 0, 0, 0, 0, 0, 0, 0}};
    for (std::size_t i = 0; i < firsts.size(); ++i) {
        const auto padded = [](Octets options) {
            options.resize((options.size() + 3) / 4 * 4, 1);
            return with_options(options);
        };
        Octets both = firsts[i];
        both.insert(both.end(), lasts[i].begin(), lasts[i].end());
        const auto twice = decode(padded(both), client, server);
        const auto once = decode(padded(lasts[i]), client, server);
        ASSERT_TRUE(twice && once) << i;
        EXPECT_EQ(twice->segment.options, once->segment.options) << i;
        EXPECT_EQ(decode(encode(twice->segment, client, server), client, server)->segment, twice->segment) << i;
    }
}

TEST(WireForm, RefusesWhatIsNoSegmentWithASentence)
{
    EXPECT_EQ(wire_refusal({1, 2, 3}), "a TCP header has at least 20 octets, but this one has 3");
    auto small = real_ack;
    small[12] = 0x40;
    EXPECT_EQ(wire_refusal(small),
              "the data offset says 16 octets of header, but the segment has 20 and the least is 20");
    auto large = real_ack;
    large[12] = 0x60;
    EXPECT_EQ(wire_refusal(large),
              "the data offset says 24 octets of header, but the segment has 20 and the least is 20");
}

TEST(WireForm, RefusesOptionsWhoseLengthDoesNotFit)
{
    EXPECT_EQ(wire_refusal(with_options({2, 0, 0, 0})), "option 2 claims 0 octets, but the header has 4 left");
    EXPECT_EQ(wire_refusal(with_options({1, 1, 1, 2})), "option 2 claims 0 octets, but the header has 1 left");
    EXPECT_EQ(wire_refusal(with_options({8, 10, 0, 0})), "option 8 claims 10 octets, but the header has 4 left");
    EXPECT_EQ(wire_refusal(with_options({2, 3, 0, 0})), "option 2 is 3 octets long, but it must be 4");
    EXPECT_EQ(wire_refusal(with_options({5, 4, 0, 0})), "option 5 is 4 octets long, but it must be 10, 18, 26 or 34");
    EXPECT_EQ(wire_refusal(with_options({99, 1, 0, 0})), "option 99 claims 1 octet, but the header has 4 left");
}

TEST(WireForm, SurvivesAnyOctets)
{
    Random random{7};
    for (int i = 0; i < 20'000; ++i) {
        Octets octets(random.below(80));
        for (auto& octet : octets)
            octet = static_cast<std::uint8_t>(random.next());
        const auto decoded = decode(octets, client, server);
        EXPECT_TRUE(!decoded || decoded->segment.payload.size() <= octets.size());
    }
}

TEST(SegmentLength, CountsSynAndFin)
{
    Segment segment;
    segment.seq = Seq{UINT32_MAX};
    segment.flags = Flag::Syn | Flag::Fin;
    segment.payload = Bytes{"abc"};

    EXPECT_EQ(segment.length(), 5U);
    EXPECT_EQ(segment.end(), Seq{4});
}

TEST(FlagWords, PutAckLast)
{
    EXPECT_EQ(to_text(Flag::Syn | Flag::Ack), "SYN, ACK");
    EXPECT_EQ(to_text(Flag::Fin | Flag::Psh | Flag::Ack | Flag::Urg), "FIN, PSH, URG, ACK");
    EXPECT_EQ(to_text(Flags{}), "none");
}

} // namespace
} // namespace tcpstage::tcp
