#include "tests/property/caption_laws.h"

#include "core/captions/facts.h"
#include "core/captions/trace_step.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <map>
#include <set>

namespace tcpstage::captions {

namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to)
{
    if (from.empty()) return;
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// What a step may name, looked up in the trace without any of the code that writes captions.
class Allowed {
public:
    Allowed(const trace::Trace& trace, const TraceStep& step) : trace_{trace}
    {
        const trace::Record record = trace.record(step.record);
        of_record(step.record);
        if (step.head != step.record) of_record(step.head);
        std::uint64_t received = 0; // octets that the user gets, in all
        std::uint64_t parts = 0;
        for (trace::RecordId id = step.record + 1; id < step.end; ++id) {
            of_record(id);
            const trace::Record follower = trace.record(id);
            if (follower.kind != trace::Kind::Delivered) continue;
            received += static_cast<std::uint64_t>(follower.value);
            ++parts;
        }
        numbers_.insert({received, parts});
        if (record.connection != trace::the_conversation) numbers_.insert(trace.peer(record.connection).socket.port);
        for (const trace::RecordId id : {step.head, step.record}) {
            of_tcb(trace.at(record.side, id == 0 ? trace::Moment{} : trace.moment_after(id - 1)), record.at);
            of_tcb(trace.at(record.side, trace.moment_after(id)), record.at);
        }
    }

    bool has(std::uint64_t number) const { return numbers_.contains(number); }
    bool has(tcp::State state) const { return states_.contains(state); }
    bool lasts(const std::string& duration) const { return durations_.contains(duration); }
    bool is_nth(std::uint64_t ordinal) const { return ordinals_.contains(ordinal); }

private:
    void of_record(trace::RecordId id)
    {
        const trace::Record record = trace_.record(id);
        if (record.kind == trace::Kind::Sent || record.kind == trace::Kind::Arrived || record.kind == trace::Kind::Lost)
            of_transit(record.ref);
        if (record.kind == trace::Kind::Called || record.kind == trace::Kind::Delivered)
            numbers_.insert(static_cast<std::uint64_t>(record.value));
        if (record.kind == trace::Kind::Entered) states_.insert({record.from(), record.to()});
        if (record.kind == trace::Kind::TimerSet)
            durations_.insert(captions::rounded(Duration{record.value - record.at.time_since_epoch().count()}));
        if (record.kind == trace::Kind::Called || record.kind == trace::Kind::TimerExpired) ordinals_.insert(times(id));
    }

    /// How often it has happened to this end until then.
    std::uint64_t times(trace::RecordId id) const
    {
        const trace::Record record = trace_.record(id);
        std::uint64_t count = 1;
        for (trace::RecordId i = 0; i < id; ++i) {
            const trace::Record other = trace_.record(i);
            if (other.kind == record.kind && other.side == record.side && other.detail == record.detail &&
                other.connection == record.connection)
                ++count;
        }
        return count;
    }

    void of_transit(trace::TransitId id)
    {
        const trace::Transit transit = trace_.transit(id);
        const trace::TransitId original = transit.copy_of != trace::no_transit ? transit.copy_of : id;
        std::uint64_t count = 0;
        for (trace::TransitId i = 0; i <= original; ++i) {
            const trace::Transit other = trace_.transit(i);
            if (other.from == transit.from && other.connection == transit.connection &&
                other.copy_of == trace::no_transit)
                ++count;
        }
        ordinals_.insert(count);
        for (const tcp::Segment* segment : {&transit.segment, &transit.as_sent()}) {
            numbers_.insert({segment->seq.value(), segment->ack.value(), segment->payload.size(), segment->window,
                             transit.window_bytes});
            numbers_.insert({(segment->seq + 1U).value(), segment->end().value(), (segment->end() - 1U).value(),
                             (segment->end() - 2U).value()});
            for (std::size_t i = 0; i < segment->options.sack_count; ++i)
                numbers_.insert({segment->options.sack[i].left.value(), (segment->options.sack[i].right - 1U).value()});
        }
    }

    void of_tcb(const tcp::Tcb& tcb, Instant now)
    {
        const tcp::Seq queued = tcp::later(tcb.snd.max, tcb.snd.iss + 1U) + tcb.unsent_bytes - (tcb.fin_sent ? 1U : 0U);
        numbers_.insert({tcb.snd.una.value(), tcb.snd.nxt.value(), tcb.snd.iss.value(), (tcb.snd.iss + 1U).value(),
                         tcb.rcv.nxt.value(), tcb.rcv.irs.value(), tcb.snd.wnd, tcb.rcv.wnd, tcb.cwnd, tcb.ssthresh,
                         queued.value(), (queued - 1U).value()});
        durations_.insert(captions::rounded(tcb.rto));
        for (const tcp::Timer timer : tcp::all_timers)
            if (tcb.deadline(timer) != never) durations_.insert(captions::rounded(tcb.deadline(timer) - now));
        states_.insert(tcb.state);
    }

    const trace::Trace& trace_;
    std::set<std::uint64_t> numbers_{0}; // win=0
    std::set<std::uint64_t> ordinals_;
    std::set<tcp::State> states_;
    std::set<std::string> durations_;
};

/// The sentences of the rules that the step followed are the RFC's own; the rest is what the step has done.
std::string without_rules(std::string text, const trace::Trace& trace, const TraceStep& step)
{
    for (const tcp::Rule rule : captions::group_rules_of(trace, step))
        replace_all(text, info(rule).sentence.en, "");
    replace_all(text, "2MSL", "timer"); // before names such as "S"
    for (std::size_t i = 0; i < tcp::state_count; ++i)
        replace_all(text, name(static_cast<tcp::State>(i)), "state");
    for (const trace::OtherPeer& peer : trace.peers()) {
        replace_all(text, to_text(peer.socket), "peer");
        replace_all(text, to_text(peer.socket.address), "peer");
    }
    for (const trace::Side side : trace::both_sides)
        replace_all(text, trace::spoken(trace.endpoint(side)).en, "end");
    for (const trace::Reason reason : {trace::Reason::TooBig})
        replace_all(text, words(reason).en, "");
    return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "s" of "0.5 s, ..."; empty: no unit of time follows.
std::string_view unit_after(std::string_view text)
{
    for (const std::string_view unit : {" s", " ms", " us"}) {
        const bool ends = text.size() == unit.size() || (text.size() > unit.size() && !std::isalpha(text[unit.size()]));
        if (text.starts_with(unit) && ends) return unit;
    }
    return {};
}

std::string foreign_number(std::string_view text, const Allowed& allowed)
{
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end]))
            ++end;
        if (end == at) {
            ++at;
            continue;
        }
        if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1]))
            for (++end; end < text.size() && is_digit(text[end]);)
                ++end;
        const std::string number{text.substr(at, end - at)};
        const std::string_view after = text.substr(end);
        const std::string_view unit = unit_after(after);
        at = end;
        if (!unit.empty()) {
            if (!allowed.lasts(number + std::string{unit})) return "the time " + number + std::string{unit};
        } else if (const std::string_view two = after.substr(0, 2);
                   two == "st" || two == "nd" || two == "rd" || two == "th") {
            if (!allowed.is_nth(std::stoull(number))) return "the " + number + std::string{two};
        } else if (!allowed.has(std::stoull(number))) {
            return "the number " + number;
        }
    }
    return {};
}

std::string foreign_state(std::string text, const Allowed& allowed)
{
    std::vector<tcp::State> states;
    for (std::size_t i = 0; i < tcp::state_count; ++i)
        states.push_back(static_cast<tcp::State>(i));
    std::ranges::sort(states, std::greater{}, [](tcp::State state) { return name(state).size(); });
    for (const tcp::State state : states) {
        if (text.find(name(state)) != std::string::npos && !allowed.has(state)) return std::string{name(state)};
        replace_all(text, name(state), "");
    }
    return {};
}

std::string note_out_of_place(const captions::Captioned& what, const TraceStep& step, const Caption& said)
{
    const auto here = [&](const run::PlacedNote& placed) {
        return placed.from != trace::no_record && placed.from >= step.record && placed.from < step.end;
    };
    const bool has_note = std::ranges::any_of(what.run.notes, here);
    if (has_note == (said.from == Caption::From::Note)) return {};
    return has_note ? "the note of this moment is not said" : "a note of another moment is said: " + said.title;
}

/// What only TCP has: UDP binds a port, and knows no connection.
std::string word_of_tcp(const captions::Captioned& what, const TraceStep& step)
{
    const trace::Trace& trace = what.run.trace;
    if (!trace.endpoint(trace::Side::Left).without.tcp || !trace.endpoint(trace::Side::Right).without.tcp) return {};
    for (const Language language : {Language::English, Language::Chinese}) {
        const Caption said = captions::engine_caption(what, step.record, {.language = language});
        for (const std::string_view word :
             {"listen", "LISTEN", "handshake", "establish", "connection", "segment", "监听", "握手", "连接", "报文段"})
            if ((said.title + said.text).find(word) != std::string::npos)
                return fmt::format("UDP has no \"{}\": {}. {}", word, said.title, said.text);
    }
    return {};
}

/// What is said of variables by a step after which the end has no TCB: they are not there.
std::string word_of_deleted_tcb(const captions::Captioned& what, const TraceStep& step, const Caption& said)
{
    const trace::Trace& trace = what.run.trace;
    const trace::Record record = trace.record(step.record);
    const bool there = record.connection != trace::the_conversation || record.kind == trace::Kind::Lost ||
                       trace.after_group(record.side, step.head).state != tcp::State::Closed;
    if (there || trace.endpoint(record.side).without.tcp) return {};
    for (const std::string_view word : {"SRTT", "RTO follow", "SND.UNA moves", "SND.WND is", "RCV.NXT moves"})
        if (said.text.find(word) != std::string::npos) return fmt::format("the TCB is deleted, and it says {}", word);
    return {};
}

/// What is not said of a segment that the network edits: what is on the wire.
std::string unsaid_edit(const captions::Captioned& what, const TraceStep& step, const Caption& said)
{
    const trace::Record record = what.run.trace.record(step.record);
    if (record.kind != trace::Kind::Sent && record.kind != trace::Kind::Arrived) return {};
    const trace::Transit transit = what.run.trace.transit(record.ref);
    if (!transit.before || transit.before->segment.ack == transit.segment.ack || !transit.segment.has_ack()) return {};
    const std::string number = fmt::format("ack={}", transit.segment.ack.value());
    if (said.text.find(number) == std::string::npos) return "it does not say what is on the wire: " + number;
    return {};
}

/// What is said of one step, in both languages.
std::string broken_step(const captions::Captioned& what, const TraceStep& step)
{
    const trace::Moment moment = what.run.trace.moment_after(step.end - 1);
    const Caption said = captions::engine_caption(what, step.record, captions::CaptionStyle{});
    if (said.title.empty() || said.text.empty()) return "nothing is said";
    if (std::string foreign = foreign_in(said.title + ". " + said.text, what.run.trace, step.record); !foreign.empty())
        return foreign;
    if (std::string word = word_of_tcp(what, step); !word.empty()) return word;
    if (std::string word = word_of_deleted_tcb(what, step, said); !word.empty()) return word;
    if (std::string unsaid = unsaid_edit(what, step, said); !unsaid.empty()) return unsaid;
    return note_out_of_place(what, step, captions::caption(what, moment, captions::CaptionStyle{}));
}

} // namespace

std::string foreign_in(const std::string& text, const trace::Trace& trace, trace::RecordId record)
{
    const auto step = captions::step_of(trace, record);
    const Allowed allowed{trace, *step};
    if (std::string state = foreign_state(text, allowed); !state.empty()) return "it names the state " + state;
    const std::string number = foreign_number(without_rules(text, trace, *step), allowed);
    return number.empty() ? "" : "it names " + number;
}

std::string broken_caption(const lesson::Scenario& scenario, const run::Run& run, std::size_t most_steps)
{
    const captions::Ordinals ordinals{run.trace};
    const captions::Captioned what{scenario, run, ordinals};
    std::array<std::map<std::string, trace::RecordId>, 2> captions_said;
    std::size_t steps = 0;
    for (auto step = captions::step_after(run.trace, trace::no_record); step && steps < most_steps;
         step = captions::step_after(run.trace, step->record)) {
        ++steps;
        const std::string place = fmt::format("{}, step {}: ", scenario.id, steps);
        const Caption said = captions::engine_caption(what, step->record, captions::CaptionStyle{});
        if (const std::string broken = broken_step(what, *step); !broken.empty())
            return place + broken + "\n  " + said.title + ". " + said.text;
        for (const Language language : {Language::English, Language::Chinese}) {
            const captions::CaptionStyle style{.language = language};
            const Caption engine = captions::engine_caption(what, step->record, style);
            const Caption shown = captions::caption(what, run.trace.moment_after(step->end - 1), style);
            auto& all = captions_said[static_cast<std::size_t>(language)];
            for (const std::string& text : {engine.title, shown.title + '\n' + shown.beside}) {
                const auto [same, is_new] = all.emplace(text, step->record);
                if (!is_new && same->second != step->record)
                    return place + fmt::format("the same as at record {}\n  {}", same->second, text);
            }
        }
    }
    return {};
}

} // namespace tcpstage::captions
