#pragma once
// The words of the lesson language: the keys of each map and the values that are closed sets. The readers accept these,
// and an editor offers them. Private to core/lesson.

#include "core/sim/fault.h"

#include <array>
#include <string_view>

namespace tcpstage::lesson::yaml {

using KeyName = std::string_view;

inline constexpr std::array<KeyName, 19> lesson_keys{
    "title", "group", "summary", "keywords", "rfc",   "endpoints", "network", "tcp",  "seed",  "begin",
    "steps", "end",   "faults",  "inject",   "notes", "expect",    "beside",  "goal", "solves"};
inline constexpr std::array<KeyName, 13> beside_keys{"title", "main", "endpoints", "network", "tcp",   "seed",  "begin",
                                                     "steps", "end",  "faults",    "inject",  "notes", "expect"};
inline constexpr std::array<KeyName, 2> text_keys{"en", "zh"}; // also of keywords

inline constexpr std::array<KeyName, 5> endpoint_keys{"name", "address", "port", "iss", "tcp"};
inline constexpr std::array<KeyName, 1> mirrored_words{"same"}; // the second endpoint is the same socket

/// The last three are not for one direction.
inline constexpr std::array<KeyName, 15> network_keys{"delay", "jitter",     "rate",      "queue",   "ecn_threshold",
                                                      "loss",  "burst_loss", "duplicate", "reorder", "corrupt",
                                                      "mtu",   "icmp",       "shared",    "forth",   "back"};
inline constexpr std::size_t one_way_keys = network_keys.size() - 3;
inline constexpr std::array<KeyName, 3> burst_keys{"enter", "leave", "loss"};
/// The first of each two is on.
inline constexpr std::array<KeyName, 6> switch_words{"on", "off", "true", "false", "yes", "no"};

/// What a step can be beside a call of an end. In a note's `at:`, the second stands for all other peers.
inline constexpr std::array<KeyName, 2> step_words{"wait", "network"};
inline constexpr std::array<KeyName, 1> begin_words{"after handshake"};
inline constexpr KeyName acknowledged_word = "acknowledged";
inline constexpr KeyName all_word = "all";

inline constexpr std::array<KeyName, 11> fault_keys{"from",   "flags", "seq", "ack", "len",    "nth",
                                                    "except", "until", "by",  "to",  "by_hand"};
inline constexpr bool takes_by(sim::Fault::Kind kind)
{
    return kind == sim::Fault::Kind::Delay || kind == sim::Fault::Kind::Duplicate;
}
inline constexpr bool takes_to(sim::Fault::Kind kind) { return kind == sim::Fault::Kind::Edit; }
/// Whether `drop: all` is enough.
inline constexpr bool takes_all(sim::Fault::Kind kind) { return kind != sim::Fault::Kind::Delay && !takes_to(kind); }
inline constexpr std::array<KeyName, 8> edit_keys{"flags", "seq", "ack", "window", "urgent", "len", "text", "options"};
inline constexpr std::array<KeyName, 8> injection_keys{"at",     "from",        "segment", "octets",
                                                       "source", "destination", "count",   "every"};

inline constexpr std::array<KeyName, 7> note_keys{"at", "chapter", "title", "text", "simple", "analogy", "answer"};
inline constexpr KeyName start_word = "start";
/// The last one stands alone.
inline constexpr std::array<KeyName, 6> moment_words{"segment", "state", "timer", "call", "rule", start_word};
inline constexpr std::array<KeyName, 3> fate_words{"sent", "arrived", "lost"};

inline constexpr std::array<KeyName, 5> expect_keys{"segments", "states", "counts", "delivered", "moments"};
inline constexpr std::array<KeyName, 3> limit_keys{"exactly", "at_least", "at_most"};
inline constexpr std::array<KeyName, 9> count_keys{"from", "flags",   "seq",      "ack",    "len",
                                                   "only", "exactly", "at_least", "at_most"};
inline constexpr std::array<KeyName, 4> expected_moment_keys{"at", "exactly", "at_least", "at_most"};

inline constexpr std::array<KeyName, 5> goal_keys{"text", "reach", "allowed", "hints", "solution"};
inline constexpr std::array<KeyName, 6> reach_keys{"together", "moments", "counts", "delivered", "never", "within"};
inline constexpr std::array<KeyName, 2> solves_keys{"lesson", "acts"};
inline constexpr std::array<KeyName, 6> spare_keys{"from", "flags", "seq", "ack", "len", "nth"};
inline constexpr KeyName at_key = "at"; // of a call, beside the name of its end
inline constexpr std::array<KeyName, 2> network_act_keys{at_key, "to"};

} // namespace tcpstage::lesson::yaml
