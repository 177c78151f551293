#include "core/terminal/text_ladder.h"

#include "core/base/say.h"
#include "core/captions/caption.h"
#include "core/captions/clock.h"
#include "core/captions/facts.h"
#include "core/captions/numbers.h"
#include "core/captions/textbook.h"
#include "core/captions/trace_step.h"
#include "core/compare/compare.h"
#include "core/lesson/goal.h"
#include "core/run/networks.h"
#include "core/terminal/columns.h"
#include "core/terminal/settings_text.h"
#include "core/trace/kernel_report.h"
#include "core/trace/not_tcp.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::terminal {

namespace {

constexpr std::size_t ladder_time_width = 10;
constexpr std::size_t state_width = 12;
constexpr std::string_view gray = "90";
constexpr std::string_view red = "31";
constexpr std::string_view green = "32";
constexpr std::string_view yellow = "33";
constexpr std::string_view blue = "34";
constexpr std::string_view bold = "1";

std::string_view color_of(tcp::State state)
{
    switch (state) {
    case tcp::State::Closed:
    case tcp::State::Listen:
        return gray;
    case tcp::State::SynSent:
    case tcp::State::SynReceived:
        return blue;
    case tcp::State::Established:
        return green;
    case tcp::State::FinWait1:
    case tcp::State::FinWait2:
    case tcp::State::CloseWait:
    case tcp::State::Closing:
    case tcp::State::LastAck:
    case tcp::State::TimeWait:
        return yellow;
    }
    return gray;
}

std::string_view color_of(const trace::Transit& transit)
{
    const tcp::Segment& segment = transit.segment;
    if (segment.rst() || transit.fate == trace::Fate::Lost) return red;
    if (segment.syn()) return blue;
    if (segment.fin()) return yellow;
    return segment.payload.empty() ? gray : green;
}

/// " 203.0.113.1" for a connection other than the conversation; else "".
std::string peer_of(const trace::Trace& trace, trace::ConnectionNumber connection)
{
    return connection == trace::the_conversation ? "" : " " + tcp::to_text(trace.peer(connection).socket.address);
}

std::string label(const trace::Trace& trace, const trace::Transit& transit, const tcp::Segment& segment,
                  const TextLadderStyle& style)
{
    const captions::Bases bases = captions::bases_of(trace, transit, style.numbers);
    std::string text = captions::flags_title(segment, style.flag_names) + peer_of(trace, transit.connection);
    if (!segment.is_datagram()) text += " seq=" + captions::number_text(segment.seq, bases.seq, bases.numbers);
    if (segment.has_ack()) text += " ack=" + captions::number_text(segment.ack, bases.ack, bases.numbers);
    if (!segment.payload.empty()) text += fmt::format(" len={}", segment.payload.size());
    return text;
}

std::string line_of(std::size_t count)
{
    std::string line;
    for (std::size_t i = 0; i < count; ++i)
        line += "─";
    return line;
}

class Ladder {
public:
    Ladder(const run::LessonRun& lesson_run, const TextLadderStyle& style)
        : scenario_{lesson_run.scenario}, run_{lesson_run.run}, trace_{lesson_run.run.trace}, style_{style},
          ordinals_{style.captions ? captions::Ordinals{lesson_run.run.trace} : captions::Ordinals{}},
          time_digits_{captions::clock_decimals(trace_)}, time_width_{ladder_time_width +
                                                                      static_cast<std::size_t>(time_digits_) - 3},
          middle_{std::max<std::size_t>(style.width, 80) - time_width_ - 2 * state_width - 6}
    {}

    std::string drawn()
    {
        title();
        head();
        for (; next_note_ < run_.notes.size() && run_.notes[next_note_].from == trace::no_record; ++next_note_)
            note(run_.notes[next_note_]);
        networks_until(trace::no_record);
        for (std::size_t i = 0; i < trace_.records().size(); ++i) {
            const trace::Record& record = trace_.records()[i];
            const bool sampled = record.kind == trace::Kind::Entered && record.certainty == trace::Certainty::Sampled;
            const bool is_line = sampled || (trace::is_step(record.kind) && !trace::is_kernel_report(record));
            if (is_line) silence(record.at);
            if (is_line) step(static_cast<trace::RecordId>(i), record);
            if (style_.captions && is_step(record.kind)) caption(static_cast<trace::RecordId>(i));
            notes_until(static_cast<trace::RecordId>(i));
            networks_until(static_cast<trace::RecordId>(i));
        }
        return std::move(text_);
    }

private:
    std::string_view word(Text text) const { return text[style_.language]; }

    std::string painted(std::string text, std::string_view color) const
    {
        if (!style_.color) return text;
        return fmt::format("\x1b[{}m{}\x1b[0m", color, text);
    }

    void add(std::string line)
    {
        while (line.ends_with(' '))
            line.pop_back();
        text_ += line + "\n";
    }

    void title()
    {
        const bool cited = !scenario_.rfc.empty() && !scenario_.summary.empty();
        const std::string rfc = cited ? "RFC " + captions::section_text(scenario_.rfc, style_.language) : "";
        const std::string& name = scenario_.title[style_.language];
        const std::size_t used = columns(name) + columns(rfc);
        const bool beside = used + 2 <= style_.width;
        add(painted(name, bold) + (beside ? std::string(style_.width - used, ' ') + painted(rfc, gray) : ""));
        if (!beside) add(painted(rfc, gray));
        for (const std::string& line : wrapped(scenario_.summary[style_.language], style_.width))
            add(line);
        if (scenario_.goal) {
            const std::string goal = said(style_.language, {"Goal: {}.", "目标：{}。"}, scenario_.goal->text);
            for (const std::string& line : wrapped(goal, style_.width))
                add(painted(line, bold));
        }
        for (const Text& missing : trace::not_tcp(trace_))
            for (const std::string& line : wrapped(std::string{missing[style_.language]}, style_.width))
                add(painted(line, red));
        for (const std::string& setting : settings_text(trace_, style_.language))
            for (const std::string& line : wrapped(setting, style_.width))
                add(painted(line, gray));
        text_ += "\n";
    }

    void head()
    {
        std::array<std::string, 2> names;
        for (const trace::Side side : trace::both_sides) {
            const trace::EndpointInfo& endpoint = trace_.endpoint(side);
            names[trace::index(side)] =
                fmt::format("{} {}", captions::end_title(trace_, side, style_.end_names)[style_.language],
                            tcp::to_text(endpoint.socket));
        }
        const std::size_t half = (middle_ + 2 * state_width + 6) / 2;
        add(std::string(time_width_, ' ') + painted(fitted(names[0], half), bold) +
            painted(fitted_right(names[1], half), bold));
    }

    /// UDP has no states.
    std::string_view state_name(trace::Side side, tcp::State state) const
    {
        if (trace_.is_scripted(side)) return ""; // the script's end has no state
        return trace_.endpoint(side).without.tcp ? "UDP" : captions::state_text(state, style_.state_names);
    }

    void row(Instant at, trace::RecordId record, std::string_view left_end, const std::string& middle,
             std::string_view right_end)
    {
        const trace::Moment moment = trace_.moment_after(record);
        const tcp::State left = trace_.at(trace::Side::Left, moment).state;
        const tcp::State right = trace_.at(trace::Side::Right, moment).state;
        add(painted(fitted(to_seconds(at, time_digits_), time_width_), gray) +
            painted(fitted_right(state_name(trace::Side::Left, left), state_width), color_of(left)) +
            fmt::format(" {} {} {} ", left_end, middle, right_end) +
            painted(std::string{state_name(trace::Side::Right, right)}, color_of(right)));
    }

    /// `text` at the side where it happens, padded with blanks.
    std::string beside(trace::Side side, const std::string& text, std::string_view color) const
    {
        return painted(side == trace::Side::Left ? fitted(text, middle_) : fitted_right(text, middle_), color);
    }

    std::string outgoing(const trace::Transit& transit) const
    {
        std::string text = label(trace_, transit, transit.as_sent(), style_);
        if (transit.retransmission) text += std::string{" "} + std::string{word({"(again)", "（重传）"})};
        if (transit.segment.ecn != tcp::Ecn::NotCapable) text += fmt::format(" {}", tcp::name(transit.segment.ecn));
        const std::size_t used = columns(text) + 5;
        const std::string line = line_of(middle_ > used ? (middle_ - used) / 2 : 0);
        if (transit.from == trace::Side::Left)
            return beside(trace::Side::Left, "── " + text + " " + line + "╌", color_of(transit));
        return beside(trace::Side::Right, "╌" + line + " " + text + " ──", color_of(transit));
    }

    std::string incoming(const trace::Transit& transit, bool damaged) const
    {
        std::string text = label(trace_, transit, transit.segment, style_);
        if (transit.before) text += std::string{" "} + std::string{word({"(edited)", "（已修改）"})};
        if (transit.marked) text += " CE";
        if (damaged) text += std::string{" "} + std::string{word({"(damaged)", "（已损坏）"})};
        const std::size_t used = columns(text) + 5;
        const std::string line = line_of(middle_ > used ? (middle_ - used) / 2 : 0);
        if (transit.from == trace::Side::Left)
            return beside(trace::Side::Right, "╌" + line + " " + text + " ─▶", color_of(transit));
        return beside(trace::Side::Left, "◀─ " + text + " " + line + "╌", color_of(transit));
    }

    std::string lost(const trace::Transit& transit) const
    {
        const std::string what = transit.connection == trace::the_conversation
                                     ? label(trace_, transit, transit.as_sent(), style_)
                                     : tcp::to_text(transit.segment.flags) + peer_of(trace_, transit.connection);
        const std::string_view why = trace::words(transit.reason)[style_.language];
        const std::string text = why.empty() ? fmt::format("✕ {}", what) : fmt::format("✕ {}: {}", what, why);
        const std::size_t used = std::min(columns(text), middle_);
        const std::size_t before = (middle_ - used) / 2;
        return painted(fitted(std::string(before, ' ') + text, middle_), red);
    }

    std::string call_text(const trace::Record& record) const
    {
        if (tcpstage::trace::is_kernel_report(record)) return "TCP_INFO";
        const bool counted = tcpstage::trace::counts_octets(record.call(), record.value);
        const std::string_view name = tcpstage::trace::spoken_call(trace_.endpoint(record.side), record.call());
        const std::string what = counted ? fmt::format("{} {}", name, record.value) : std::string{name};
        return fmt::format("{} {}", word({"call", "调用"}), what);
    }

    std::string timer_text(const trace::Record& record) const
    {
        const std::string peer = peer_of(trace_, record.connection);
        if (style_.language == Language::English)
            return fmt::format("timer {}{}", word(tcpstage::tcp::label(record.timer())), peer);
        return without_gaps(fmt::format("{}到期{}", tcpstage::trace::spoken(record.timer()).zh, peer));
    }

    void step(trace::RecordId id, const trace::Record& record)
    {
        const bool left = record.side == trace::Side::Left;
        const std::string_view here = left ? "●" : "│";
        const std::string_view there = left ? "│" : "●";
        std::string middle;
        switch (record.kind) {
        case trace::Kind::Called:
            middle = beside(record.side, call_text(record), bold);
            break;
        case trace::Kind::TimerExpired:
            middle = beside(record.side, timer_text(record), bold);
            break;
        case trace::Kind::Sent:
            middle = outgoing(trace_.transit(record.ref));
            break;
        case trace::Kind::Arrived:
            middle = incoming(trace_.transit(record.ref), record.detail != 0);
            break;
        case trace::Kind::Lost:
            return row(record.at, id, "│", lost(trace_.transit(record.ref)), "│");
        case trace::Kind::Entered: // a sampled state, where no segment is seen
            if (record.certainty != trace::Certainty::Sampled) return;
            middle = beside(record.side, fmt::format("≈ {}", state_name(record.side, record.to())), bold);
            break;
        case trace::Kind::Reason:
        case trace::Kind::Signal:
        case trace::Kind::Delivered:
        case trace::Kind::TimerSet:
        case trace::Kind::TimerCancelled:
            return;
        }
        row(record.at, id, here, middle, there);
    }

    /// Adds one line where nothing happens for long.
    void silence(Instant at)
    {
        constexpr Duration noticeable{900ms};
        const Duration gap = at - last_;
        last_ = at;
        if (gap < noticeable) return;
        const std::string text =
            fmt::format("· · · {} · · ·", to_seconds(Instant{gap}, gap % Duration{1s} == Duration{0} ? 0 : 3));
        const std::size_t indent = time_width_ + state_width + 3 + (middle_ - std::min(middle_, columns(text))) / 2;
        add(painted(std::string(indent, ' ') + text, gray));
    }

    /// Adds the network changes made by the lesson's steps directly after this record.
    void networks_until(trace::RecordId id)
    {
        for (; next_network_ < run_.networks.size() && run_.networks[next_network_].after == id; ++next_network_) {
            const run::NetworkChange& change = run_.networks[next_network_];
            silence(change.at);
            const OwnedText what = run::changes(change.before, change.links, scenario_.setup.endpoints);
            const std::string_view now = word({"the network: ", "网络："});
            const std::string_view same = word({"as before", "不变"});
            const std::string text = std::string{now} + (what.empty() ? std::string{same} : what[style_.language]);
            std::string time = to_seconds(change.at, time_digits_);
            for (const std::string& line : wrapped(text, style_.width - time_width_)) {
                add(painted(fitted(time, time_width_) + line, gray));
                time.clear();
            }
        }
    }

    void caption(trace::RecordId step)
    {
        const captions::Captioned what{scenario_, run_, ordinals_};
        const captions::CaptionStyle style = caption_style();
        const auto of = captions::step_of(trace_, step);
        if (style_.notes && captions::note_at(what, trace_.moment_after(of->end - 1))) return; // that follows
        const captions::Caption said = captions::engine_caption(what, step, style);
        const std::string indent(time_width_, ' ');
        const std::string source = said.source.empty() ? "" : " [" + said.source + "]";
        for (const std::string& line : wrapped(said.title + ": " + said.text + source, style_.width - indent.size()))
            add(painted(indent + line, gray));
    }

    void notes_until(trace::RecordId id)
    {
        for (; next_note_ < run_.notes.size() && run_.notes[next_note_].from <= id; ++next_note_)
            note(run_.notes[next_note_]);
    }

    captions::CaptionStyle caption_style() const
    {
        return {.language = style_.language, .numbers = style_.numbers, .state_names = style_.state_names};
    }

    void note(const run::PlacedNote& placed)
    {
        if (!style_.notes) return;
        const lesson::Note& note = scenario_.notes[placed.note];
        const trace::Moment moment =
            placed.from == trace::no_record ? trace::Moment{} : trace_.moment_after(placed.from);
        const captions::Captioned what{scenario_, run_, ordinals_};
        const std::string indent(time_width_ + 2, ' ');
        const std::size_t width = style_.width - 2 * indent.size() + time_width_;
        text_ += "\n";
        if (!note.chapter.empty()) add(painted("§ " + note.chapter[style_.language], bold));
        add(indent + painted(captions::note_title(what, note, moment, caption_style()), bold));
        const std::string text = captions::note_text(what, note, moment, caption_style());
        for (const std::string& line : wrapped(text, width))
            add(indent + line);
        if (!note.answer.empty())
            for (const std::string& line : wrapped(captions::answer_line(note, style_.language, style_.answers), width))
                add(indent + painted(line, bold));
        text_ += "\n";
    }

    const lesson::Scenario& scenario_;
    const run::Run& run_;
    const trace::Trace& trace_;
    const TextLadderStyle& style_;
    captions::Ordinals ordinals_;
    int time_digits_;
    std::size_t time_width_;
    std::size_t middle_;
    std::size_t next_note_ = 0;
    std::size_t next_network_ = 0;
    Instant last_{};
    std::string text_;
};

} // namespace

std::string text_ladder(const run::LessonRun& lesson_run, const TextLadderStyle& style)
{
    std::string text = Ladder{lesson_run, style}.drawn();
    if (!lesson_run.beside || !lesson_run.scenario.beside) return text;
    run::LessonRun other{*lesson_run.scenario.beside, *lesson_run.beside};
    other.scenario.title = other.scenario.half;
    other.scenario.summary = {};
    text += "\n" + Ladder{other, style}.drawn() + "\n";
    const trace::Trace& first = lesson_run.run.trace;
    const auto numbers = [&](const trace::Trace& trace, const trace::Transit& transit) {
        return captions::seq_and_ack(trace, transit, style.numbers);
    };
    const OwnedText last =
        compare::summary(compare::compare(first, lesson_run.beside->trace), first, lesson_run.beside->trace, numbers);
    for (const std::string& line : wrapped(last[style.language], style.width))
        text += line + "\n";
    return text;
}

} // namespace tcpstage::terminal
