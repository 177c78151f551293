#pragma once
// What RFC 9293 sections 3.10.7.1 to 3.10.7.4 say of one segment that arrives, with the three mitigations of RFC 5961.
// Written from the text of the RFCs and apart from the engine: it shares only the forms of a segment and of a state.

#include "core/tcp/segment/segment.h"
#include "core/tcp/tcb/state.h"

#include <cstdint>
#include <optional>

namespace tcpstage::tcp::judgement {

/// The variables of section 3.3.1 that the text speaks of, before and after.
struct Variables {
    State state = State::Closed;
    bool passive = false;  // SYN-RECEIVED came from LISTEN
    bool fin_sent = false; // it is the last number before SND.NXT
    Seq iss;
    Seq snd_una;
    Seq snd_nxt;
    Seq snd_wl1;
    Seq snd_wl2;
    std::uint32_t snd_wnd = 0;
    std::uint32_t max_snd_wnd = 0; // RFC 5961 section 5.2
    Seq rcv_nxt;
    std::uint32_t rcv_wnd = 0;
};

/// <SEQ=...><ACK=...><CTL=...>
struct Reply {
    Flags flags;
    Seq seq;
    Seq ack; // of a segment without ACK: 0
    friend bool operator==(const Reply&, const Reply&) = default;
};

struct Verdict {
    Variables after;
    std::optional<Reply> reply;
    std::uint32_t delivered = 0; // octets of text that RCV.NXT moved over
    bool held = false;           // text that lies beyond a gap, or came with a SYN
    bool waits_anew = false;     // the 2 MSL timeout starts again
};

/// Without security, urgent pointer and options. No ACK is delayed.
Verdict judge(const Variables& before, const Segment& segment);

} // namespace tcpstage::tcp::judgement
