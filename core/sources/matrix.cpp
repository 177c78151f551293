#include "core/sources/matrix.h"

#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/tcp/segment/notation.h"
#include "core/trace/lost_variables.h"
#include "core/trace/ordinal.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tcpstage::sources {

namespace {

constexpr std::array<StimulusInfo, stimulus_count> kinds{{
    {"outside",
     {"outside the window", "窗口之外"},
     {"100 octets with an ACK, beyond the receive window.", "带 ACK 的 100 字节数据，落在接收窗口之外。"}},
    {"rst",
     {"RST", "RST"},
     {"A reset with exactly the number that is expected; in SYN-SENT it acknowledges the SYN.",
      "序号正好是期望值的 RST；在 SYN-SENT 中它确认了 SYN。"}},
    {"syn",
     {"SYN", "SYN"},
     {"A SYN without ACK; in the window, where there is one.", "不带 ACK 的 SYN；有窗口时落在窗口内。"}},
    {"syn-ack",
     {"SYN, ACK", "SYN, ACK"},
     {"A SYN that acknowledges everything that was sent.", "确认了所有已发送内容的 SYN。"}},
    {"ack-of-unsent",
     {"ACK of the unsent", "确认未发送的"},
     {"An ACK of octets that were never sent.", "确认了从未发送过的字节的 ACK。"}},
    {"ack",
     {"ACK", "ACK"},
     {"An ACK of everything that was sent, without data.", "确认所有已发送内容、不带数据的 ACK。"}},
    {"data",
     {"data", "数据"},
     {"The next 100 octets; the ACK acknowledges nothing new.", "接下来的 100 字节；其中的 ACK 没有新内容。"}},
    {"fin",
     {"FIN", "FIN"},
     {"The peer's FIN; if it has arrived already, the same FIN again. Its ACK acknowledges nothing new.",
      "对方的 FIN；已经来过的，则是同一个再来一次。其中的 ACK 没有新内容。"}},
}};

constexpr tcp::Seq our_iss{100};
constexpr tcp::Seq peer_iss{300};
constexpr std::string_view prefix = "matrix:";
constexpr trace::Side us = trace::Side::Left;
constexpr trace::Side peer = trace::Side::Right;

/// How an endpoint is brought into a state: the calls, what the network loses, and when the segment is sent.
struct Road {
    std::vector<lesson::Step> steps;
    std::vector<sim::Fault> faults;
    Duration at{400ms};
};

lesson::Step call(trace::Side side, trace::Call what) { return {lesson::CallStep{side, what, {}, UINT32_MAX}, {}}; }
lesson::Step wait(Duration time) { return {lesson::WaitStep{time}, {}}; }
sim::Fault drop(tcp::Flags flags)
{
    sim::Fault fault;
    fault.which.from = us;
    fault.which.flags = flags;
    return fault;
}

Road open() { return {{call(us, trace::Call::Listen), call(peer, trace::Call::Connect), wait(400ms)}, {}, 500ms}; }

Road road_to(tcp::State state)
{
    const sim::Fault lost_fin = drop(tcp::Flag::Fin | tcp::Flag::Ack);
    Road road = open();
    const auto go_on = [&](std::initializer_list<lesson::Step> steps) { road.steps.insert(road.steps.end(), steps); };
    switch (state) {
    case tcp::State::Closed:
        return {{wait(400ms)}, {}};
    case tcp::State::Listen:
        return {{call(us, trace::Call::Listen), wait(400ms)}, {}};
    case tcp::State::SynSent:
        return {{call(us, trace::Call::Connect), wait(600ms)}, {drop(tcp::Flag::Syn)}};
    case tcp::State::SynReceived:
        return {{call(us, trace::Call::Listen), call(peer, trace::Call::Connect), wait(600ms)},
                {drop(tcp::Flag::Syn | tcp::Flag::Ack)}};
    case tcp::State::Established:
        break;
    case tcp::State::FinWait1:
        go_on({call(us, trace::Call::Shutdown)});
        road.faults = {lost_fin};
        break;
    case tcp::State::FinWait2:
        go_on({call(us, trace::Call::Shutdown), wait(300ms)});
        road.at = 700ms;
        break;
    case tcp::State::CloseWait:
        go_on({call(peer, trace::Call::Shutdown), wait(300ms)});
        road.at = 700ms;
        break;
    case tcp::State::Closing:
        go_on({call(us, trace::Call::Shutdown), call(peer, trace::Call::Shutdown)});
        road.faults = {lost_fin};
        break;
    case tcp::State::LastAck:
        go_on({call(peer, trace::Call::Shutdown), wait(300ms), call(us, trace::Call::Shutdown)});
        road.faults = {lost_fin};
        road.at = 800ms;
        break;
    case tcp::State::TimeWait:
        go_on({call(us, trace::Call::Shutdown), wait(300ms), call(peer, trace::Call::Shutdown)});
        road.at = 900ms;
        break;
    }
    road.steps.push_back(wait(600ms));
    return road;
}

/// The numbers of the endpoint when the segment arrives.
struct Numbers {
    tcp::Seq una;
    tcp::Seq nxt;
    tcp::Seq expected; // RCV.NXT; the peer's ISS + 1 if there is none yet
    bool fin_came;
};

Numbers numbers_in(tcp::State state)
{
    const bool fin_came = state == tcp::State::CloseWait || state == tcp::State::Closing ||
                          state == tcp::State::LastAck || state == tcp::State::TimeWait;
    const bool fin_sent = state >= tcp::State::FinWait1 && state != tcp::State::CloseWait;
    const bool fin_acked = state == tcp::State::FinWait2 || state == tcp::State::TimeWait;
    const tcp::Seq una = state == tcp::State::SynReceived || state == tcp::State::SynSent ? our_iss : our_iss + 1;
    return {una + (fin_acked ? 1U : 0U), our_iss + (fin_sent ? 2U : 1U), peer_iss + (fin_came ? 2U : 1U), fin_came};
}

tcp::Segment segment_for(tcp::State state, Stimulus stimulus)
{
    const Numbers is = numbers_in(state);
    const bool synchronized = state >= tcp::State::SynReceived;
    const tcp::Seq nothing_new = synchronized && state != tcp::State::SynReceived ? is.una : is.nxt;
    tcp::Segment segment;
    segment.window = 65535;
    segment.seq = is.expected;
    segment.ack = is.nxt;
    segment.flags = tcp::Flag::Ack;
    switch (stimulus) {
    case Stimulus::Outside:
        segment.seq = is.expected + 66535;
        segment.ack = nothing_new;
        segment.payload = Bytes::pattern(100);
        segment.flags = tcp::Flag::Psh | tcp::Flag::Ack;
        break;
    case Stimulus::Rst:
        segment.flags = state == tcp::State::SynSent ? tcp::Flag::Rst | tcp::Flag::Ack : tcp::Flags{tcp::Flag::Rst};
        if (state == tcp::State::SynSent) segment.seq = tcp::Seq{0};
        segment.window = 0;
        break;
    case Stimulus::Syn:
    case Stimulus::SynAck:
        segment.seq = synchronized ? is.expected : peer_iss;
        segment.flags = stimulus == Stimulus::Syn ? tcp::Flags{tcp::Flag::Syn} : tcp::Flag::Syn | tcp::Flag::Ack;
        break;
    case Stimulus::AckOfUnsent:
        segment.ack = is.nxt + 1000;
        break;
    case Stimulus::Ack:
        break;
    case Stimulus::Data:
        segment.ack = nothing_new;
        segment.payload = Bytes::pattern(100);
        segment.flags = tcp::Flag::Psh | tcp::Flag::Ack;
        break;
    case Stimulus::Fin:
        segment.ack = nothing_new;
        if (is.fin_came) segment.seq = is.expected - 1;
        segment.flags = tcp::Flag::Fin | tcp::Flag::Ack;
        break;
    }
    if (!segment.has_ack()) segment.ack = tcp::Seq{0};
    return segment;
}

trace::TransitId injected(const trace::Trace& trace)
{
    const auto transits = trace.transits();
    const auto found = std::ranges::find(transits, trace::Reason::FromThePast, &trace::Transit::reason);
    return static_cast<trace::TransitId>(found - transits.begin());
}

std::string both(std::string_view first, std::string_view second, const char* between)
{
    return fmt::format("{}{}{}", first, between, second);
}

lesson::Note note_at(lesson::NoteTrigger trigger, const OwnedText& title, const OwnedText& text)
{
    lesson::Note note;
    note.at = trigger;
    note.title = title;
    note.text = text;
    return note;
}

/// The sentences of a cell's rules, one after another.
OwnedText sentences(const MatrixCell& cell)
{
    OwnedText text;
    for (const tcp::Rule rule : cell.rules) {
        text.en += (text.en.empty() ? "" : " ") + std::string{tcp::info(rule).sentence.en};
        text.zh += std::string{tcp::info(rule).sentence.zh};
    }
    return text;
}

lesson::Scenario scenario_for(tcp::State state, Stimulus stimulus)
{
    const Road road = road_to(state);
    const StimulusInfo& kind = info(stimulus);
    lesson::Scenario scenario;
    scenario.id = cell_source(state, stimulus);
    scenario.title = {both(tcp::name(state), kind.name.en, ": "), both(tcp::name(state), kind.name.zh, "：")};
    scenario.summary = {std::string{kind.what.en}, std::string{kind.what.zh}};
    scenario.rfc = "9293 3.10.7";
    auto& ends = scenario.setup.endpoints;
    ends[trace::index(us)].name = "endpoint";
    ends[trace::index(us)].socket = {tcp::parse_address("10.0.0.1").value(), 49152};
    ends[trace::index(us)].iss.given = {our_iss};
    ends[trace::index(peer)].name = "peer";
    ends[trace::index(peer)].socket = {tcp::parse_address("10.0.0.2").value(), 80};
    ends[trace::index(peer)].iss.given = {peer_iss};
    for (sim::LinkSettings& link : scenario.setup.links)
        link.delay = 100ms;
    scenario.setup.faults = road.faults;
    scenario.fault_places.resize(road.faults.size());
    scenario.setup.injections = {{start_of_time + road.at, peer, segment_for(state, stimulus)}};
    scenario.steps = road.steps;
    scenario.notes.push_back(
        note_at({}, {both("On the way to", tcp::name(state), " "), both("进入", tcp::name(state), " ")},
                {fmt::format("Real calls and segments bring the left end into {}. Then this arrives: {}",
                             tcp::name(state), kind.what.en),
                 fmt::format("真实的调用和报文段把左端带入 {}。然后到来的是：{}", tcp::name(state), kind.what.zh)}));
    return scenario;
}

} // namespace

const StimulusInfo& info(Stimulus stimulus) { return kinds[static_cast<std::size_t>(stimulus)]; }

std::string cell_source(tcp::State state, Stimulus stimulus)
{
    std::string text{tcp::name(state)};
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return fmt::format("{}{}+{}", prefix, text, info(stimulus).id);
}

bool is_cell_source(std::string_view source) { return source.starts_with(prefix); }

Result<CellName> parse_cell_source(std::string_view source)
{
    source.remove_prefix(std::min(source.size(), prefix.size()));
    const std::size_t plus = std::min(source.find('+'), source.size());
    const auto state = tcp::parse_state(source.substr(0, plus));
    if (!state)
        return fail(say({"matrix: there is no state \"{}\"", "matrix：没有状态“{}”"}, source.substr(0, plus)), {},
                    {"write for example matrix:established+rst", "例如写 matrix:established+rst"});
    const std::string_view word = source.substr(std::min(plus + 1, source.size()));
    std::vector<std::string_view> ids;
    ids.reserve(kinds.size());
    for (const StimulusInfo& kind : kinds)
        ids.push_back(kind.id);
    const auto found = std::ranges::find(ids, word);
    if (found == ids.end())
        return fail(say({"matrix: there is no kind of segment \"{}\"", "matrix：没有报文段种类“{}”"}, word), {},
                    advice_for(word, ids));
    return CellName{*state, static_cast<Stimulus>(found - ids.begin())};
}

run::LessonRun run_cell(tcp::State state, Stimulus stimulus)
{
    run::LessonRun lesson_run{scenario_for(state, stimulus), {}};
    lesson_run.run = run::run(lesson_run.scenario);
    const MatrixCell cell = read_cell(lesson_run, state, stimulus);
    lesson::NoteTrigger arrives;
    arrives.kind = lesson::NoteTrigger::Kind::SegmentArrived;
    arrives.side = peer;
    arrives.nth = trace::ordinal_of(lesson_run.run.trace, injected(lesson_run.run.trace));
    OwnedText text = sentences(cell);
    if (text.en.empty()) text = {"It is accepted; no rule needs to be named.", "收下了，没有什么需要说明。"};
    lesson_run.scenario.notes.push_back(note_at(arrives, lesson_run.scenario.title, text));
    lesson_run.run.notes = run::place_notes(lesson_run.scenario.notes, lesson_run.run.trace);
    return lesson_run;
}

MatrixCell read_cell(const run::LessonRun& lesson_run, tcp::State state, Stimulus stimulus)
{
    const trace::Trace& trace = lesson_run.run.trace;
    const trace::Transit transit = trace.transit(injected(trace));
    MatrixCell cell;
    cell.state = cell.next = state;
    cell.stimulus = stimulus;
    cell.segment = tcp::notation(transit.segment, transit.segment.window);
    cell.arrival = transit.end_record;
    for (trace::RecordId id = cell.arrival + 1; id < trace.records().size() && trace.record(id).cause == cell.arrival;
         ++id) {
        const trace::Record& record = trace.record(id);
        if (record.kind == trace::Kind::Reason && !trace::is_lost_with_tcb(trace, record))
            cell.rules.push_back(record.rule());
        if (record.kind == trace::Kind::Sent)
            cell.replies.push_back(tcp::to_text(trace.transit(record.ref).segment.flags));
        if (record.kind == trace::Kind::Signal) cell.user_signals.push_back(record.signal());
        if (record.kind == trace::Kind::Delivered) cell.delivered_bytes += static_cast<std::uint32_t>(record.value);
        if (record.kind == trace::Kind::Entered) {
            cell.next = record.to();
            if (std::ranges::find(cell.rules, record.rule()) == cell.rules.end()) cell.rules.push_back(record.rule());
        }
    }
    const tcp::Tcb before = trace.at(us, trace.moment_after(cell.arrival - 1));
    const bool ignored = std::ranges::find(cell.rules, tcp::Rule::TextIgnored) != cell.rules.end();
    const bool acknowledges = stimulus == Stimulus::Ack && state >= tcp::State::SynReceived;
    cell.taken =
        !ignored && (!(before == trace.after_group(us, cell.arrival)) || cell.delivered_bytes > 0 || acknowledges);
    return cell;
}

const std::vector<MatrixCell>& state_matrix()
{
    static const std::vector<MatrixCell> cells = [] {
        std::vector<MatrixCell> all;
        for (std::size_t state = 0; state < tcp::state_count; ++state)
            for (std::size_t kind = 0; kind < stimulus_count; ++kind) {
                const auto in = static_cast<tcp::State>(state);
                const auto what = static_cast<Stimulus>(kind);
                run::LessonRun lesson_run{scenario_for(in, what), {}};
                lesson_run.run = run::run(lesson_run.scenario);
                all.push_back(read_cell(lesson_run, in, what));
            }
        return all;
    }();
    return cells;
}

const MatrixCell& cell_of(tcp::State state, Stimulus stimulus)
{
    return state_matrix()[static_cast<std::size_t>(state) * stimulus_count + static_cast<std::size_t>(stimulus)];
}

std::string next_text(const MatrixCell& cell)
{
    return cell.next == cell.state ? std::string{} : both("→", tcp::name(cell.next), " ");
}

std::optional<tcp::Rule> leading_rule(const MatrixCell& cell)
{
    const auto lesser = [](tcp::Rule rule) {
        return rule == tcp::Rule::WindowUpdated || rule == tcp::Rule::RttMeasured || rule == tcp::Rule::AckAdvances ||
               rule == tcp::Rule::AckDuplicate || rule == tcp::Rule::KarnSkips;
    };
    const auto found = std::ranges::find_if_not(cell.rules, lesser);
    if (found != cell.rules.end()) return *found;
    if (cell.rules.empty()) return {};
    return cell.rules.front();
}

} // namespace tcpstage::sources
