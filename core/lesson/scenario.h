#pragma once
// A lesson as a value: the content of its YAML file. A simulated run depends on nothing else.

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sim/setup.h"
#include "core/tcp/segment/notation.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tcpstage::lesson {

enum class Group : std::uint8_t { Basics, Why, Wrong, Together, Data, Loss, Exam, Real };
inline constexpr std::array<std::string_view, 8> group_ids{"basics", "why",  "wrong", "together",
                                                           "data",   "loss", "exam",  "real"};
Text title(Group group); // "The basics", ...

struct CallStep {
    trace::Side side;
    trace::Call call;
    Bytes data;                        // of a send
    std::uint32_t octets = UINT32_MAX; // of a read: at most
};
struct StateReached {
    trace::Side side;
    tcp::State state;
};
struct WaitStep {
    std::variant<Duration, std::vector<StateReached>> until; // a time, or all these states
};
struct NetworkStep { // the network has these links from here on
    std::array<sim::LinkSettings, 2> links;
};
struct Step {
    std::variant<CallStep, WaitStep, NetworkStep> action;
    Place place;
};

/// When a note is shown. Segments are counted per sender, without copies that the network makes; states, timers, calls
/// and rules are counted separately. `nth` selects the segment, not the event: "client segment 4 lost" waits for the
/// loss of the client's fourth segment.
struct NoteTrigger {
    enum class Kind : std::uint8_t {
        Start,
        SegmentSent,
        SegmentArrived,
        SegmentLost,
        StateEntered,
        TimerExpired,
        CallMade,
        RuleNamed // by that side, whatever the connection
    };
    Kind kind = Kind::Start;
    trace::Side side = trace::Side::Left;
    bool of_others = false; // a segment that another peer sends; the side does not matter
    std::uint32_t nth = 1;  // on that side, from 1
    tcp::State state = tcp::State::Closed;
    tcp::Timer timer = tcp::Timer::Retransmit;
    trace::Call call = trace::Call::Listen;
    tcp::Rule rule = tcp::Rule::OpenPassive;
};
struct NoteMoment;
struct Note {
    NoteTrigger at;
    std::shared_ptr<const NoteMoment> like{}; // in a branch: wait until all is as it was, whatever the count
    OwnedText chapter;                        // not empty: a chapter of the lesson begins here
    OwnedText title;
    OwnedText text;
    OwnedText simple;  // may be empty
    OwnedText analogy; // may be empty
    OwnedText answer;  // to the question that the text asks, hidden until it is asked for; may be empty
    Place place;
};

struct ExpectedSegment {
    trace::Side from = trace::Side::Left;
    std::optional<tcp::SocketAddress> source;      // another peer; then `from` does not matter
    std::optional<tcp::SocketAddress> destination; // another peer
    tcp::SegmentPattern pattern;
    std::string text; // as written, without the sender and the other peer
    Place place;
};
struct Expectations {
    std::vector<ExpectedSegment> segments;         // all that are sent, in order; empty: not checked
    std::array<std::vector<tcp::State>, 2> states; // all that are entered, the first included; empty: not checked
    Place place;
};

struct Scenario {
    std::string id; // file name without .yaml
    OwnedText title;
    Group group = Group::Basics;
    OwnedText summary;
    std::string rfc; // "9293 3.5"
    sim::Setup setup;
    std::vector<Place> fault_places; // of setup.faults
    std::vector<Step> steps;
    std::vector<Note> notes;
    Expectations expect;
    OwnedText half; // of two worlds side by side: the title of this one; empty: the lesson's title
    std::shared_ptr<const Scenario> beside; // the other world, complete with what it inherits

    const OwnedText& half_title() const { return half.empty() ? title : half; }
};

/// Reads a lesson. Errors name the file, line, column and the nearest valid word.
Result<Scenario> read_scenario(const std::string& yaml, const std::string& file_name);
Result<Scenario> read_scenario_file(const std::string& path);
/// The largest file of a lesson, in octets.
inline constexpr std::size_t largest_lesson_bytes = 1U << 20U;

/// The YAML that reads back as the same scenario.
std::string write_scenario(const Scenario& scenario);

} // namespace tcpstage::lesson
