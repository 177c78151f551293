// What a person does to the segments of a run, and what becomes of them otherwise.

#include "core/live/session/player.h"

#include "core/run/run.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

/// Whether the two tell their receiver the same. A pure ACK is not compared: the third equal one tells more than the
/// first.
bool repeats(const tcp::Segment& a, const tcp::Segment& b)
{
    const tcp::Options one = tcp::without_unused(a.options);
    const tcp::Options two = tcp::without_unused(b.options);
    return a.seq == b.seq && a.ack == b.ack && a.window == b.window && a.length() == b.length() &&
           a.flags.without(tcp::Flag::Psh) == b.flags.without(tcp::Flag::Psh) && one.sack_count == two.sack_count &&
           one.sack == two.sack;
}

} // namespace

std::optional<sim::Passage> Player::judge(const Departure& departure)
{
    const bool is_tcp = departure.segment.source_port != 0; // else it is on no stage, and nobody could release it
    if (options_.by_hand && is_tcp) {
        if (swallow(departure)) return sim::Passage{departure.at, trace::Fate::Lost, trace::Reason::Swallowed};
        held_.insert({departure.frame, {departure.from, departure.segment}});
        return {};
    }
    const sim::Passage passage = network_.carry(departure.segment, departure.from, departure.at);
    order(departure, passage);
    return passage;
}

/// Drops what a kernel's timer sends again, unchanged, because a person holds the original, or the answer to it. Every
/// other segment is news: a retransmission that duplicate ACKs ask for, an ACK, a new window.
bool Player::swallow(const Departure& departure)
{
    const TcbModel& model = observer_.model(departure.from);
    const bool again = model.is_retransmission(departure.segment);
    if (!departure.by_timer || (!again && !model.is_probe(departure.segment))) return false;
    const bool known = std::ranges::any_of(held_, [&](const auto& entry) {
        const Held& held = entry.second;
        if (held.from == departure.from) return repeats(held.segment, departure.segment);
        return again && held.segment.has_ack() && tcp::at_or_before(departure.segment.end(), held.segment.ack) &&
               is_sent_again(departure);
    });
    if (known) order(departure, {departure.at, trace::Fate::Lost, trace::Reason::Swallowed});
    return known;
}

/// Whether the same segment was sent before.
bool Player::is_sent_again(const Departure& departure) const
{
    for (auto id = static_cast<trace::TransitId>(trace().transits().size()); id-- > 0;) {
        const trace::Transit transit = trace().transit(id);
        if (transit.from == departure.from && transit.copy_of == trace::no_transit &&
            repeats(transit.segment, departure.segment))
            return true;
    }
    return false;
}

void Player::order(const Departure& departure, const sim::Passage& passage)
{
    Command command;
    command.kind = Command::Kind::Decide;
    command.frame = departure.frame;
    command.fate = passage.fate == trace::Fate::Lost ? Command::Fate::Drop
                   : passage.corrupted               ? Command::Fate::Corrupt
                                                     : Command::Fate::Deliver;
    command.at = start_ + passage.ends.time_since_epoch().count();
    if (passage.duplicated) command.copy_at = start_ + passage.copy_ends.time_since_epoch().count();
    if (passage.fate == trace::Fate::Lost) observer_.explain(departure.frame, passage.reason);
    send_(command, {});
}

std::vector<trace::TransitId> Player::held() const
{
    std::vector<trace::TransitId> transits;
    for (const auto& [frame, held] : held_)
        transits.push_back(observer_.transit(frame));
    return transits;
}

bool Player::decide(trace::TransitId transit, const Verdict& verdict)
{
    const auto held = std::ranges::find_if(held_, [&](const auto& h) { return observer_.transit(h.first) == transit; });
    if (held == held_.end()) return false;
    sim::Passage passage{.ends = now() + verdict.after};
    if (verdict.fate == Command::Fate::Drop) {
        passage.fate = trace::Fate::Lost;
        passage.reason = trace::Reason::DroppedByHand;
    } else if (verdict.after > Duration{0}) {
        passage.reason = trace::Reason::DelayedByHand;
    }
    passage.corrupted = verdict.fate == Command::Fate::Corrupt;
    observer_.amend(held->first, passage, verdict.duplicate);
    passage.duplicated = verdict.duplicate;
    passage.copy_ends = passage.ends + Duration{1ms};
    order({held->first, held->second.from, held->second.segment, passage.ends}, passage);
    held_.erase(held);
    return true;
}

void Player::hold(bool on)
{
    options_.by_hand = on;
    if (on && waits_for_quiet_.empty()) waits_for_quiet_ = find_quiet_waits();
    if (on) return;
    for (const trace::TransitId transit : held())
        decide(transit, {});
}

/// Which waits of the lesson end when nothing is under way. A person takes longer than the lesson's network, so such a
/// wait counts from when the last segment has arrived: "read after 1.5 s" means that everything is there. Others count
/// as they are: two FINs cross only if the second leaves while the first is under way.
std::vector<bool> Player::find_quiet_waits() const
{
    std::vector<Instant> begins;
    const trace::Trace simulated = run::run(scenario_, &begins).trace;
    std::vector<bool> quiet(scenario_.steps.size());
    for (std::size_t i = 0; i < quiet.size() && i + 1 < begins.size(); ++i) {
        bool under_way = false;
        if (begins[i + 1] > start_of_time)
            simulated.in_flight(begins[i + 1] - Duration{1}, [&](trace::TransitId) { under_way = true; });
        quiet[i] = !under_way;
    }
    return quiet;
}

void Player::wait_for_quiet()
{
    const bool busy = !held_.empty() || observer_.under_way();
    if (busy) timer_.cancel();
    if (!busy && !quiet_)
        at(now() + *quiet_for_, [this] {
            quiet_ = false;
            quiet_for_.reset();
            lesson_now_ = now();
            go_on();
        });
    quiet_ = !busy;
}

} // namespace tcpstage::live
