// Laws of the run itself.

#include "core/run/reached.h"
#include "core/run/run.h"
#include "core/sim/world.h"
#include "tests/property/lesson_laws.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::testing {

namespace {

bool is_refusal(tcp::Signal signal)
{
    return signal == tcp::Signal::NoConnection || signal == tcp::Signal::Closing || signal == tcp::Signal::NoBuffer ||
           signal == tcp::Signal::AlreadyOpen || signal == tcp::Signal::TooLong || signal == tcp::Signal::BadAddress;
}

bool is_break(tcp::Signal signal)
{
    return signal == tcp::Signal::Reset || signal == tcp::Signal::TimedOut || signal == tcp::Signal::Refused;
}

/// What the user of one side has sent and received.
struct User {
    std::vector<std::uint8_t> said;
    std::size_t heard = 0; // octets received from the other user
    int opens = 0;
    bool closed = false;
};

class WatchedRun {
public:
    WatchedRun(const lesson::Scenario& lesson, Study& study)
        : lesson_{lesson}, all_{study}, world_{lesson.setup}, trace_{sim::empty_trace(lesson.setup)}, recorder_{trace_}
    {
        for (const lesson::Step& step : lesson.steps)
            if (const auto* call = std::get_if<lesson::CallStep>(&step.action)) check(*call);
    }

    Breach watched()
    {
        for (const lesson::Step& step : lesson_.steps) {
            if (breach_ || is_too_long_) break;
            std::visit([this](const auto& action) { take(action); }, step.action);
        }
        if (lesson_.end && !breach_ && !is_too_long_) take(lesson::WaitStep{*lesson_.end});
        while (!lesson_.end && step()) {
        }
        count();
        if (!breach_ && !is_too_long_) check_end();
        return breach_;
    }

private:
    const tcp::Settings& settings(trace::Side side) const
    {
        return lesson_.setup.endpoints[trace::index(side)].settings;
    }
    const tcp::Tcb& tcb(trace::Side side) const { return world_.endpoint(side).tcb(); }
    User& user(trace::Side side) { return users_[trace::index(side)]; }

    void check(const lesson::CallStep& step)
    {
        if (step.call == trace::Call::Listen || step.call == trace::Call::Connect) ++user(step.side).opens;
        if (step.call == trace::Call::Crash || step.call == trace::Call::Abort) may_lose_ = true;
        if (step.call == trace::Call::Crash) forged_ = true;
    }

    /// Whether the lesson guarantees that each octet a user receives was sent by the other user in this connection.
    bool has_streams() const
    {
        const bool edited = std::ranges::any_of(
            lesson_.setup.faults, [](const sim::Fault& fault) { return fault.kind == sim::Fault::Kind::Edit; });
        const bool backlog = settings(trace::Side::Left).backlog != 0 || settings(trace::Side::Right).backlog != 0;
        return !forged_ && !edited && !backlog && lesson_.setup.injections.empty() &&
               !sim::is_mirrored(lesson_.setup) && is_tcp() && users_[0].opens <= 1 && users_[1].opens <= 1;
    }
    bool is_tcp() const { return !settings(trace::Side::Left).without.tcp; }

    void take(const lesson::CallStep& call)
    {
        User& who = user(call.side);
        User& peer = user(trace::other(call.side));
        const bool early = tcb(call.side).state <= tcp::State::SynSent; // data not yet sent is discarded
        const bool unread = call.call == trace::Call::Close && who.heard < peer.said.size();
        if (((call.call == trace::Call::Close || call.call == trace::Call::Shutdown) && early) || unread ||
            (call.call == trace::Call::Send && peer.closed))
            may_lose_ = true;
        who.closed = who.closed || call.call == trace::Call::Close;
        const std::size_t before = trace_.records().size();
        world_.call(call.side, call.call, recorder_, call.data, call.octets);
        if (call.call == trace::Call::Skip) return check_numbers(call.side); // nobody has said those octets
        const bool refused = std::ranges::any_of(world_.last_effects(), [](const tcp::Effect& effect) {
            const auto* const handle_effect = std::get_if<tcp::SignalUser>(&effect);
            return handle_effect != nullptr && is_refusal(handle_effect->signal);
        });
        if (call.call == trace::Call::Send && !refused) {
            const auto octets = call.data.span();
            who.said.insert(who.said.end(), octets.begin(), octets.end());
        }
        study(before);
    }

    void take(const lesson::NetworkStep& step) { world_.set_links(step.links); }

    void take(const lesson::WaitStep& wait)
    {
        if (const auto* duration = std::get_if<Duration>(&wait.until)) {
            const Instant end = world_.now() + *duration;
            if (end > start_of_time + run::longest_run) return;
            while (world_.next_event() && *world_.next_event() <= end && step()) {
            }
            const bool is_due = world_.next_event() && *world_.next_event() <= end;
            if (!breach_ && !is_due) world_.run_until(end, recorder_);
            return;
        }
        auto missing = std::get<std::vector<lesson::StateReached>>(wait.until);
        const auto strike_out = [&] {
            std::erase_if(
                missing, [&](const lesson::StateReached& wanted) { return run::is_reached(wanted, tcb(wanted.side)); });
            return missing.empty();
        };
        while (!strike_out() && step()) {
        }
    }

    bool step()
    {
        const auto next = world_.next_event();
        is_too_long_ = trace_.records().size() >= all_.most_watched;
        if (breach_ || is_too_long_ || !next || *next > start_of_time + run::longest_run) return false;
        const std::size_t before = trace_.records().size();
        const bool more = world_.step(recorder_);
        study(before);
        return more && !breach_;
    }

    void study(std::size_t before)
    {
        for (const tcp::Effect& effect : world_.last_effects())
            if (const auto* handle_effect = std::get_if<tcp::SignalUser>(&effect);
                handle_effect != nullptr && is_break(handle_effect->signal))
                may_lose_ = true;
        for (const trace::Side side : trace::both_sides)
            check_numbers(side);
        if (has_streams()) hear(before);
    }

    void check_numbers(trace::Side side)
    {
        const tcp::Tcb& now = tcb(side);
        if (now.state <= tcp::State::SynSent) return;
        const auto breaks = [&](const char* law) { breach_ = {law, fmt::format("end {}", trace::index(side))}; };
        if (tcp::after(now.snd.una, now.snd.nxt)) breaks("SND.UNA =< SND.NXT");
        if (tcp::after(now.snd.nxt, now.snd.max)) breaks("SND.NXT =< SND.MAX");
        if (now.snd.mss == 0) breaks("a segment has room");
        if (now.rto < Duration{0} || now.srtt < Duration{0} || now.rttvar < Duration{0})
            breaks("times are not negative");
        if (now.unread_bytes > settings(side).receive_buffer) breaks("unread octets fit the buffer");
        if (now.rcv.wnd > settings(side).receive_buffer) breaks("the window fits the buffer");
    }

    /// Checks the octets delivered by the records from `before` on.
    void hear(std::size_t before)
    {
        std::vector<const tcp::Deliver*> deliveries;
        for (const tcp::Effect& effect : world_.last_effects())
            if (const auto* deliver = std::get_if<tcp::Deliver>(&effect)) deliveries.push_back(deliver);
        auto next = deliveries.begin();
        for (std::size_t id = before; id < trace_.records().size(); ++id) {
            const trace::Record record = trace_.record(static_cast<trace::RecordId>(id));
            if (record.kind != trace::Kind::Delivered) continue;
            if (next == deliveries.end()) return fail("a delivery has octets", record);
            const auto octets = (*next++)->data.span();
            if (static_cast<std::int64_t>(octets.size()) != record.value) return fail("a delivery is counted", record);
            const auto& said = user(trace::other(record.side)).said;
            std::size_t& heard = user(record.side).heard;
            if (heard + octets.size() > said.size()) return fail("octets are delivered once", record);
            if (!std::ranges::equal(octets, std::span{said}.subspan(heard, octets.size())))
                return fail("octets are delivered in order", record);
            heard += octets.size();
        }
    }
    void fail(const char* law, const trace::Record& record)
    {
        breach_ = {law,
                   fmt::format("end {} at {} ns", trace::index(record.side), record.at.time_since_epoch().count())};
    }

    void count()
    {
        all_.watched = trace_.records().size();
        all_.tally["records"] += trace_.records().size();
        all_.tally["segments"] += world_.segments_sent();
        all_.tally["octets delivered"] += users_[0].heard + users_[1].heard;
        all_.tally["runs with streams that were compared"] += has_streams() ? 1 : 0;
        all_.tally["runs that were left because they go on"] += is_too_long_ ? 1 : 0;
    }

    /// After a run has come to rest, no end may wait for something that a timer should have caused.
    void check_end()
    {
        const bool changed = settings(trace::Side::Left).without.any() || settings(trace::Side::Right).without.any();
        if (world_.next_event() || changed || !is_tcp()) return;
        ++all_.tally["runs that came to rest"];
        for (const trace::Side side : trace::both_sides) {
            check_rest(side);
            if (!breach_ && has_streams() && !may_lose_) check_all_heard(side);
        }
    }

    void check_rest(trace::Side side)
    {
        using enum tcp::State;
        const tcp::Tcb& now = tcb(side);
        const tcp::State state = now.state;
        for (const tcp::State waiting : {SynSent, SynReceived, FinWait1, Closing, LastAck, TimeWait})
            if (state == waiting) breach_ = {"no end waits without a timer", std::string{tcp::name(state)}};
        if (state != Closed && state != Listen && (now.in_flight() != 0 || now.unsent_bytes != 0))
            breach_ = {"no octet waits without a timer", std::string{tcp::name(state)}};
    }

    /// Everything that `side` sent was received or is ready to be read, unless a signal said otherwise.
    void check_all_heard(trace::Side side)
    {
        const tcp::Tcb& peer = tcb(trace::other(side));
        const bool dropped_unread =
            peer.state == tcp::State::Closed && settings(trace::other(side)).reads == tcp::Reads::ByHand;
        const std::size_t arrived = user(trace::other(side)).heard + peer.unread_bytes;
        if (arrived < user(side).said.size() && !dropped_unread)
            breach_ = {"no octet is lost without a word",
                       fmt::format("end {} said {}, {} arrived", trace::index(side), user(side).said.size(), arrived)};
    }

    const lesson::Scenario& lesson_;
    Study& all_;
    sim::World world_;
    trace::Trace trace_;
    trace::Recorder recorder_;
    std::array<User, 2> users_;
    Breach breach_;
    bool is_too_long_ = false;
    bool may_lose_ = false; // octets may be lost: a user gave up, or got a signal
    bool forged_ = false;
};

} // namespace

Breach check_run(const lesson::Scenario& lesson, Study& study) { return WatchedRun{lesson, study}.watched(); }

} // namespace tcpstage::testing
