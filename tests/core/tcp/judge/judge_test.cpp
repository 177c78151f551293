// The engine against what the RFCs say: every state, combination of SYN, ACK, FIN and RST, sequence number,
// acknowledgment and length of one segment that arrives; open and closed windows, with and without octets under way.

#include "core/tcp/endpoint.h"
#include "core/tcp/segment/notation.h"
#include "tests/core/tcp/judge/rfc9293.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <vector>

namespace tcpstage::tcp {
namespace {

using judgement::judge;
using judgement::Reply;
using judgement::Variables;
using judgement::Verdict;

constexpr Seq our_iss{1000};
constexpr Seq peer_iss{5000};
constexpr std::uint32_t window = 100; // of ours
constexpr std::uint32_t peers_window = 1000;
constexpr std::uint16_t new_window = 500;

/// One way to a state. Segments as in a conversation, relative to the initial numbers; else a call.
struct Start {
    const char* name;
    std::vector<std::string> way;
};

std::vector<Start> starts()
{
    const std::string syn = "S 0:0(0) win 1000 <mss 100>";
    const std::string ack = ". 1:1(0) ack 1 win 1000";
    const std::string fin = "F. 1:1(0) ack 1 win 1000";
    const std::string filling = "P. 1:101(100) ack 1 win 1000";
    return {
        {"CLOSED", {}},
        {"LISTEN", {"listen"}},
        {"SYN-SENT", {"connect"}},
        {"SYN-RECEIVED, passive", {"listen", syn}},
        {"SYN-RECEIVED, active", {"connect", syn}},
        {"ESTABLISHED", {"listen", syn, ack}},
        {"ESTABLISHED, octets under way", {"listen", syn, ack, "send"}},
        {"ESTABLISHED, window closed", {"listen", syn, ack, "keep", filling}},
        {"ESTABLISHED, window closed, octets under way", {"listen", syn, ack, "keep", filling, "send"}},
        {"FIN-WAIT-1", {"listen", syn, ack, "close"}},
        {"FIN-WAIT-1, octets under way", {"listen", syn, ack, "send", "close"}},
        {"FIN-WAIT-1, window closed", {"listen", syn, ack, "keep", filling, "close"}},
        {"FIN-WAIT-2", {"listen", syn, ack, "close", ". 1:1(0) ack 2 win 1000"}},
        {"FIN-WAIT-2, window closed", {"listen", syn, ack, "keep", filling, "close", ". 101:101(0) ack 2 win 1000"}},
        {"CLOSE-WAIT", {"listen", syn, ack, fin}},
        {"CLOSE-WAIT, octets under way", {"listen", syn, ack, fin, "send"}},
        {"CLOSING", {"listen", syn, ack, "close", fin}},
        {"CLOSING, octets under way", {"listen", syn, ack, "send", "close", fin}},
        {"LAST-ACK", {"listen", syn, ack, fin, "close"}},
        {"LAST-ACK, octets under way", {"listen", syn, ack, fin, "send", "close"}},
        {"TIME-WAIT", {"listen", syn, ack, "close", "F. 1:1(0) ack 2 win 1000"}}};
}

Segment segment_of(const std::string& line)
{
    Segment segment = parse_notation(line)->to_segment();
    segment.seq = peer_iss + segment.seq.value();
    if (segment.has_ack()) segment.ack = our_iss + segment.ack.value();
    return segment;
}

Event event_of(const std::string& step)
{
    if (step == "listen") return Open{false};
    if (step == "connect") return Open{true};
    if (step == "send") return Send{Bytes::pattern(10)};
    if (step == "close") return Shutdown{};
    return Arrive{segment_of(step)};
}

Settings settings_of_judge()
{
    Settings settings;
    settings.receive_buffer = window;
    settings.mss = 100;
    return settings;
}

Endpoint at_start(const Start& start)
{
    Settings settings = settings_of_judge();
    Endpoint endpoint{settings, {{{10, 0, 0, 1}}, 80}, {{{10, 0, 0, 2}}, 49152}, IssPlan{{our_iss}, 7}};
    Effects effects;
    for (const std::string& step : start.way) {
        if (step == "keep") {
            settings.reads = Reads::ByHand;
            endpoint.change(settings, Instant{});
        } else {
            endpoint.handle(event_of(step), Instant{}, effects);
        }
    }
    return endpoint;
}

Variables variables_of(const Tcb& tcb)
{
    Variables v;
    v.state = tcb.state;
    v.passive = tcb.passive;
    v.fin_sent = tcb.fin_sent;
    v.iss = tcb.state == State::Listen ? our_iss : tcb.snd.iss;
    v.snd_una = tcb.snd.una;
    v.snd_nxt = tcb.snd.nxt;
    v.snd_wl1 = tcb.snd.wl1;
    v.snd_wl2 = tcb.snd.wl2;
    v.snd_wnd = tcb.snd.wnd;
    v.max_snd_wnd = tcb.snd.max_wnd;
    v.rcv_nxt = tcb.rcv.nxt;
    v.rcv_wnd = tcb.state == State::Listen || tcb.state == State::SynSent ? window : tcb.rcv.wnd;
    return v;
}

/// Where our engine does something else than the words say, on purpose.
enum class Reason : std::uint8_t {
    None,
    RightEdge,    // an empty segment at RCV.NXT+RCV.WND: its sender has filled the window, and its ACK counts
    CoversWindow, // a segment that begins left of the window and ends right of it has octets in it
    CrossingSyn,  // appendix A.2: the SYN,ACK of a simultaneous open is taken as figure 7 draws it
    SecondFin,    // the peer has sent its FIN: another one, elsewhere, is acknowledged and does nothing more
};

Reason reason_for(const Variables& before, const Segment& segment)
{
    const bool plain = !segment.rst() && !segment.syn() && before.state >= State::SynReceived;
    const Seq edge = before.rcv_nxt + before.rcv_wnd;
    if (plain && segment.length() == 0 && before.rcv_wnd > 0 && segment.seq == edge) return Reason::RightEdge;
    const bool covers = tcp::before(segment.seq, before.rcv_nxt) && after(segment.end(), edge);
    if (plain && before.rcv_wnd > 0 && covers) return Reason::CoversWindow;
    if (before.state == State::SynReceived && !before.passive && segment.syn() && segment.has_ack() && !segment.rst() &&
        segment.seq + 1 == before.rcv_nxt && segment.ack == before.snd_nxt)
        return Reason::CrossingSyn;
    const bool fin_came = before.state == State::CloseWait || before.state == State::Closing ||
                          before.state == State::LastAck || before.state == State::TimeWait;
    if (plain && fin_came && segment.fin()) return Reason::SecondFin;
    return Reason::None;
}

/// What is compared, as text.
std::string said(const Verdict& verdict, bool variables_count)
{
    std::string text{name(verdict.after.state)};
    if (verdict.reply)
        text += fmt::format("; sends {} seq {} ack {}", to_text(verdict.reply->flags), verdict.reply->seq.value(),
                            verdict.reply->ack.value());
    text += fmt::format("; delivers {}{}", verdict.delivered, verdict.waits_anew ? "; 2MSL anew" : "");
    if (!variables_count) return text;
    const Variables& v = verdict.after;
    text += fmt::format("; RCV.NXT {} SND.UNA {}{}", v.rcv_nxt.value(), v.snd_una.value(),
                        verdict.held ? "; holds text" : "");
    const bool wnd_counts = v.state != State::LastAck && v.state != State::TimeWait; // nothing is sent any more
    return wnd_counts ? text + fmt::format("; SND.WND {}", v.snd_wnd) : text;
}

/// The same of the engine; fails where it sends more than one segment.
Verdict engine_does(Endpoint endpoint, const Segment& segment)
{
    constexpr Instant now{1ms};
    const Tcb before = endpoint.tcb();
    Effects effects;
    endpoint.handle(Arrive{segment}, now, effects);
    const Tcb& after = endpoint.tcb();
    Verdict verdict;
    verdict.after = variables_of(after);
    const std::uint64_t had = before.delivered_bytes + before.unread_bytes;
    const std::uint64_t has = after.delivered_bytes + after.unread_bytes; // less, where a reset threw it away
    verdict.delivered = static_cast<std::uint32_t>(has > had ? has - had : 0);
    verdict.held = after.out_of_order_bytes > 0;
    verdict.waits_anew = after.state == State::TimeWait && after.deadline(Timer::TimeWait) == now + 4s;
    for (const Effect& effect : effects) {
        const auto* transmit = std::get_if<Transmit>(&effect);
        if (transmit == nullptr) continue;
        EXPECT_FALSE(verdict.reply) << "two segments for one";
        verdict.reply = Reply{transmit->segment.flags, transmit->segment.seq, transmit->segment.ack};
    }
    return verdict;
}

std::vector<Segment> all_segments(const Variables& v)
{
    const Seq edge = v.rcv_nxt + v.rcv_wnd;
    const std::array seqs{v.rcv_nxt - (1U << 31U),
                          v.rcv_nxt - window - 1,
                          v.rcv_nxt - 10,
                          v.rcv_nxt - 1,
                          v.rcv_nxt,
                          v.rcv_nxt + 1,
                          edge - 1,
                          edge,
                          edge + 1,
                          edge + 1000};
    const std::array acks{v.snd_una - peers_window - 1,
                          v.snd_una - peers_window,
                          v.snd_una - 1,
                          v.snd_una,
                          v.snd_una + 1,
                          v.snd_nxt,
                          v.snd_nxt + 1,
                          v.snd_una + (1U << 30U)};
    constexpr std::array<std::uint32_t, 5> lengths{0, 1, 10, window, 2 * window};
    std::vector<Segment> segments;
    for (unsigned bits = 0; bits < 16; ++bits) {
        Segment segment;
        segment.window = new_window;
        const std::array flags{Flag::Syn, Flag::Fin, Flag::Rst, Flag::Ack};
        for (unsigned i = 0; i < flags.size(); ++i)
            if ((bits >> i & 1U) != 0) segment.flags = segment.flags | flags[i];
        for (const Seq seq : seqs) {
            for (const std::uint32_t length : lengths) {
                segment.seq = seq;
                segment.payload = Bytes::pattern(length);
                for (std::size_t i = 0; i < (segment.has_ack() ? acks.size() : 1); ++i) {
                    segment.ack = segment.has_ack() ? acks[i] : Seq{};
                    segments.push_back(segment);
                }
            }
        }
    }
    return segments;
}

TEST(Judge, FindsNoDifferenceFromTheRfcsThatHasNoReason)
{
    std::size_t tried = 0;
    std::map<Reason, std::size_t> differences;
    std::size_t reported = 0;
    for (const Start& start : starts()) {
        const Endpoint endpoint = at_start(start);
        const Variables before = variables_of(endpoint.tcb());
        ASSERT_TRUE(std::string_view{start.name}.starts_with(name(before.state))) << start.name;
        for (const Segment& segment : all_segments(before)) {
            ++tried;
            const Verdict right = judge(before, segment);
            const Verdict ours = engine_does(endpoint, segment);
            const bool lives = right.after.state > State::Listen;
            const std::string wanted = said(right, lives);
            const std::string got = said(ours, lives);
            if (wanted == got) continue;
            const Reason reason = reason_for(before, segment);
            ++differences[reason];
            if (reason != Reason::None || ++reported > 20) continue;
            ADD_FAILURE() << start.name << ", " << notation_relative(segment, segment.window, peer_iss, our_iss)
                          << "\n  the RFCs: " << wanted << "\n  the engine: " << got;
        }
    }
    EXPECT_EQ(differences[Reason::None], 0U);
    for (const Reason reason : {Reason::RightEdge, Reason::CoversWindow, Reason::CrossingSyn, Reason::SecondFin})
        EXPECT_GT(differences[reason], 0U) << "reason " << static_cast<int>(reason) << " explains nothing any more";
    EXPECT_GT(tried, 30'000U);
}

} // namespace
} // namespace tcpstage::tcp
