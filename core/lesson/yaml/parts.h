#pragma once
// The parts of a lesson's file that the readers share. Private to core/lesson and core/run.

#include "core/lesson/goal.h"
#include "core/lesson/yaml/keys.h"
#include "core/lesson/yaml/yaml.h"

#include <array>
#include <string>
#include <string_view>

namespace tcpstage::lesson::yaml {

/// The names that the lesson gives its two ends.
struct Names {
    std::array<std::string, 2> of;

    trace::Side side(const Item& item) const { return side(item, item.text()); }
    trace::Side side(const Item& item, std::string_view word) const;
    std::array<std::string_view, 2> words() const { return {of[0], of[1]}; }
};

/// A word of a line, and the offset at which it begins.
struct Word {
    std::string_view text;
    std::size_t offset = 0;
};
std::vector<Word> split(std::string_view line);

OwnedText owned_text(const Item& item);
/// Reads all of `word` as a whole number; refuses anything else.
std::uint32_t whole_number(const Item& item, const Word& word);
std::vector<std::string_view> state_names();
tcp::State state_word(const Item& item, const Word& word);
/// Reads the notation of a segment, which begins `offset` octets into the text of `item`.
tcp::SegmentPattern pattern(const Item& item, std::string_view line, std::size_t offset);

void read_endpoints(const Item& item, std::uint64_t seed, sim::Setup& setup);
/// Refuses ends that use different transports, and ECN without congestion control.
void check_endpoints(const Item& item, const sim::Setup& setup);
inline constexpr KeyName others_word = step_words[1];
/// `tcp:` of both ends or of one.
void read_tcp(const Item& item, tcp::Settings& settings);
/// The value of one option as a lesson writes it; empty when there is no such option.
std::string tcp_value(const tcp::Settings& settings, std::string_view name);
/// Everything that a lesson may set under `tcp:`.
std::span<const std::string_view> tcp_option_names();
/// The values of an option that has a closed set of them.
std::span<const std::string_view> tcp_option_words(std::string_view name);
/// from, flags, seq, ack and len of a map.
sim::SegmentMatch read_match(const Map& map, const Names& names);
void read_network(const Item& item, std::array<sim::LinkSettings, 2>& links);
void read_faults(const Item& item, const Names& names, Scenario& scenario);
/// One entry of `faults:`; `word` is its key.
sim::Fault read_fault(const Item& word, const Item& item, const Names& names);
tcp::Flags read_flags(const Item& item);
void read_injections(const Item& item, const Names& names, sim::Setup& setup);
/// The address `count` after this one: injections from many sources have consecutive addresses.
tcp::Address later_address(const tcp::Address& first, std::uint32_t count);
inline constexpr Duration longest_gap{1h}; // between two injections of one entry
std::vector<Step> read_steps(const Item& item, const Names& names);
/// One call, whose "send 100" begins the pattern.
CallStep read_call(const Item& item, trace::Side side, const Names& names);
/// What a wait waits for, and where a stage begins.
std::vector<StateReached> read_conditions(const Item& item, const Names& names);
std::string condition_text(const StateReached& condition, const Names& names);
/// `begin:`; the steps, which are already read, get those of the handshake.
void read_begin(const Item& item, const Names& names, Scenario& scenario);
/// `end:`
Duration read_end(const Item& item);
NoteTrigger read_trigger(const Item& item, const Names& names);
std::vector<Note> read_notes(const Item& item, const Names& names);
Expectations read_expectations(const Item& item, const Names& names);
ExpectedCount read_count(const Item& item, const Names& names);
void read_delivered(const Item& item, const Names& names, std::array<std::optional<Limits>, 2>& delivered);
Goal read_goal(const Item& item, const Names& names);
Solves read_solves(const Item& item, const Names& names);
/// The endpoints of a world beside another: what they set replaces the other world's values.
void amend_endpoints(const Item& item, const Names& names, sim::Setup& setup);
/// `beside:`: the other world. `main`, which is already read, gets its own title in the pair.
std::shared_ptr<const Scenario> read_beside(const Item& item, Scenario& main);

/// The `tcp:` lines that say how `settings` differ from `base`, for write_scenario: key and value.
std::vector<std::pair<std::string, std::string>> tcp_lines(const tcp::Settings& settings, const tcp::Settings& base);
/// "<mss 1460>"; "none".
std::string options_text(const tcp::Options& options);
/// Whether these are the steps of handshake_steps().
bool is_handshake(std::span<const Step> steps);
std::string rate_text(std::uint64_t bits_per_second);
std::string chance_text(Chance chance);
std::string trigger_text(const NoteTrigger& trigger, const Names& names);
/// `send "..."` is written and read with these escapes: \\ \" \n \r \t \xHH.
std::string escaped(const Bytes& data);
/// All of `item`, whose text has these escapes.
Bytes unescaped(const Item& item);

} // namespace tcpstage::lesson::yaml
