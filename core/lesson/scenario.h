#pragma once
// A lesson as a value: the content of its YAML file. A simulated run depends on nothing else.

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/lesson/expectations.h"
#include "core/lesson/note_trigger.h"
#include "core/sim/setup.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tcpstage::lesson {

enum class Group : std::uint8_t { Basics, Why, Wrong, Together, Data, Loss, Goal, Exam, Real };
inline constexpr std::array<std::string_view, 9> group_ids{"basics", "why",  "wrong", "together", "data",
                                                           "loss",   "goal", "exam",  "real"};
Text title(Group group); // "The basics", ...

struct CallStep {
    trace::Side side;
    trace::Call call;
    Bytes data;                        // of a send
    std::uint32_t octets = UINT32_MAX; // of a read: at most
};
/// A state of an end; or, with `acknowledged`, that the peer has acknowledged everything that its user has sent.
struct StateReached {
    trace::Side side;
    tcp::State state = tcp::State::Closed;
    bool acknowledged = false;
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

/// Where the stage begins: at the first moment at which all of `when` have been reached. What came before stands done.
struct Begin {
    /// The lesson begins with the three steps of handshake_steps(), and does not write them.
    bool after_handshake = false;
    std::vector<StateReached> when;
};
/// The right end listens, the left one connects, both wait for ESTABLISHED.
std::vector<Step> handshake_steps();

struct Goal;   // core/lesson/goal.h
struct Solves; // there, too

struct Scenario {
    std::string id; // file name without .yaml
    OwnedText title;
    Group group = Group::Basics;
    OwnedText summary;
    std::array<std::vector<std::string>, 2> keywords; // for the search, by language; the reader sees none of them
    std::string rfc;                                  // "9293 3.5"
    sim::Setup setup;
    std::vector<Place> fault_places; // of setup.faults
    std::vector<Step> steps;
    std::optional<Begin> begin;  // empty: with the first step
    std::optional<Duration> end; // how long the run goes on after its last step; empty: until nothing can happen
    std::vector<Note> notes;
    Expectations expect;
    std::shared_ptr<const Goal> goal{};     // empty: the lesson has none
    std::shared_ptr<const Solves> solves{}; // of a branch of a lesson with a goal; empty: nothing was done yet
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
