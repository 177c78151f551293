// Whatever the network does, every octet is delivered once and in order, or the user gets a signal that the connection
// broke.

#include "core/sim/world.h"
#include "tests/core/sim/setup.h"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace tcpstage::sim {

using testing::two_hosts;

namespace {

Bytes random_octets(Random& random, std::uint32_t count)
{
    std::vector<std::uint8_t> octets(count);
    for (auto& octet : octets)
        octet = static_cast<std::uint8_t>(random.below(256));
    return Bytes{std::move(octets)};
}

Chance up_to(Random& random, std::uint32_t percent)
{
    return {static_cast<std::uint32_t>(random.below(std::uint64_t{percent} * 10'000))};
}

Setup random_setup(std::uint64_t seed)
{
    Random random{seed};
    Setup setup = two_hosts();
    setup.seed = seed;
    for (LinkSettings& link : setup.links) {
        link.delay = Duration{1ms} * static_cast<int>(1 + random.below(100));
        link.jitter = Duration{1ms} * static_cast<int>(random.below(20));
        link.loss = up_to(random, 15);
        link.duplicate = up_to(random, 15);
        link.reorder = up_to(random, 15);
        link.corrupt = up_to(random, 5);
    }
    for (EndpointSetup& end : setup.endpoints) {
        end.iss.given = {tcp::Seq{static_cast<std::uint32_t>(random.next())}};
        if (random.below(4) == 0)
            end.iss.given = {tcp::Seq{0U - static_cast<std::uint32_t>(random.below(5000))}}; // wraps soon
        end.settings.mss = static_cast<std::uint16_t>(200 + random.below(1260));
        end.settings.receive_buffer =
            static_cast<std::uint32_t>(500 + random.below(random.below(3) == 0 ? 200'000 : 8000));
        end.settings.delayed_ack = random.below(2) == 0 ? Duration{0} : Duration{40ms};
        end.settings.nagle = random.below(2) == 0;
        end.settings.window_scale = random.below(2) == 0;
        end.settings.timestamps = random.below(2) == 0;
        end.settings.sack = random.below(2) == 0;
        end.settings.congestion = static_cast<tcp::Congestion>(random.below(4));
        end.settings.keepalive = random.below(4) == 0 ? Duration{20s} : Duration{0};
        end.settings.combine_fin_ack = random.below(3) == 0;
        end.settings.reads = random.below(3) == 0 ? tcp::Reads::ByHand : tcp::Reads::AtOnce;
    }
    return setup;
}

/// One combination of options (each bit switches one), the same at both ends, over a slow network with bursts of
/// losses.
Setup combination(unsigned bits)
{
    Setup setup = random_setup(1000 + bits);
    for (LinkSettings& link : setup.links) {
        link.rate_bits_per_second = 500'000;
        link.ecn_threshold_bytes = 3000;
        link.loss = {10'000};
        link.burst_loss = {.enter = {10'000}, .leave = {300'000}};
    }
    const auto bit = [&](unsigned which) { return (bits >> which & 1U) != 0; };
    for (EndpointSetup& end : setup.endpoints) {
        end.settings.sack = bit(0);
        end.settings.timestamps = bit(1);
        end.settings.window_scale = bit(2);
        end.settings.delayed_ack = bit(3) ? Duration{40ms} : Duration{0};
        end.settings.nagle = bit(4);
        end.settings.keepalive = 20s; // otherwise FIN-WAIT-2 waits forever for a peer that has given up
        end.settings.ecn = bit(5);
        end.settings.congestion = static_cast<tcp::Congestion>(bits >> 6U & 3U);
    }
    return setup;
}
constexpr unsigned combinations = 256;

/// What the user of one side has sent and received.
struct User {
    std::vector<std::uint8_t> said;
    std::vector<std::uint8_t> heard;
    bool open = true;       // may still send
    bool heard_end = false; // signalled: the peer has no more data
    bool broken = false;    // signalled: reset or timeout
    tcp::Seq right_edge;    // the largest SND.UNA + SND.WND so far; reordered ACKs may make the window seem to shrink
};

/// A conversation of two random users, checked at every step.
class Conversation {
public:
    explicit Conversation(Setup setup)
        : random_{setup.seed ^ 0x5eedU}, setup_{std::move(setup)}, world_{setup_}, trace_{empty_trace(setup_)},
          recorder_{trace_}
    {}

    bool broke() const { return users_[0].broken || users_[1].broken; }
    /// The number of segments that the network has marked (ECN CE).
    std::size_t marks() const
    {
        return static_cast<std::size_t>(std::ranges::count(trace_.transits(), true, &trace::Transit::marked));
    }
    std::size_t heard() const { return users_[0].heard.size() + users_[1].heard.size(); }

    void hold()
    {
        call(trace::Side::Right, trace::Call::Listen);
        call(trace::Side::Left, trace::Call::Connect);
        for (int turns = static_cast<int>(5 + random_.below(30)); turns > 0; --turns) {
            random_call();
            for (auto steps = random_.below(20); steps > 0 && step(); --steps)
                read_last_octets();
        }
        while (opening() && step()) {
        }
        for (const trace::Side side : trace::both_sides) {
            if (user(side).open) call(side, trace::Call::Shutdown);
        }
        while (step()) {
            for (const trace::Side side : trace::both_sides)
                read_all(side);
        }
        for (const trace::Side side : trace::both_sides)
            expect_outcome(side);
    }

private:
    User& user(trace::Side side) { return users_[trace::index(side)]; }
    const tcp::Tcb& tcb(trace::Side side) const { return world_.endpoint(side).tcb(); }

    bool opening() const
    {
        return std::ranges::any_of(trace::both_sides, [&](trace::Side side) {
            const tcp::State state = tcb(side).state;
            return state == tcp::State::SynSent || state == tcp::State::SynReceived;
        });
    }

    void random_call()
    {
        const trace::Side side = random_.below(2) == 0 ? trace::Side::Left : trace::Side::Right;
        const bool is_open = tcp::is_synchronized(tcb(side).state);
        const bool may_send = user(side).open && (is_open || tcb(side).state == tcp::State::SynSent);
        if (may_send && is_open && random_.below(12) == 0) {
            call(side, trace::Call::Shutdown);
            user(side).open = false;
        } else if (may_send) {
            const Bytes data = random_octets(random_, static_cast<std::uint32_t>(1 + random_.below(3000)));
            user(side).said.insert(user(side).said.end(), data.span().begin(), data.span().end());
            call(side, trace::Call::Send, data);
        } else {
            call(side, trace::Call::Read, {}, static_cast<std::uint32_t>(random_.below(2000)));
        }
    }

    void read_all(trace::Side side)
    {
        if (tcb(side).unread_bytes > 0) call(side, trace::Call::Read);
    }

    /// RFC 9293 section 3.6: users must keep reading until TCP says that there is no more data. Reads what is left
    /// after that.
    void read_last_octets()
    {
        for (const trace::Side side : trace::both_sides) {
            if (user(side).heard_end) read_all(side);
        }
    }

    void call(trace::Side side, trace::Call call, const Bytes& data = {}, std::uint32_t octets = UINT32_MAX)
    {
        remember();
        world_.call(side, call, recorder_, data, octets);
        watch();
    }

    bool step()
    {
        remember();
        const bool more = world_.step(recorder_);
        if (more) watch();
        return more;
    }

    void remember()
    {
        records_ = trace_.records().size();
        before_ = {tcb(trace::Side::Left), tcb(trace::Side::Right)};
    }

    void watch()
    {
        for (std::size_t id = records_; id < trace_.records().size(); ++id)
            watch(trace_.records()[id]);
        for (const trace::Side side : trace::both_sides)
            expect_invariants(side);
        if (trace_.records().size() == records_) return;
        const trace::Side acting = trace_.records()[records_].side;
        for (const tcp::Effect& effect : world_.last_effects()) {
            if (const auto* delivery = std::get_if<tcp::Deliver>(&effect)) {
                const auto octets = delivery->data.span();
                user(acting).heard.insert(user(acting).heard.end(), octets.begin(), octets.end());
            }
        }
    }

    void watch(const trace::Record& record)
    {
        if (record.kind == trace::Kind::Arrived && record.detail == 1) { // wrong checksum: treated as lost
            EXPECT_EQ(tcb(record.side), before_[trace::index(record.side)]);
            EXPECT_TRUE(world_.last_effects().empty());
        }
        if (record.kind == trace::Kind::Sent) expect_honest(record.side, trace_.transit(record.ref).segment);
        if (record.kind != trace::Kind::Signal) return;
        User& who = user(record.side);
        who.heard_end = who.heard_end || record.signal() == tcp::Signal::PeerClosed;
        who.broken = who.broken || record.signal() == tcp::Signal::Reset || record.signal() == tcp::Signal::Refused ||
                     record.signal() == tcp::Signal::TimedOut;
    }

    /// The segment's sequence numbers and octets match what its user sent.
    void expect_honest(trace::Side side, const tcp::Segment& segment)
    {
        if (segment.rst()) return;
        const tcp::Tcb& own = tcb(side);
        const auto& said = user(side).said;
        if (segment.syn()) {
            EXPECT_EQ(segment.seq, own.snd.iss);
        } else { // a SYN takes one number, a FIN the one after the last octet
            const bool probe = segment.length() == 0 && segment.seq == own.snd.nxt - 1; // a keep-alive probe
            const std::uint32_t offset = segment.seq - own.snd.iss - (probe ? 0 : 1);
            ASSERT_LE(offset + segment.payload.size(), said.size() + (own.fin_sent ? 1 : 0));
            if (!segment.payload.empty()) {
                EXPECT_TRUE(std::ranges::equal(segment.payload.span(),
                                               std::span{said}.subspan(offset, segment.payload.size())));
            }
            if (segment.fin()) {
                EXPECT_EQ(offset + segment.payload.size(), said.size());
            }
        }
        if (segment.has_ack()) { // the next octet expected
            EXPECT_TRUE(tcp::at_or_after(segment.ack, before_[trace::index(side)].rcv.nxt) ||
                        before_[trace::index(side)].rcv.irs == tcp::Seq{});
            EXPECT_TRUE(tcp::at_or_before(segment.ack, own.rcv.nxt));
        }
    }

    void expect_invariants(trace::Side side)
    {
        const tcp::Tcb& now = tcb(side);
        const tcp::Tcb& old = before_[trace::index(side)];
        if (now.state == tcp::State::Closed || now.state == tcp::State::Listen || now.state == tcp::State::SynSent)
            return;
        EXPECT_TRUE(tcp::at_or_before(now.snd.una, now.snd.nxt));
        EXPECT_TRUE(tcp::at_or_before(now.snd.nxt, now.snd.max));
        tcp::Seq& edge = user(side).right_edge;
        const tcp::Seq offered = now.snd.una + now.snd.wnd;
        edge = old.state >= tcp::State::SynReceived && old.snd.iss == now.snd.iss ? tcp::later(edge, offered) : offered;
        EXPECT_TRUE(tcp::at_or_before(now.snd.max, edge + 1)) << "beyond the window, a probe and a FIN";
        if (old.state >= tcp::State::SynReceived && old.snd.iss == now.snd.iss) {
            EXPECT_TRUE(tcp::at_or_after(now.rcv.nxt, old.rcv.nxt)) << "RCV.NXT went back";
            EXPECT_TRUE(tcp::at_or_after(now.snd.una, old.snd.una)) << "SND.UNA went back";
            EXPECT_TRUE(tcp::at_or_after(now.rcv.nxt + now.rcv.wnd, old.rcv.nxt + old.rcv.wnd)) << "the window shrank";
        }
    }

    void expect_outcome(trace::Side side)
    {
        EXPECT_EQ(tcp::name(tcb(side).state), tcp::name(tcp::State::Closed))
            << "the other end: " << tcp::name(tcb(trace::other(side)).state)
            << (user(trace::other(side)).broken ? ", broken" : "");
        const auto& heard = user(side).heard;
        const auto& said = user(trace::other(side)).said;
        ASSERT_LE(heard.size(), said.size());
        EXPECT_TRUE(std::equal(heard.begin(), heard.end(), said.begin())) << "not what was said, or not in order";
        if (user(side).broken || user(trace::other(side)).broken) return;
        EXPECT_EQ(heard.size(), said.size()) << "nobody was told that octets are missing";
        EXPECT_TRUE(user(side).heard_end);
    }

    Random random_;
    Setup setup_;
    World world_;
    trace::Trace trace_;
    trace::Recorder recorder_;
    std::array<User, 2> users_;
    std::array<tcp::Tcb, 2> before_;
    std::size_t records_ = 0;
};

} // namespace

TEST(AnyNetwork, DeliversEveryOctetOnceAndInOrderOrSaysThatItCannot)
{
    int broken = 0;
    std::size_t heard = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Conversation conversation{random_setup(seed)};
        conversation.hold();
        if (HasFailure()) return;
        broken += conversation.broke() ? 1 : 0;
        heard += conversation.heard();
    }
    EXPECT_LT(broken, 10); // otherwise the test covers too little
    EXPECT_GT(heard, 1'000'000U);
}

TEST(AnyNetwork, DeliversEveryOctetWithEveryCombinationOfOptions)
{
    int broken = 0;
    std::size_t heard = 0;
    std::size_t marks = 0;
    for (unsigned bits = 0; bits < combinations; ++bits) {
        SCOPED_TRACE("combination " + std::to_string(bits));
        Conversation conversation{combination(bits)};
        conversation.hold();
        if (HasFailure()) return;
        broken += conversation.broke() ? 1 : 0;
        heard += conversation.heard();
        marks += conversation.marks();
    }
    EXPECT_LT(broken, 10); // otherwise the test covers too little
    EXPECT_GT(heard, 1'000'000U);
    EXPECT_GT(marks, 50U);
}

} // namespace tcpstage::sim
