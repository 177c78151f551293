#pragma once
// The settings of one endpoint. Every default is given with its source.

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/tcp/segment/seq.h"

#include <array>
#include <cstdint>
#include <vector>

namespace tcpstage::tcp {

enum class Reads : std::uint8_t { AtOnce, ByHand };
enum class Congestion : std::uint8_t { None, Reno, NewReno, Cubic };
enum class Accepts : std::uint8_t { AtOnce, ByHand }; // how complete connections are accepted
/// When SYN cookies are used (RFC 4987 section 3.6): never, if the backlog is full (Linux's default), or for every SYN.
enum class SynCookies : std::uint8_t { Off, WhenFull, Always };

/// TCP without one of its rules. Each member removes one rule only; a run with any of them is not TCP.
struct Counterfactuals {
    bool third_segment = false; // a listener enters ESTABLISHED when it answers the SYN
    bool time_wait = false;     // no TIME-WAIT: CLOSED at once
    bool persist = false;       // no window probes
    bool random_iss = false;    // every ISS is 0
    bool tcp = false;           // UDP (RFC 768): no handshake, no acknowledgment, no order, no repair

    bool any() const { return third_segment || time_wait || persist || random_iss || tcp; }
    friend bool operator==(const Counterfactuals&, const Counterfactuals&) = default;
};
/// What is missing: one sentence for each, beginning with "Not TCP".
std::vector<Text> differences(const Counterfactuals& without);

/// Where real stacks differ from the RFC, or how they use what it leaves open. The defaults are the RFC's.
struct StackQuirks {
    Duration rto_slop{0};       // added to each RTO and not doubled (FreeBSD's rexmit_slop: 200 ms); RFC 6298: none
    Duration least_variance{0}; // 4 * RTTVAR counts as this at least (Linux: 200 ms); RFC 6298: the clock's granularity
    std::uint8_t least_scale = 0; // smallest window shift to offer, so that the buffer may grow later (all stacks)
    bool believe_any_reset =
        false;                    // a RST anywhere in the window, as in RFC 793 (FreeBSD's insecure_rst); RFC 5961 3.2
    bool believe_any_syn = false; // a SYN anywhere in the window, as in RFC 793 (FreeBSD's insecure_syn); RFC 5961 4.2
    /// Every ACK offers all the free space, unless that is less than a segment (4.4BSD). By the RFC the offer grows in
    /// worthwhile steps only (RFC 9293 section 3.8.6.2.2).
    bool window_opens_at_once = false;
    bool old_segments_acknowledge = false; // the ACK of a segment left of the window counts (4.4BSD); 3.10.7.4 drops it
    bool abort_acknowledges =
        false; // the reset of ABORT, and of CLOSE with octets unread, is RST,ACK (FreeBSD, Linux); 3.10.5: RST
    bool unread_is_lost = false;     // CLOSE with octets unread sends a FIN (FreeBSD); 3.6.1 SHLD-3: a RST
    bool fin_with_every_ack = false; // every ACK repeats the FIN until it is acknowledged (4.4BSD); not so in figure 13

    /// In slow start cwnd grows by all that an ACK acknowledges, while it is less than twice the most in flight; after
    /// it, only where cwnd was what limited the last window (Linux). RFC 5681 (2): by SMSS at most.
    bool slow_start_counts_all = false;

    friend bool operator==(const StackQuirks&, const StackQuirks&) = default;
};

/// RFC 5961 section 7: the most ACKs sent within a time in answer to segments that an attacker may have sent: challenge
/// ACKs, and ACKs for empty segments outside the window. Counted per connection: a counter shared by all connections of
/// a host lets an attacker find out which of them exist (CVE-2016-5696).
struct AckThrottle {
    std::uint32_t most = 10; // 0: no limit
    Duration within{5s};

    friend bool operator==(const AckThrottle&, const AckThrottle&) = default;
};

struct Settings {
    Duration msl{2s};         // maximum segment lifetime; 2 min in RFC 9293 section 3.4.2, shorter here for lessons
    std::uint16_t mss = 1460; // octets that this end accepts in one segment (section 3.7.1)
    std::uint16_t mss_unknown = 536;      // to send if the peer gives none; 1220 over IPv6 (section 3.7.1, MUST-15)
    std::uint32_t receive_buffer = 65535; // octets
    std::uint32_t send_buffer = 1U << 30; // the most octets that SEND queues
    Duration rto_initial{1s};             // RFC 6298 (2.1)
    Duration rto_min{200ms};              // RFC 6298 (2.4) says 1 s; real stacks use 200 ms
    Duration rto_max{60s};                // RFC 6298 (2.5)
    std::uint32_t r1 = 3;                 // retransmissions until the user gets a signal (RFC 9293 section 3.8.3)
    std::uint32_t syn_retries = 7;        // R2 for a SYN: at least 3 minutes (RFC 9293 section 3.8.3); here 183 s
    std::uint32_t data_retries = 8;       // R2 for data: at least 100 s (RFC 9293 section 3.8.3); here 102 s or more
    Duration delayed_ack{0};     // 0: every segment is acknowledged at once; RFC 9293 section 3.8.6.3: < 500 ms
    Duration user_timeout{0};    // 0: off (RFC 9293 section 3.9.1.1)
    Duration persist_min{500ms}; // least delay of the first window probe
    bool window_scale = false;   // RFC 7323 section 2
    bool timestamps = false;     // RFC 7323 section 3, with PAWS
    bool sack = false;           // RFC 2018; recovery by RFC 6675, D-SACK by RFC 2883
    bool ecn = false;            // RFC 3168: marks instead of losses; needs congestion control
    Congestion congestion = Congestion::None; // None: only the peer's window limits sending
    std::uint32_t initial_window = 0;         // segments; 0: RFC 6928's ten
    Duration keepalive{0};            // idle time before the first probe; 0: off (RFC 9293 section 3.8.4: 2 h at least)
    Duration keepalive_interval{75s}; // between probes
    std::uint32_t keepalive_probes = 9; // after this many without an answer the connection is given up
    bool nagle = true;                  // RFC 9293 section 3.7.4
    bool challenge_ack = true;          // RFC 5961; false: RFC 793's answers, and its trust in old ACKs
    AckThrottle ack_throttle;           // RFC 5961 section 7
    bool take_together = false;   // one ACK for all that arrives in order at one instant (section 3.8.6.3, MUST-59)
    bool combine_fin_ack = false; // delay the ACK of a FIN a moment, so that our own FIN can carry it
    bool simultaneous_mitigation = true; // RFC 9293 appendix A.2: accept the crossing SYN,ACK as in figure 7
    bool rfc1337 = false;                // true: a RST does not end TIME-WAIT (RFC 1337 section 3)
    bool time_wait_reuse = false; // true: a newer SYN reopens from TIME-WAIT (RFC 9293 section 3.6.1, MAY-2; RFC 6191)
    /// Of a listener: the most connections that are still being opened, and the most that wait to be accepted (RFC 4987
    /// section 2.2). 0: no backlog; the passive OPEN is for one peer and becomes its connection.
    std::uint32_t backlog = 0;
    SynCookies syn_cookies = SynCookies::Off;
    Accepts accepts = Accepts::AtOnce;
    Reads reads = Reads::AtOnce;
    StackQuirks quirks;
    Counterfactuals without;

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// Where initial sequence numbers come from: the given ones first, then RFC 6528's function of a secret and the time.
struct IssPlan {
    std::vector<Seq> given;
    std::uint64_t secret = 0;
};

} // namespace tcpstage::tcp
