#include "core/tcp/tcb/state.h"

#include <algorithm>
#include <cctype>

namespace tcpstage::tcp {

namespace {

// The words on the edges of figure 5.
constexpr Text nothing{"", ""};
constexpr Text passive_open{"passive OPEN", "被动 OPEN"};
constexpr Text active_open{"active OPEN", "主动 OPEN"};
constexpr Text send_call{"SEND", "SEND 调用"};
constexpr Text close_call{"CLOSE", "CLOSE 调用"};
constexpr Text abort_call{"ABORT", "ABORT 调用"};
constexpr Text rcv_syn{"rcv SYN", "收到 SYN"};
constexpr Text rcv_syn_ack{"rcv SYN,ACK", "收到 SYN,ACK"};
constexpr Text rcv_ack_of_syn{"rcv ACK of SYN", "收到对 SYN 的 ACK"};
constexpr Text rcv_fin{"rcv FIN", "收到 FIN"};
constexpr Text rcv_ack_of_fin{"rcv ACK of FIN", "收到对 FIN 的 ACK"};
constexpr Text rcv_fin_and_ack{"rcv FIN,ACK of FIN", "收到 FIN 及对 FIN 的 ACK"};
constexpr Text rcv_rst{"rcv RST", "收到 RST"};
constexpr Text gives_up{"timeout, no answer", "超时，对方无应答"};
constexpr Text two_msl{"timeout = 2MSL", "2MSL 超时"};
constexpr Text create_tcb{"create TCB", "创建 TCB"};
constexpr Text create_and_syn{"create TCB, snd SYN", "创建 TCB，发送 SYN"};
constexpr Text delete_tcb{"delete TCB", "删除 TCB"};
constexpr Text snd_syn{"snd SYN", "发送 SYN"};
constexpr Text snd_syn_ack{"snd SYN,ACK", "发送 SYN,ACK"};
constexpr Text snd_ack{"snd ACK", "发送 ACK"};
constexpr Text snd_fin{"snd FIN", "发送 FIN"};
constexpr Text snd_rst{"snd RST, delete TCB", "发送 RST，删除 TCB"};

using enum State;
constexpr auto table = std::to_array<Transition>({
    // Figure 5.
    {Closed, Listen, true, passive_open, create_tcb},
    {Closed, SynSent, true, active_open, create_and_syn},
    {Listen, Closed, true, close_call, delete_tcb},
    {Listen, SynSent, true, send_call, snd_syn},
    {Listen, SynReceived, true, rcv_syn, snd_syn_ack},
    {SynSent, Closed, true, close_call, delete_tcb},
    {SynSent, SynReceived, true, rcv_syn, snd_syn_ack},
    {SynSent, Established, true, rcv_syn_ack, snd_ack},
    {SynReceived, Established, true, rcv_ack_of_syn, nothing},
    {SynReceived, FinWait1, true, close_call, snd_fin},
    {SynReceived, Listen, true, rcv_rst, nothing}, // note 1: only after a passive OPEN
    {Established, FinWait1, true, close_call, snd_fin},
    {Established, CloseWait, true, rcv_fin, snd_ack},
    {FinWait1, FinWait2, true, rcv_ack_of_fin, nothing},
    {FinWait1, Closing, true, rcv_fin, snd_ack},
    {FinWait2, TimeWait, true, rcv_fin, snd_ack},
    {Closing, TimeWait, true, rcv_ack_of_fin, nothing},
    {CloseWait, LastAck, true, close_call, snd_fin},
    {LastAck, Closed, true, rcv_ack_of_fin, delete_tcb},
    {TimeWait, Closed, true, two_msl, delete_tcb},
    // Its note 2.
    {FinWait1, TimeWait, false, rcv_fin_and_ack, snd_ack},
    // Section 3.10.1, and 3.10.7.4 step 4; section 3.6.1 (MAY-2).
    {Listen, SynSent, false, active_open, snd_syn},
    {SynReceived, Listen, false, rcv_syn, nothing},
    {TimeWait, SynReceived, false, rcv_syn, snd_syn_ack},
    {SynReceived, TimeWait, false, rcv_rst, nothing},
    // Its note 3: a RST that arrives (section 3.10.7.3, and 3.10.7.4 step 2).
    {SynSent, Closed, false, rcv_rst, delete_tcb},
    {SynReceived, Closed, false, rcv_rst, delete_tcb},
    {Established, Closed, false, rcv_rst, delete_tcb},
    {FinWait1, Closed, false, rcv_rst, delete_tcb},
    {FinWait2, Closed, false, rcv_rst, delete_tcb},
    {CloseWait, Closed, false, rcv_rst, delete_tcb},
    {Closing, Closed, false, rcv_rst, delete_tcb},
    {LastAck, Closed, false, rcv_rst, delete_tcb},
    {TimeWait, Closed, false, rcv_rst, delete_tcb},
    // ABORT (section 3.10.5): a RST is sent if the peer still needs it.
    {Listen, Closed, false, abort_call, delete_tcb},
    {SynSent, Closed, false, abort_call, delete_tcb},
    {SynReceived, Closed, false, abort_call, snd_rst},
    {Established, Closed, false, abort_call, snd_rst},
    {FinWait1, Closed, false, abort_call, snd_rst},
    {FinWait2, Closed, false, abort_call, snd_rst},
    {CloseWait, Closed, false, abort_call, snd_rst},
    {Closing, Closed, false, abort_call, delete_tcb},
    {LastAck, Closed, false, abort_call, delete_tcb},
    {TimeWait, Closed, false, abort_call, delete_tcb},
    // Timeouts (section 3.10.8): the user timeout, or R2 retransmissions.
    {SynSent, Closed, false, gives_up, delete_tcb},
    {SynReceived, Closed, false, gives_up, delete_tcb},
    {Established, Closed, false, gives_up, delete_tcb},
    {FinWait1, Closed, false, gives_up, delete_tcb},
    {FinWait2, Closed, false, gives_up, delete_tcb},
    {CloseWait, Closed, false, gives_up, delete_tcb},
    {Closing, Closed, false, gives_up, delete_tcb},
    {LastAck, Closed, false, gives_up, delete_tcb},
});

constexpr std::size_t edge(State from, State to)
{
    return static_cast<std::size_t>(from) * state_count + static_cast<std::size_t>(to);
}

constexpr auto legal = [] {
    std::array<bool, state_count * state_count> edges{};
    for (const Transition& transition : table)
        edges[edge(transition.from, transition.to)] = true;
    return edges;
}();

struct Names {
    std::string_view rfc;
    std::string_view netstat;
    Text meaning;
};

constexpr std::array<Names, state_count> names{{
    {"CLOSED", "CLOSE", {"No connection at all.", "没有任何连接。"}},
    {"LISTEN",
     "LISTEN",
     {"Waits for a connection request (SYN) from any peer.", "等待任何一方发来的连接请求（SYN）。"}},
    {"SYN-SENT",
     "SYN_SENT",
     {"Has sent a connection request (SYN) and waits for a matching one.",
      "已发送连接请求（SYN），等待对方与之匹配的请求。"}},
    {"SYN-RECEIVED",
     "SYN_RECV",
     {"Has received and sent a SYN, and waits for the acknowledgment of its own.",
      "已收到并发送 SYN，等待对方确认自己的 SYN。"}},
    {"ESTABLISHED", "ESTABLISHED", {"The connection is open: data flows both ways.", "连接已建立：数据可以双向传送。"}},
    {"FIN-WAIT-1",
     "FIN_WAIT1",
     {"Has sent its FIN and waits for the acknowledgment of it, or for the peer's FIN.",
      "已发送 FIN，等待对方的确认，或等待对方的 FIN。"}},
    {"FIN-WAIT-2",
     "FIN_WAIT2",
     {"Its own FIN is acknowledged; it can still receive, and waits for the peer's FIN.",
      "自己的 FIN 已被确认；仍可接收数据，等待对方的 FIN。"}},
    {"CLOSE-WAIT",
     "CLOSE_WAIT",
     {"The peer has finished; it can still send, and waits for its own user to close.",
      "对方已发送完毕；自己仍可发送数据，等待本端用户关闭连接。"}},
    {"CLOSING",
     "CLOSING",
     {"Both ends sent a FIN at the same time; it waits for the acknowledgment of its own.",
      "双方同时发送了 FIN；等待对方确认自己的 FIN。"}},
    {"LAST-ACK",
     "LAST_ACK",
     {"Has acknowledged the peer's FIN, and waits for the acknowledgment of its own.",
      "已确认对方的 FIN，等待对方确认自己的 FIN。"}},
    {"TIME-WAIT",
     "TIME_WAIT",
     {"Waits 2MSL, so that the peer surely gets the last ACK and old segments die out.",
      "等待 2MSL，确保对方收到最后的 ACK，并让旧报文段在网络中消失。"}},
}};

/// The same letters, in any case, with '_' for '-'.
bool same_word(std::string_view a, std::string_view b)
{
    const auto plain = [](char c) {
        return c == '_' ? '-' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    };
    return std::ranges::equal(a, b, {}, plain, plain);
}

const Names& names_of(State state) { return names[static_cast<std::size_t>(state)]; }

} // namespace

std::span<const Transition> transitions() { return table; }

bool is_legal(State from, State to) { return legal[edge(from, to)]; }

std::string_view name(State state) { return names_of(state).rfc; }

std::string_view netstat_name(State state) { return names_of(state).netstat; }

std::optional<State> parse_state(std::string_view text)
{
    for (std::size_t i = 0; i < state_count; ++i)
        if (same_word(text, names[i].rfc) || same_word(text, names[i].netstat)) return static_cast<State>(i);
    if (same_word(text, "SYN-RCVD")) return SynReceived; // figure 5
    if (same_word(text, "ESTAB")) return Established;    // figure 5, and ss
    return {};
}

Text meaning(State state) { return names_of(state).meaning; }

} // namespace tcpstage::tcp
