#include "core/tcp/segment/notation.h"
#include "core/tcp/segment/notation_words.h"
#include "core/tcp/segment/option_table.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace tcpstage::tcp {

namespace {

struct FlagName {
    Flag flag;
    char letter;
    std::string_view word;
};
/// In packetdrill's usual order of the letters.
constexpr std::array<FlagName, 8> flag_names{{{Flag::Syn, 'S', "SYN"},
                                              {Flag::Fin, 'F', "FIN"},
                                              {Flag::Rst, 'R', "RST"},
                                              {Flag::Psh, 'P', "PSH"},
                                              {Flag::Urg, 'U', "URG"},
                                              {Flag::Ece, 'E', "ECE"},
                                              {Flag::Cwr, 'W', "CWR"},
                                              {Flag::Ack, '.', "ACK"}}};

/// "mss 1460"; "nop".
std::string option_text(OptionKind kind, const Options& options, Seq irs)
{
    const OptionRow* const row = find_option(kind);
    if (row == nullptr) return kind == OptionKind::Nop ? "nop" : "eol";
    const std::string written = row->write(options, irs);
    return fmt::format("{}{}{}", row->word, written.empty() ? "" : " ", written);
}

std::optional<Flag> parse_flag_word(std::string_view word)
{
    std::string upper{word};
    for (char& c : upper)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    const auto* const found = std::ranges::find(flag_names, upper, &FlagName::word);
    if (found == flag_names.end()) return {};
    return found->flag;
}

/// "SYN, ACK", "syn+ack", "SYN-ACK".
std::optional<Flags> parse_words(std::string_view text)
{
    constexpr std::string_view separators = " ,+-|";
    Flags flags;
    for (auto start = text.find_first_not_of(separators); start != std::string_view::npos;
         start = text.find_first_not_of(separators)) {
        text.remove_prefix(start);
        const auto word = text.substr(0, text.find_first_of(separators));
        const auto flag = parse_flag_word(word);
        if (!flag) return {};
        flags = flags | *flag;
        text.remove_prefix(word.size());
    }
    if (flags == Flags{}) return {};
    return flags;
}

std::string write(const Segment& segment, std::uint32_t window, Seq iss, Seq irs)
{
    if (segment.is_datagram()) return fmt::format("udp ({})", segment.payload.size());
    const std::string ecn =
        segment.ecn == Ecn::NotCapable ? "" : fmt::format("[{}] ", ecn_words[static_cast<std::size_t>(segment.ecn)]);
    const std::uint32_t first = segment.seq - iss;
    const std::uint32_t octets = segment.payload.size();
    std::string text = fmt::format("{}{} {}:{}({})", ecn, flag_letters(segment.flags), first, first + octets, octets);
    if (segment.has_ack()) text += fmt::format(" ack {}", segment.ack - irs);
    text += fmt::format(" win {}", window);
    if (segment.urgent != 0) text += fmt::format(" urg {}", segment.urgent);
    std::string options;
    for (const OptionKind kind : option_order(segment.options))
        options += (options.empty() ? "" : ",") + option_text(kind, segment.options, irs);
    if (!options.empty()) text += " <" + options + ">";
    return text;
}

} // namespace

std::string notation(const Segment& segment, std::uint32_t window) { return write(segment, window, Seq{}, Seq{}); }

std::string notation_relative(const Segment& segment, std::uint32_t window, Seq iss, Seq irs)
{
    return write(segment, window, iss, irs);
}

std::optional<Flags> flags_of_letters(std::string_view text)
{
    Flags flags;
    for (const char c : text) {
        const auto* const found = std::ranges::find(flag_names, c, &FlagName::letter);
        if (found == flag_names.end() || flags.has(found->flag)) return {};
        flags = flags | found->flag;
    }
    return flags;
}

std::optional<Flags> parse_flags(std::string_view text)
{
    if (text.empty()) return {};
    if (text == "-" || text == "none") return Flags{};
    const auto words = parse_words(text);
    return words ? words : flags_of_letters(text);
}

std::string flag_letters(Flags flags)
{
    std::string text;
    for (const auto& [flag, letter, word] : flag_names)
        if (flags.has(flag)) text += letter;
    return text.empty() ? "-" : text;
}

} // namespace tcpstage::tcp
