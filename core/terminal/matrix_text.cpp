#include "core/terminal/matrix_text.h"

#include "core/sources/matrix.h"
#include "core/tcp/segment/notation.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tcpstage::terminal {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 14> signal_words{
    "connected",    "peer-closed", "closed",    "refused",    "reset",    "timed-out",   "no-connection",
    "already-open", "closing",     "no-buffer", "unanswered", "too-long", "bad-address", "urgent"};
static_assert(signal_words.size() == static_cast<std::size_t>(tcp::Signal::Urgent) + 1);

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : "; ") + word;
    return text;
}

/// "replies ACK; → CLOSE-WAIT", "discarded".
std::string outcome(const sources::MatrixCell& cell, Language language)
{
    constexpr Text replies{"replies ", "回应 "};
    constexpr Text discarded{"discarded", "丢弃"};
    constexpr Text taken{"taken", "收下"};
    std::vector<std::string> parts;
    if (!cell.taken) parts.emplace_back(discarded[language]);
    if (!cell.replies.empty()) parts.push_back(std::string{replies[language]} + joined(cell.replies));
    if (cell.next != cell.state) parts.push_back(sources::next_text(cell));
    if (parts.empty()) parts.emplace_back(taken[language]);
    return joined(parts);
}

Json json_of(const sources::MatrixCell& cell)
{
    Json json{{"state", tcp::name(cell.state)},
              {"segment", sources::info(cell.stimulus).id},
              {"arrives", cell.segment},
              {"replies", cell.replies},
              {"next", tcp::name(cell.next)},
              {"discarded", !cell.taken},
              {"delivered_bytes", cell.delivered_bytes}};
    json["told"] = Json::array();
    for (const tcp::Signal signal : cell.user_signals)
        json["told"].push_back(signal_words[static_cast<std::size_t>(signal)]);
    json["rules"] = Json::array();
    for (const tcp::Rule rule : cell.rules)
        json["rules"].push_back({{"rule", tcp::info(rule).id}, {"section", tcp::info(rule).section}});
    json["run"] = sources::cell_source(cell.state, cell.stimulus);
    return json;
}

} // namespace

std::string matrix_as_text(Language language)
{
    std::string text;
    std::optional<tcp::State> state;
    for (const sources::MatrixCell& cell : sources::state_matrix()) {
        if (state != cell.state) {
            text += fmt::format("{}{}\n", state ? "\n" : "", tcp::name(cell.state));
            state = cell.state;
        }
        text += fmt::format("  {}: {}\n", sources::info(cell.stimulus).name[language], outcome(cell, language));
        for (const tcp::Rule rule : cell.rules)
            text += fmt::format("      {}: {}\n", tcp::info(rule).section, tcp::info(rule).sentence[language]);
    }
    return text;
}

std::string matrix_as_json()
{
    Json json{{"format", "tcpstage-matrix"}, {"version", 1}};
    json["segments"] = Json::array();
    for (std::size_t i = 0; i < sources::stimulus_count; ++i) {
        const sources::StimulusInfo& kind = sources::info(static_cast<sources::Stimulus>(i));
        json["segments"].push_back({{"id", kind.id}, {"what", kind.what.en}});
    }
    json["cells"] = Json::array();
    for (const sources::MatrixCell& cell : sources::state_matrix())
        json["cells"].push_back(json_of(cell));
    return json.dump(2) + '\n';
}

} // namespace tcpstage::terminal
