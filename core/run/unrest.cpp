#include "core/run/unrest.h"

#include <algorithm>

namespace tcpstage::run {

namespace {

constexpr std::size_t records_scanned = 2000; // records at the end of a trace

/// Each of these rules sends an ACK for a segment that was not acceptable.
bool answers_unacceptable(tcp::Rule rule)
{
    return rule == tcp::Rule::SequenceUnacceptable || rule == tcp::Rule::OldTakesAck ||
           rule == tcp::Rule::PawsRejects || rule == tcp::Rule::AckOutOfRange || rule == tcp::Rule::SynChallenged ||
           rule == tcp::Rule::ResetChallenged;
}

bool is_limit(tcp::Rule rule) { return rule == tcp::Rule::AckLimited || rule == tcp::Rule::ChallengeLimited; }

bool brings_data(tcp::Rule rule)
{
    return rule == tcp::Rule::TextInOrder || rule == tcp::Rule::TextOutOfOrder || rule == tcp::Rule::DatagramTaken ||
           rule == tcp::Rule::DatagramSent;
}

/// Segments of each kind among the last records.
struct Counts {
    std::size_t unacceptable = 0;
    std::size_t window_probes = 0;
    std::size_t keepalive_probes = 0;
    std::size_t retransmissions = 0;
    std::size_t data = 0;

    void count(tcp::Rule rule)
    {
        if (answers_unacceptable(rule)) ++unacceptable;
        if (rule == tcp::Rule::PersistProbe) ++window_probes;
        if (rule == tcp::Rule::KeepAliveProbe) ++keepalive_probes;
        if (rule == tcp::Rule::RetransmitBackoff) ++retransmissions;
        if (brings_data(rule)) ++data;
    }
    /// A receiver may refuse a keep-alive probe or an octet beyond a closed window: those are not a storm.
    std::size_t storm() const { return unacceptable - std::min(unacceptable, keepalive_probes + window_probes + data); }
};

Unrest unrest_of_timer(tcp::Timer timer)
{
    switch (timer) {
    case tcp::Timer::Retransmit:
        return Unrest::Unanswered;
    case tcp::Timer::Persist:
        return Unrest::ClosedWindow;
    case tcp::Timer::KeepAlive:
        return Unrest::KeepAlive;
    case tcp::Timer::DelayedAck:
    case tcp::Timer::TimeWait:
    case tcp::Timer::UserTimeout:
        return Unrest::Timer;
    }
    return Unrest::Other;
}

struct Words {
    Text cause;
    Text advice;
};

constexpr std::array<Words, 7> words{
    {{{"both ends answer each other's ACKs without end, because the numbers of neither are acceptable to the other (an "
       "ACK "
       "storm)",
       "双方的序号互不被对方接受，于是没完没了地互相应答 ACK（ACK 风暴）"},
      {"the delay is so long that ack_throttle does not end it: allow fewer ACKs, or let one end abort",
       "路程太长，ack_throttle 止不住它：请减少允许的 ACK 数，或让一端 abort"}},
     {{"a window stays closed, and its probes go on without end (RFC 9293 3.8.6.1)",
       "窗口一直关闭，窗口探测会永远继续（RFC 9293 3.8.6.1）"},
      {"let the receiver read, or let one end abort", "请让接收方读取数据，或让一端 abort"}},
     {{"the connection is idle, and its keep-alive probes go on without end (RFC 9293 3.8.4)",
       "连接空闲，保活探测会永远继续（RFC 9293 3.8.4）"},
      {"let both ends close", "请让两端都关闭"}},
     {{"a segment without an answer is still retransmitted again and again (RFC 9293 3.8.3)",
       "一个没有应答的报文段仍在一次次重传（RFC 9293 3.8.3）"},
      {"allow fewer retries, or a shorter rto_max", "请减少重传次数，或缩短 rto_max"}},
     {{"data is still being sent", "数据还没有发完"},
      {"send less, or in larger segments", "请少发一些，或用更大的报文段"}},
     {{"a timer is due later than that", "有一个定时器要到那之后才超时"},
      {"choose a shorter time", "请把时间设短一些"}},
     {{"something is still to happen after that", "在那之后还会发生别的事"},
      {"end the lesson earlier", "请让课程早些结束"}}}};
constexpr Text no_limit{"write ack_throttle: 10 in 5 s, or let one end abort",
                        "请写 ack_throttle: 10 in 5 s，或让一端 abort"};

const Words& words_of(Unrest unrest) { return words[static_cast<std::size_t>(unrest)]; }

} // namespace

void StormWatch::take(const trace::Record& record)
{
    const bool answer = record.kind == trace::Kind::Reason && answers_unacceptable(record.rule());
    const bool sent = record.kind == trace::Kind::Sent;
    const bool neutral = record.kind == trace::Kind::Arrived || record.kind == trace::Kind::Lost ||
                         record.kind == trace::Kind::TimerSet || record.kind == trace::Kind::TimerCancelled ||
                         (record.kind == trace::Kind::Reason && is_limit(record.rule()));
    if (answer) {
        if (in_a_row_++ == 0) since_ = record.at;
        answers_ = true;
    } else if (!neutral && !(sent && answers_)) {
        in_a_row_ = 0;
        over_.reset();
    }
    if (sent) answers_ = false;
}

bool StormWatch::sees_only_a_storm(const trace::Trace& trace)
{
    const auto records = trace.records();
    for (; seen_ < records.size(); ++seen_)
        take(records[seen_]);
    if (in_a_row_ < longest_storm) return false;
    if (!over_) {
        over_ = since_;
        trace.in_flight(since_,
                        [&](trace::TransitId transit) { over_ = std::max(*over_, trace.transit(transit).ends); });
    }
    return trace.end() >= *over_;
}

void ProbeWatch::take(const trace::Record& record)
{
    if (record.connection != trace::the_conversation) return;
    const bool expired = record.kind == trace::Kind::TimerExpired;
    const bool probes = expired && (record.timer() == tcp::Timer::Persist || record.timer() == tcp::Timer::KeepAlive);
    const bool moves =
        record.kind == trace::Kind::Reason && (record.rule() == tcp::Rule::AckAdvances || brings_data(record.rule()));
    const bool news = record.kind == trace::Kind::Called || record.kind == trace::Kind::Entered ||
                      record.kind == trace::Kind::Signal || record.kind == trace::Kind::Delivered;
    bool& asked = asked_[trace::index(record.side)];
    if (probes) {
        asked = true;
    } else if (expired || moves || news) {
        answered_ = 0;
        asked_ = {};
    } else if (record.kind == trace::Kind::Arrived && asked) {
        ++answered_;
        asked = false;
    }
}

bool ProbeWatch::sees_only_probes(const trace::Trace& trace)
{
    const auto records = trace.records();
    for (; seen_ < records.size(); ++seen_)
        take(records[seen_]);
    return answered_ >= most_probes;
}

Unrest unrest_of(const trace::Trace& trace, std::optional<tcp::Timer> awaited)
{
    if (awaited) return unrest_of_timer(*awaited);
    Counts counts;
    const auto records = trace.records();
    for (std::size_t i = records.size() - std::min(records.size(), records_scanned); i < records.size(); ++i) {
        const trace::Record record = records[i];
        if (record.kind == trace::Kind::Reason) counts.count(record.rule());
    }
    const std::array<std::pair<std::size_t, Unrest>, 5> kinds{{{counts.storm(), Unrest::AckStorm},
                                                               {counts.window_probes, Unrest::ClosedWindow},
                                                               {counts.keepalive_probes, Unrest::KeepAlive},
                                                               {counts.retransmissions, Unrest::Unanswered},
                                                               {counts.data, Unrest::Transfer}}};
    const auto& [most, kind] = *std::ranges::max_element(kinds, {}, &std::pair<std::size_t, Unrest>::first);
    return most > 0 ? kind : Unrest::Other;
}

Unrest unrest_of(const tcp::Tcb& left, const tcp::Tcb& right)
{
    const auto either = [&](auto holds) { return holds(left) || holds(right); };
    if (either([](const tcp::Tcb& tcb) { return tcb.deadline(tcp::Timer::Persist) != never; }))
        return Unrest::ClosedWindow;
    if (either([](const tcp::Tcb& tcb) { return tcb.retransmissions > 0; })) return Unrest::Unanswered;
    if (either([](const tcp::Tcb& tcb) { return tcb.unsent_bytes > 0 || tcb.in_flight() > 0; }))
        return Unrest::Transfer;
    return Unrest::Other;
}

Text cause_of(Unrest unrest) { return words_of(unrest).cause; }

Text advice_for(Unrest unrest, bool acks_limited)
{
    return unrest == Unrest::AckStorm && !acks_limited ? no_limit : words_of(unrest).advice;
}

} // namespace tcpstage::run
