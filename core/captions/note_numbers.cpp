#include "core/captions/note_numbers.h"

#include "core/captions/trace_step.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <vector>

namespace tcpstage::captions {

namespace {

constexpr trace::TransitId most_before = 40; // segments searched, sent up to the moment
constexpr trace::TransitId most_after = 12;  // and sent after it: a note may mention what is expected
constexpr std::uint32_t few_octets = 16;

/// A sequence number that the run has, and what it is relative to; an ISS of 0 where it is shown absolute.
struct Known {
    tcp::Seq number;
    Base base;
    bool is_ack; // as an acknowledgement
};

class KnownNumbers {
public:
    KnownNumbers(const trace::Trace& trace, trace::Moment moment, Numbers numbers) : trace_{trace}
    {
        const std::array tcbs{trace.at(trace::Side::Left, moment), trace.at(trace::Side::Right, moment)};
        for (const trace::Side side : trace::both_sides)
            bases_[trace::index(side)] = base_of(trace, side, tcbs[trace::index(side)].snd.iss, moment, numbers);
        known_.reserve(std::size_t{8} * (most_before + most_after));
        amounts_.reserve(std::size_t{2} * (most_before + most_after) + 20);
        const auto count = static_cast<trace::TransitId>(trace.transits().size());
        const trace::TransitId now = sent_until(moment, count);
        if (const auto step = step_of(trace, moment.record)) add_segment_of(trace.record(step->record));
        for (trace::TransitId back = 0; back < most_before && back < now; ++back) // the nearest come first
            add_transit(now - back - 1);
        for (const trace::Side side : trace::both_sides)
            add_tcb(side, tcbs[trace::index(side)]);
        for (trace::TransitId id = now; id < count && id < now + most_after; ++id)
            add_transit(id);
    }

    /// Finds `number` as an acknowledgment number, as a sequence number of the sender, or, if `as_ack` is empty, as
    /// either. nullptr if it does not occur.
    const Known* find(std::uint32_t number, std::optional<bool> as_ack) const
    {
        const auto is_it = [&](const Known& known) { return known.number.value() == number; };
        const auto same = std::ranges::find_if(
            known_, [&](const Known& known) { return is_it(known) && (!as_ack || known.is_ack == *as_ack); });
        if (same != known_.end() && as_ack) return &*same;
        const auto relative = std::ranges::find_if(
            known_, [&](const Known& known) { return is_it(known) && known.base.iss != tcp::Seq{}; });
        if (relative != known_.end()) return &*relative;
        const auto any = std::ranges::find_if(known_, is_it);
        return any == known_.end() ? nullptr : &*any;
    }
    /// Whether `number` also occurs as an amount at that moment: a window, a length, milliseconds.
    bool is_amount(std::uint32_t number) const { return std::ranges::find(amounts_, number) != amounts_.end(); }

private:
    /// Adds the segment of the step itself, which takes precedence because it is added first.
    void add_segment_of(const trace::Record& step)
    {
        if (step.kind == trace::Kind::Sent || step.kind == trace::Kind::Arrived || step.kind == trace::Kind::Lost)
            add_transit(step.ref);
    }

    trace::TransitId sent_until(trace::Moment moment, trace::TransitId count) const
    {
        if (moment.record == trace::no_record) return 0;
        const auto transits = trace_.transits();
        const auto after = std::ranges::upper_bound(transits, moment.record, {}, &trace::Transit::sent_record);
        return std::min(count, static_cast<trace::TransitId>(after - transits.begin()));
    }

    void add(tcp::Seq number, const Base& base, bool is_ack) { known_.push_back({number, base, is_ack}); }
    /// With the letters that the sender's numbers have at the moment.
    Base lettered(trace::Side sender, tcp::Seq iss) const
    {
        const Base& base = bases_[trace::index(sender)];
        return base.iss == iss ? base : Base{iss, base.letter};
    }

    void add_transit(trace::TransitId id)
    {
        const trace::Transit transit = trace_.transit(id);
        Bases bases = bases_of(trace_, transit, Numbers::Relative); // {0, 0} where they are shown absolute
        bases.seq = lettered(transit.from, bases.seq.iss);
        bases.ack = lettered(trace::other(transit.from), bases.ack.iss);
        const tcp::Segment& segment = transit.as_sent();
        const std::uint32_t octets = segment.payload.size();
        amounts_.insert(amounts_.end(), {octets, transit.window_bytes});
        if (segment.is_datagram()) return;
        add(segment.seq, bases.seq, false);
        add(segment.end(), bases.seq, false);
        add(segment.end() - 1U, bases.seq, false);
        if (octets > 0 && segment.fin()) add(segment.end() - 2U, bases.seq, false);
        for (std::uint32_t i = 1; i < octets && octets <= few_octets; ++i) // a note may mention each octet
            add(segment.seq + i, bases.seq, false);
        if (!segment.has_ack()) return;
        for (const tcp::Seq number : {segment.ack, segment.ack - 1U, segment.ack + transit.window_bytes,
                                      segment.ack + transit.window_bytes - 1U})
            add(number, bases.ack, true);
        for (std::size_t i = 0; i < segment.options.sack_count; ++i) {
            const tcp::SackBlock& block = segment.options.sack[i];
            for (const tcp::Seq number : {block.left, block.right - 1U, block.right})
                add(number, bases.ack, true);
        }
    }

    void add_tcb(trace::Side side, const tcp::Tcb& tcb)
    {
        if (tcb.state == tcp::State::Closed || tcb.state == tcp::State::Listen) return;
        const auto milliseconds = [](Duration time) { return static_cast<std::uint32_t>(time / Duration{1ms}); };
        amounts_.insert(amounts_.end(),
                        {tcb.snd.wnd, tcb.rcv.wnd, tcb.cwnd, tcb.ssthresh, tcb.snd.mss, tcb.unsent_bytes,
                         tcb.unread_bytes, tcb.in_flight(), milliseconds(tcb.srtt), milliseconds(tcb.rto)});
        const tcp::Seq queued = tcp::later(tcb.snd.max, tcb.snd.iss + 1U) + tcb.unsent_bytes;
        const tcp::Seq edge = tcb.snd.una + tcb.snd.wnd;
        for (const tcp::Seq number : {tcb.snd.una, tcb.snd.nxt, tcb.snd.iss, queued, queued - 1U, edge, edge - 1U})
            add(number, lettered(side, tcb.snd.iss), false);
        if (tcb.state == tcp::State::SynSent) return;
        const tcp::Seq end = tcb.rcv.nxt + tcb.rcv.wnd;
        for (const tcp::Seq number : {tcb.rcv.nxt, tcb.rcv.irs, end, end - 1U})
            add(number, lettered(trace::other(side), tcb.rcv.irs), true);
    }

    const trace::Trace& trace_;
    std::array<Base, 2> bases_{};
    std::vector<Known> known_;
    std::vector<std::uint32_t> amounts_;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

std::string_view without_end(std::string_view text)
{
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}
std::string_view without_begin(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    return text;
}

/// Whether `before` ends with one of the words, ignoring blanks and "=" after it.
bool ends_with_any(std::string_view before, std::span<const std::string_view> words)
{
    before = without_end(before);
    if (before.ends_with('=')) before = without_end(before.substr(0, before.size() - 1));
    return std::ranges::any_of(words, [&](std::string_view word) { return before.ends_with(word); });
}

bool begins_with_any(std::string_view after, std::span<const std::string_view> words)
{
    after = without_begin(after);
    return std::ranges::any_of(words, [&](std::string_view word) { return after.starts_with(word); });
}

constexpr std::array<std::string_view, 5> of_sender{"seq", "SEG.SEQ", "SND.UNA", "SND.NXT", "SND.MAX"};
constexpr std::array<std::string_view, 4> of_receiver{"ack", "SEG.ACK", "RCV.NXT", "ACK"};
constexpr std::array<std::string_view, 2> initial{"ISS", "IRS"}; // these stay absolute among relative numbers
constexpr std::array amounts = std::to_array<std::string_view>(
    {"win",  "window", "WND", "wnd", "len", "cwnd", "ssthresh", "RFC", "mss",   "MSS",    "port", "page",
     "端口", "/",      "×",   "MTU", "mtu", "+",    "of",       "by",  "about", "figure", "窗口"});
constexpr std::array units =
    std::to_array<std::string_view>({"octet", "字节", "个字节",  "ms",       "us", "s ",   "s,",  "s.",
                                     "s;",    "s:",   "s。",     "s，",      "秒", "毫秒", "%",   "bit",
                                     "Mbit",  "kbit", "segment", "个",       "次", "×",    "MSS", "times",
                                     "round", "KB",   "kB",      "datagram", "份", "s)"});
/// Words before a number that may also be an amount: with one of these it is a sequence number.
constexpr std::array named_by = std::to_array<std::string_view>(
    {"number", "numbers", "from", "expect", "expects", "acknowledges", "acknowledge", "before", "at",   "up to",
     "to",     "your",    "with", "used",   "than",    "and",          "have",        "序号",   "从",   "期待",
     "期望",   "确认",    "盼",   "编号是", "编号",    "起",           "的下一个是",  "用了",   "占用", "前进到"});
constexpr std::array named_after = std::to_array<std::string_view>({"及以前", "号", "已收到"});

/// What the text around the number at [begin, end) shows about it.
struct Reading {
    bool is_number = false;       // it may be a sequence number: not part of a word or a decimal, no amount
    bool is_initial = false;      // an ISS
    bool is_named = false;        // a sequence number, by the words around it
    bool ends_range = false;      // "101 to 200"
    std::optional<bool> as_ack{}; // an acknowledgment number or not, if the words show it
};

/// "cwnd / 2 = 300", "pipe = 300": the number after it is an amount.
bool is_result_of_amounts(std::string_view before)
{
    before = without_end(before);
    if (!before.ends_with('=')) return false;
    before = without_end(before.substr(0, before.size() - 1));
    if (!before.empty() && is_letter(before.back())) return true;
    const std::string_view near = before.substr(before.size() - std::min<std::size_t>(before.size(), 24));
    return near.find('/') != near.npos || near.find("×") != near.npos || near.find(" x ") != near.npos;
}

/// "SND.UNA + SND.WND =": the number after it begins a sum that begins with a sequence number.
bool is_sum_from_a_number(std::string_view before)
{
    before = without_end(before);
    if (!before.ends_with('=')) return false;
    const std::size_t plus = before.rfind(" + ");
    if (plus == before.npos) return false;
    const std::string_view terms = before.substr(plus + 3, before.size() - plus - 4);
    const bool one = terms.find_first_of(",;=") == terms.npos; // one term more, no other equation
    return one &&
           (ends_with_any(before.substr(0, plus), of_sender) || ends_with_any(before.substr(0, plus), of_receiver));
}

/// "101 to", "101 到", "101:"
bool ends_a_range(std::string_view before)
{
    for (const std::string_view word : {" to", "到", ":"}) {
        if (!before.ends_with(word)) continue;
        const std::string_view first = without_end(before.substr(0, before.size() - word.size()));
        return !first.empty() && is_digit(first.back());
    }
    return false;
}

Reading read(std::string_view text, std::size_t begin, std::size_t end)
{
    const std::string_view before = text.substr(0, begin);
    const std::string_view after = text.substr(end);
    const char previous = before.empty() ? ' ' : before.back();
    const bool in_word = is_letter(previous) || previous == '.' || previous == '-' || previous == '^' ||
                         (previous == ',' && before.size() > 1 && is_digit(before[before.size() - 2]));
    const bool goes_on = after.size() > 1 && (after[0] == '.' || after[0] == ',') && is_digit(after[1]);
    const bool quoted = after.starts_with('"') || after.starts_with("”");
    if (in_word || goes_on || quoted || (!after.empty() && is_letter(after[0]))) return {};
    const bool begins_range = without_begin(after).starts_with("to ") || without_begin(after).starts_with("到 ");
    const bool ends_range = ends_a_range(without_end(before));
    if (ends_with_any(before, initial)) return {true, true, true};
    if (ends_with_any(before, of_receiver)) return {true, false, true, false, true};
    if (ends_with_any(before, of_sender)) return {true, false, true, false, false};
    if (ends_range) return {true, false, true, true, {}};
    if (is_sum_from_a_number(before)) return {true, false, true, false, {}};
    if (begins_with_any(after, units)) return {};
    if (begins_range) return {true, false, true, false, {}};
    if (ends_with_any(before, amounts) || is_result_of_amounts(before)) return {};
    const bool named = ends_with_any(before, named_by) || begins_with_any(after, named_after);
    return {true, false, named, false, {}};
}

} // namespace

std::string renumbered(const std::string& text, const trace::Trace& trace, trace::Moment moment,
                       const CaptionStyle& style)
{
    const Numbers numbers = style.numbers;
    if (numbers == Numbers::Absolute || std::ranges::none_of(text, is_digit)) return text;
    const KnownNumbers known{trace, moment, numbers};
    std::string shown;
    std::optional<Base> range; // what the number before is relative to
    bool initial_before = false;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end]))
            ++end;
        if (end == at) {
            shown += text[at++];
            continue;
        }
        std::uint32_t value = 0;
        const bool fits = std::from_chars(text.data() + at, text.data() + end, value).ec == std::errc{};
        if (!fits) return text; // 2^32 or more: the text explains the wrap-around of absolute numbers
        const Reading reading = read(text, at, end);
        const std::string_view before = std::string_view{text}.substr(0, at);
        initial_before =
            reading.is_initial || (initial_before && (before.ends_with(" and ") || before.ends_with("和 ")));
        const bool plain = reading.is_number && end - at > 1 && text[at] != '0' && !known.is_amount(value);
        const Known* number = reading.is_named || plain ? known.find(value, reading.as_ack) : nullptr;
        const std::optional<Base> base = reading.ends_range && range ? range
                                         : number                    ? std::optional{number->base}
                                                                     : std::nullopt;
        const bool kept = !base || base->iss == tcp::Seq{};
        shown += kept             ? text.substr(at, end - at)
                 : initial_before ? initial_said(tcp::Seq{value}, *base, numbers, style.language)
                                  : number_text(tcp::Seq{value}, *base, numbers);
        range = base;
        at = end;
    }
    return shown;
}

} // namespace tcpstage::captions
