#include "core/packetdrill/run.h"

#include "core/base/say.h"
#include "core/packetdrill/assertion.h"
#include "core/packetdrill/command.h"
#include "core/packetdrill/compare.h"
#include "core/packetdrill/dialect.h"
#include "core/packetdrill/sockets.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace tcpstage::packetdrill {

namespace {

constexpr Duration packetdrill_tolerance{4ms};
double seconds(Instant instant) { return std::chrono::duration<double>(instant.time_since_epoch()).count(); }
double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

/// A call that has not returned yet.
struct Pending {
    const SystemCall* call;
    int line;
    Progress progress;
    Instant returns_at; // as the script expects it
};

/// The interval in which an event is expected.
struct Due {
    Instant from;
    Instant to;
};

class Player {
public:
    Player(const Script& script, const Conditions& conditions, Recording* recording)
        : script_{script}, strict_{conditions.strict}, stop_{conditions.stop},
          tolerance_{strict_ ? Duration{0} : tolerance_of(script)}, recording_{recording},
          sockets_{machine_, defaults_for(script, conditions.stack, conditions.dialect.value_or(dialect_of(script))),
                   [this] { return next_iss(); }}
    {
        if (recording_ != nullptr) machine_.record(recording_->trace, recording_->machine);
        find_syns();
    }

    Outcome play()
    {
        for (; next_ < script_.events.size() && may_go_on(); ++next_) {
            feed_event(script_.events[next_]);
            note_step();
        }
        if (going()) finish_pending();
        if (going() && strict_) expect_silence();
        outcome_.reasons = machine_.reasons();
        return std::move(outcome_);
    }

private:
    static Duration tolerance_of(const Script& script)
    {
        const auto given = option_number(script, "tolerance_usecs", 0);
        return given == 0 ? packetdrill_tolerance : Duration{1us} * static_cast<std::int64_t>(given);
    }

    std::size_t records() const { return recording_ == nullptr ? 0 : recording_->trace.records().size(); }
    /// Records which trace records the event led to. For an expected segment they begin at its sending, which was
    /// earlier.
    void note_step()
    {
        if (recording_ == nullptr) return;
        auto from = static_cast<trace::RecordId>(records() > first_ ? first_ : records() - 1);
        if (matched_ != trace::no_transit) from = recording_->trace.transit(matched_).sent_record;
        if (!recording_->steps.empty() && recording_->steps.back().from != trace::no_record)
            from = std::max(from, recording_->steps.back().from);
        recording_->steps.push_back({next_, records() == 0 ? trace::no_record : from});
        matched_ = trace::no_transit;
    }

    bool going() const { return outcome_.verdict == Verdict::Passed; }
    void end(Verdict verdict, std::string what)
    {
        if (!going()) return;
        outcome_.verdict = verdict;
        outcome_.line = line_;
        outcome_.what = std::move(what);
    }
    void differ(std::string what) { end(Verdict::Failed, std::move(what)); }
    void lack(const OwnedText& what)
    {
        if (!going()) return;
        end(Verdict::Unsupported, what.en);
        outcome_.missing = what;
    }

    void cut(OwnedText why)
    {
        if (!going()) return;
        end(Verdict::Unsupported, why.en);
        outcome_.cut = std::move(why);
    }
    /// Whether nothing differs and the run is within its limits.
    bool may_go_on()
    {
        if (stop_.stop_requested()) cut({"it was cancelled", "已取消"});
        if (machine_.steps() > most_steps || machine_.reasons().size() > most_steps)
            cut(say({"too large: at most {} calls, segments and timers", "太大：最多 {} 次调用、报文段和定时器"},
                    most_steps));
        if (machine_.streams().size() > most_connections)
            cut(say({"too large: at most {} connections", "太大：最多 {} 个连接"}, most_connections));
        return going();
    }

    /// Finds the SYNs that the script expects of the machine, each with the index of its event.
    void find_syns()
    {
        for (std::size_t i = 0; i < script_.events.size(); ++i) {
            const auto* const line = std::get_if<SegmentLine>(&script_.events[i].action);
            if (line != nullptr && line->outbound && line->pattern.flags.has(tcp::Flag::Syn))
                syns_.emplace_back(i, tcp::Seq{line->pattern.seq});
        }
    }
    /// The initial sequence number of the next connection.
    tcp::Seq next_iss() const
    {
        const auto next = std::ranges::lower_bound(syns_, next_, {}, &std::pair<std::size_t, tcp::Seq>::first);
        return next == syns_.end() ? tcp::Seq{} : next->second;
    }

    void feed_event(const ScriptEvent& event)
    {
        line_ = event.where.line;
        machine_.at_line(line_);
        first_ = records();
        const Due due = when(event.when);
        if (!going()) return;
        if (const auto* const line = std::get_if<SegmentLine>(&event.action); line != nullptr && line->outbound)
            return expect(*line, event.when, due);
        pass_until(due.from);
        first_ = records(); // timers do not belong to the event
        last_ = due.from;
        if (const auto* const line = std::get_if<SegmentLine>(&event.action))
            arrive(*line);
        else if (const auto* const too_big = std::get_if<TooBigLine>(&event.action))
            drop_too_big(*too_big);
        else if (const auto* const call = std::get_if<SystemCall>(&event.action))
            make(*call, event.when);
        else if (const auto* const command = std::get_if<Command>(&event.action))
            obey_command(*command);
        else if (const auto* const snippet = std::get_if<Snippet>(&event.action))
            check(*snippet);
        else
            lack(std::get<Foreign>(event.action).what);
        settle();
    }

    Due when(const When& when)
    {
        if (when.kind == When::Kind::Any) return {last_, never};
        const Instant base = when.kind == When::Kind::Relative ? last_ : Instant{};
        if (base + when.to < last_)
            differ(fmt::format("time goes backward in script from {:.6f} sec to {:.6f} sec", seconds(last_),
                               seconds(base + when.to)));
        return {base + when.from, base + when.to};
    }

    /// Lets timers expire up to `until`; a blocked call may return meanwhile.
    void pass_until(Instant until)
    {
        while (may_go_on() && machine_.step(until))
            settle();
        machine_.wait_until(until);
    }

    void arrive(const SegmentLine& line)
    {
        tcp::Segment segment = line.pattern.to_segment();
        sockets_.arrive(std::move(segment));
    }

    void drop_too_big(const TooBigLine& line)
    {
        if (machine_.current() == nullptr) return;
        machine_.handle(*machine_.current(), tcp::PathMtu{line.mtu, tcp::Seq{line.seq}, line.octets});
    }

    void make(const SystemCall& call, const When& when)
    {
        if (pending_) finish_pending(); // one thread: the call before must have returned
        if (!going()) return;
        const Instant base = when.kind == When::Kind::Relative ? last_ - when.from : Instant{};
        pending_ = Pending{&call, line_, {}, call.blocking ? base + call.until : last_};
        settle();
        if (pending_ && !call.blocking) finish_pending();
    }

    /// Lets a blocked call continue, if there is one, and checks its result when it returns.
    void settle()
    {
        if (!pending_ || !going()) return;
        const Answer answer = sockets_.call(*pending_->call, pending_->progress);
        if (answer.kind == Answer::Kind::Blocked) return;
        const Pending done = *pending_;
        pending_.reset();
        line_ = done.line;
        if (answer.kind == Answer::Kind::Unsupported) return lack(answer.remark);
        check_result(*done.call, answer);
        const Instant now = machine_.now();
        if (done.call->blocking && (now < done.returns_at - tolerance_ || now > done.returns_at + tolerance_))
            differ(fmt::format("timing error: expected system call return at {:.6f} sec but happened at {:.6f} sec; "
                               "tolerance {:.6f} sec",
                               seconds(done.returns_at), seconds(now), seconds(tolerance_)));
    }

    void finish_pending()
    {
        if (!pending_) return;
        pass_until(std::max(machine_.now(), pending_->returns_at + tolerance_));
        if (!pending_) return;
        line_ = pending_->line;
        differ(fmt::format("runtime error in {} call: it has not returned", pending_->call->name));
    }

    void check_result(const SystemCall& call, const Answer& answer)
    {
        const auto expected = call.result.kind == Value::Kind::Any ? answer.value : expected_number(call.result);
        const auto differs = [&](const std::string& how) {
            differ(fmt::format("runtime error in {} call: {}", call.name, how));
        };
        const std::string failed = answer.error.empty() ? "" : fmt::format(" with errno {}", answer.error);
        if (expected != answer.value)
            return differs(fmt::format("Expected result {} but got {}{}", expected, answer.value, failed));
        if (!call.error.empty() && !same_error(call.error, answer.error))
            return differs(
                fmt::format("Expected errno {} but got {}", call.error, answer.error.empty() ? "0" : answer.error));
        if (!answer.remark.empty()) differs(answer.remark.en);
    }

    static std::int64_t expected_number(const Value& value)
    {
        if (value.kind != Value::Kind::Either && value.kind != Value::Kind::Word) return as_number(value).value_or(0);
        return (has_word(value, "O_RDWR") ? 2 : 0) | (has_word(value, "O_NONBLOCK") ? 4 : 0);
    }

    static bool same_error(const std::string& a, const std::string& b)
    {
        const auto common = [](const std::string& name) {
            return name == "EWOULDBLOCK" ? std::string{"EAGAIN"} : name;
        };
        return common(a) == common(b);
    }

    void obey_command(const Command& command)
    {
        const Obeyed obeyed = obey(command.text, sockets_);
        if (obeyed.kind == Obeyed::Kind::Unsupported) lack(obeyed.remark);
        if (obeyed.kind == Obeyed::Kind::Differs) differ("error executing command: " + obeyed.remark.en);
    }

    void check(const Snippet& snippet)
    {
        const AssertedOn on{sockets_.tcb(), sockets_.state(), sockets_.dialect(), sockets_.advertised_mss()};
        const Asserted asserted = assert_all(snippet.code, on, variables_);
        if (asserted.kind == Asserted::Kind::Unsupported) lack(asserted.remark);
        if (asserted.kind == Asserted::Kind::Differs) differ("error executing code: " + asserted.remark.en);
    }

    /// The next segment that was sent; waits for it up to `until`.
    std::optional<SentSegment> next_sent(Instant until)
    {
        while (may_go_on() && machine_.sent().empty() && machine_.step(until))
            settle();
        if (!going() || machine_.sent().empty()) return {};
        SentSegment sent = std::move(machine_.sent().front());
        machine_.sent().pop_front();
        return sent;
    }

    void expect(const SegmentLine& line, const When& when, const Due& due)
    {
        const Instant latest = due.to == never ? never : due.to + tolerance_;
        tcp::SegmentPattern expected = line.pattern;
        while (going()) {
            const auto sent = next_sent(latest);
            if (!going()) return;
            if (!sent) {
                machine_.wait_until(due.to == never ? machine_.now() : latest);
                outcome_.expected = script_text(line, due);
                return differ("error handling packet: timed out waiting for packet");
            }
            const tcp::Segment actual = in_script_numbers(*sent, expected);
            const bool part = is_part(expected, actual);
            std::string how = part ? std::string{} : difference(expected, actual, comparison());
            if (how.empty() && !part) how = lateness(when, due, sent->at);
            matched_ = sent->transit;
            if (!how.empty()) return differ_from(line, due, *sent, actual, how);
            if (!part) {
                last_ = when.kind == When::Kind::Any || when.to != when.from ? sent->at : due.from;
                return;
            }
            expected = without_part(expected, actual);
        }
    }

    Comparison comparison() const
    {
        const bool pushes = strict_ || sockets_.dialect() == Dialect::FreeBsd;
        return {strict_, static_cast<std::uint32_t>(tolerance_ / Duration{1ms}), pushes};
    }

    std::string lateness(const When& when, const Due& due, Instant at) const
    {
        if (when.kind == When::Kind::Any || (at >= due.from - tolerance_ && at <= due.to + tolerance_)) return {};
        if (due.from != due.to)
            return fmt::format("timing error: expected outbound packet in time range {:.6f}~{:.6f} sec but happened at "
                               "{:.6f} sec",
                               seconds(due.from), seconds(due.to), seconds(at));
        return fmt::format("timing error: expected outbound packet at {:.6f} sec but happened at {:.6f} sec; tolerance "
                           "{:.6f} sec",
                           seconds(due.from), seconds(at), seconds(tolerance_));
    }

    void differ_from(const SegmentLine& line, const Due& due, const SentSegment& sent, const tcp::Segment& actual,
                     const std::string& how)
    {
        outcome_.expected = script_text(line, due);
        outcome_.other = sent.transit;
        outcome_.seen = fmt::format("{:.6f} {}", seconds(sent.at), tcp::notation(actual, actual.window));
        differ("error handling packet: " + how);
    }

    static std::string script_text(const SegmentLine& line, const Due& due)
    {
        std::string words;
        for (const char c : line.text)
            if (c != ' ' || (!words.empty() && words.back() != ' ')) words += c == '\n' || c == '\t' ? ' ' : c;
        while (words.ends_with(' '))
            words.pop_back();
        return due.to == never ? words : fmt::format("{:.6f} {}", seconds(due.from), words);
    }

    void expect_silence()
    {
        pass_until(last_);
        if (!going() || machine_.sent().empty()) return;
        const SentSegment& sent = machine_.sent().front();
        const tcp::Segment actual = in_script_numbers(sent, {});
        outcome_.other = sent.transit;
        outcome_.seen = fmt::format("{:.6f} {}", seconds(sent.at), tcp::notation(actual, actual.window));
        differ("unexpected packet: the script expects none up to its end");
    }

    const Script& script_;
    bool strict_;
    std::stop_token stop_;
    Duration tolerance_;
    Recording* recording_;
    trace::TransitId matched_ = trace::no_transit; // by the current event
    std::size_t first_ = 0;                        // the first record of the current event
    Machine machine_;
    Sockets sockets_;
    Variables variables_; // of the script's code
    std::vector<std::pair<std::size_t, tcp::Seq>> syns_;
    std::size_t next_ = 0;
    int line_ = 0;
    Instant last_{}; // when the event before was due
    std::optional<Pending> pending_;
    Outcome outcome_;
};

} // namespace

trace::Side machine_side(const Script& script)
{
    const bool connects = std::ranges::any_of(script.events, [](const ScriptEvent& event) {
        const auto* const call = std::get_if<SystemCall>(&event.action);
        return call != nullptr && call->name == "connect";
    });
    return connects ? trace::Side::Left : trace::Side::Right;
}

Outcome run(const Script& script, const Conditions& conditions, Recording* recording)
{
    return Player{script, conditions, recording}.play();
}

} // namespace tcpstage::packetdrill
