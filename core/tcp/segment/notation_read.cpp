// Reads segments from text.
#include "core/tcp/segment/notation.h"
#include "core/tcp/segment/notation_reader.h"
#include "core/tcp/segment/notation_words.h"
#include "core/tcp/segment/option_table.h"

#include "core/base/say.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::tcp {

namespace {

void read_flags(NotationReader& reader, SegmentPattern& pattern)
{
    reader.skip_blanks();
    const std::size_t start = reader.position();
    const auto word = reader.take_word();
    const auto flags = word == "-" ? Flags{} : flags_of_letters(word);
    if (word.empty() || !flags)
        reader.refuse_at(start, {"expected flags, letters of \"SFRP.UEW\" or \"-\" for none,",
                                 "这里应有标志：“SFRP.UEW”中的字母，没有则写“-”"});
    else
        pattern.flags = *flags;
}

void read_sequence(NotationReader& reader, SegmentPattern& pattern)
{
    pattern.seq = reader.number({"the sequence number", "序号"});
    reader.require(':', {"the sequence number", "序号"});
    reader.skip_blanks();
    const std::size_t end_at = reader.position();
    const std::uint32_t end = reader.number({"the end of the sequence numbers", "结束序号"});
    reader.require('(', {"the sequence numbers", "序号范围"});
    pattern.payload_bytes = reader.number({"the length in octets", "以字节计的长度"}, UINT16_MAX);
    reader.require(')', {"the length", "长度"});
    if (end - pattern.seq != pattern.payload_bytes)
        reader.refuse_at(end_at,
                         say({"{} and {} octets end at {}, not at {},", "从 {} 起 {} 字节，应结束于 {}，而不是 {}"},
                             pattern.seq, pattern.payload_bytes, pattern.seq + pattern.payload_bytes, end));
}

/// Passes over flags that only Accurate ECN has: "SEWA", ".5".
void pass_accurate_ecn(NotationReader& reader)
{
    NotationReader ahead = reader;
    const auto word = ahead.take_word();
    if (word.find_first_not_of("SFRP.UEWA01234567") == std::string_view::npos &&
        word.find_first_of("A01234567") != std::string_view::npos)
        reader.pass(reader.position(), "Accurate ECN");
}

/// Refuses a segment that no IPv4 packet can carry: it could be neither saved nor sent.
void check_size(NotationReader& reader, const SegmentPattern& pattern)
{
    const std::uint32_t header = header_bytes(pattern.to_segment());
    if (header + pattern.payload_bytes <= largest_segment_bytes) return;
    reader.refuse(say({"{} octets are too many for one segment, which holds at most {} beside this header,",
                       "{} 字节对一个报文段太多：除首部外最多 {} 字节"},
                      pattern.payload_bytes, largest_segment_bytes - header));
}

/// Options of packetdrill that this program does not have: Fast Open, MD5, Accurate ECN.
void read_foreign_option(NotationReader& reader)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> foreign{
        {{"FO", "Fast Open"}, {"FOEXP", "Fast Open"}, {"md5", "MD5 signatures"}, {"ECN", "Accurate ECN"}}};
    reader.skip_blanks();
    const std::size_t start = reader.position();
    for (const auto& [word, name] : foreign)
        if (reader.accept_word(word)) return reader.pass(start, name);
    OwnedText words;
    for (unsigned number = 0; number <= UINT8_MAX; ++number)
        if (const OptionRow* const row = find_option(static_cast<OptionKind>(number)); row != nullptr) {
            words.en += fmt::format("{}, ", row->word);
            words.zh += fmt::format("{}、", row->word);
        }
    reader.refuse(say({"expected an option ({}nop, eol)", "这里应有选项（{}nop、eol）"}, words));
}

void read_option(NotationReader& reader, Options& options)
{
    if (reader.accept_word("nop") || reader.accept_word("eol")) return;
    for (const OptionRow& row : option_rows())
        if (reader.accept_word(row.word)) return row.read(reader, options);
    read_foreign_option(reader);
}

void read_option_list(NotationReader& reader, SegmentPattern& pattern)
{
    Options options;
    do
        read_option(reader, options);
    while (reader.accept(','));
    reader.require('>', {"the options", "选项"});
    pattern.options = options;
}

void read_urgent(NotationReader& reader, SegmentPattern& pattern)
{
    if (reader.accept_word("urg"))
        pattern.urgent = static_cast<std::uint16_t>(reader.number({"the urgent pointer", "紧急指针"}, UINT16_MAX));
}

void read_options(NotationReader& reader, SegmentPattern& pattern)
{
    if (reader.accept('<')) read_option_list(reader, pattern);
}

/// <...> matches any options; without <> the segment has none.
void read_packetdrill_options(NotationReader& reader, SegmentPattern& pattern)
{
    pattern.options = Options{};
    if (!reader.accept('<')) return;
    if (!reader.accept_word("...")) return read_option_list(reader, pattern);
    reader.require('>', {"\"...\"", "“...”"});
    pattern.options.reset();
}

/// Reads "[ect0]" before the rest.
void read_ecn(NotationReader& reader, SegmentPattern& pattern)
{
    if (!reader.accept('[')) return;
    reader.skip_blanks();
    const std::size_t start = reader.position();
    const auto word = reader.take_word();
    const auto* const found = std::ranges::find(ecn_words, word);
    if (found == ecn_words.end())
        return reader.refuse_at(start, {"expected noecn, ect0, ect1 or ce", "这里应有 noecn、ect0、ect1 或 ce"});
    pattern.ecn = static_cast<Ecn>(found - ecn_words.begin());
    reader.require(']', {"the word for ECN", "ECN 标记"});
}

void read_datagram(NotationReader& reader, SegmentPattern& pattern)
{
    pattern.protocol = Protocol::Udp;
    reader.require('(', {"udp", "udp "});
    pattern.payload_bytes = reader.number({"the length in octets", "以字节计的长度"}, UINT16_MAX);
    reader.require(')', {"the length", "长度"});
    check_size(reader, pattern);
}

void read_segment(NotationReader& reader, SegmentPattern& pattern)
{
    read_ecn(reader, pattern);
    if (reader.accept_word("udp")) return read_datagram(reader, pattern);
    read_flags(reader, pattern);
    read_sequence(reader, pattern);
    reader.skip_blanks();
    const std::size_t ack_at = reader.position();
    if (reader.accept_word("ack")) {
        pattern.ack = reader.number({"the acknowledgment number", "确认号"});
        if (!pattern.flags.has(Flag::Ack))
            reader.refuse_at(ack_at, {"\"ack\" needs \".\" among the flags:", "有“ack”时标志中要有“.”"});
    }
    if (reader.accept_word("win")) pattern.window_bytes = reader.number({"the window", "窗口"});
    read_urgent(reader, pattern);
    read_options(reader, pattern);
    check_size(reader, pattern);
}

} // namespace

Result<SegmentPattern> parse_notation(std::string_view line)
{
    NotationReader reader{line};
    SegmentPattern pattern;
    read_segment(reader, pattern);
    if (!reader.at_end())
        reader.refuse({"expected ack, win, urg, <options> in this order, or the end,",
                       "这里应依次有 ack、win、urg、<选项>，或者结束"});
    if (!reader.failed()) return pattern;
    const auto column = static_cast<int>(reader.fault().position) + 1;
    return tl::unexpected{
        Error{say({"{0} at column {1} of \"{2}\"", "“{2}”的第 {1} 列：{0}"}, reader.fault().what, column, line),
              Place{"", 0, column},
              {"write it as in \"S. 300:300(0) ack 101 win 65535 <mss 1460>\"",
               "请写成“S. 300:300(0) ack 101 win 65535 <mss 1460>”这样"}}};
}

tl::expected<ReadNotation, NotationFault> read_packetdrill(std::string_view text)
{
    NotationReader reader{text};
    SegmentPattern pattern;
    pass_accurate_ecn(reader);
    read_flags(reader, pattern);
    read_sequence(reader, pattern);
    if (reader.accept_word("ack")) pattern.ack = reader.number({"the acknowledgment number", "确认号"});
    if (reader.accept_word("win")) pattern.window_bytes = reader.number({"the window", "窗口"}, UINT16_MAX);
    read_urgent(reader, pattern);
    read_packetdrill_options(reader, pattern);
    check_size(reader, pattern);
    if (reader.failed()) return tl::unexpected{reader.fault()};
    return ReadNotation{pattern, reader.position()};
}

} // namespace tcpstage::tcp
