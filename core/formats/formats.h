#pragma once
// A trace as text for other programs: JSON and CSV (docs/formats.md), a Mermaid diagram, and pcapng for Wireshark.

#include "core/trace/trace.h"

#include <span>
#include <string>
#include <string_view>

namespace tcpstage::formats {

/// What a person reads in one step of a run, for "captions" in JSON.
struct StepCaption {
    std::size_t step = 0; // from 1, as the window counts; 0: before all of them
    Instant at;
    OwnedText title;
    OwnedText text;
    std::string source; // "RFC 9293 3.10.7.3"; may be empty
    bool is_note = false;
};
/// "tcpstage-trace", version 1. One array entry per line; the same trace gives the same octets. Without `captions`
/// there is no such list.
std::string to_json(const trace::Trace& trace, std::span<const StepCaption> captions = {});
/// A header line, then one line per segment; fields with commas or quotes are quoted (RFC 4180).
std::string to_csv(const trace::Trace& trace);
/// The same for the variables of the TCBs: one line for each end and step, as the window counts steps.
std::string to_csv_of_variables(const trace::Trace& trace);
/// How the name of a file of the variables ends, so that it is not taken for one of the segments.
inline constexpr std::string_view variables_ending = ".variables.csv";
/// A sequence diagram for Markdown.
std::string to_mermaid(const trace::Trace& trace);
/// Where a capture is taken. Each end has an interface of its own.
enum class Viewpoint : std::uint8_t {
    Senders, // each segment where it is sent; what no end sent (a copy made by the network) where it arrives
    Left,    // what the left end sends, and what arrives at it
    Right,
    Both // both views in one file: a segment that arrives is there twice
};
/// What a capture there would contain: raw IP packets, with what became of each and the rules behind it as comments.
std::string to_pcapng(const trace::Trace& trace, Viewpoint viewpoint = Viewpoint::Senders);

} // namespace tcpstage::formats
