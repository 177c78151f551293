#include "tests/core/trace/random_trace.h"

namespace tcpstage::testing {

namespace {

class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_{seed}, trace_{empty()} {}

    Trace made()
    {
        for (auto peers = random_.below(3); peers > 0; --peers)
            trace_.add_peer({side(), {{{203, 0, 113, octet(256)}}, any<std::uint16_t>()}});
        for (auto events = random_.below(60); events > 0; --events) {
            if (one_in(3)) now_ += Duration{static_cast<std::int64_t>(random_.below(1U << 30U))};
            event();
        }
        return trace_;
    }

private:
    Trace empty()
    {
        const auto source = static_cast<Source>(random_.below(4));
        std::array<EndpointInfo, 2> ends{EndpointInfo{"client", {{{10, 0, 0, 1}}, 49152}},
                                         EndpointInfo{"server", {{{10, 0, 0, 2}}, 80}}};
        if (one_in(4))
            for (EndpointInfo& end : ends)
                end.without = {.third_segment = one_in(2), .time_wait = one_in(2), .tcp = one_in(2)};
        return {source, ends};
    }

    bool one_in(std::uint64_t count) { return random_.below(count) == 0; }
    std::uint8_t octet(std::uint64_t below) { return static_cast<std::uint8_t>(random_.below(below)); }
    Side side() { return static_cast<Side>(random_.below(2)); }
    template <typename Number> Number any() { return static_cast<Number>(random_.next()); }
    Seq seq() { return Seq{any<std::uint32_t>()}; }
    ConnectionNumber connection()
    {
        return one_in(3) ? static_cast<ConnectionNumber>(random_.below(trace_.peers().size() + 1)) : the_conversation;
    }

    Options options()
    {
        Options options;
        if (one_in(3)) options.mss = any<std::uint16_t>();
        options.sack_permitted = one_in(3);
        options.has_window_scale = one_in(3);
        if (options.has_window_scale) options.window_scale = any<std::uint8_t>();
        options.has_timestamps = one_in(3);
        if (options.has_timestamps) options.timestamps = {any<std::uint32_t>(), any<std::uint32_t>()};
        if (one_in(3)) options.sack_count = octet(5);
        for (std::uint8_t i = 0; i < options.sack_count; ++i)
            options.sack[i] = {seq(), seq()};
        return options;
    }

    Bytes payload()
    {
        constexpr std::uint32_t largest = 65495;
        const auto size = static_cast<std::uint32_t>(one_in(10) ? largest : random_.below(1460));
        const Bytes pattern = Bytes::pattern(size, random_.below(251));
        if (size == 0 || one_in(2)) return pattern;
        std::vector<std::uint8_t> octets{pattern.span().begin(), pattern.span().end()};
        octets[random_.below(size)] ^= 1U; // it is no pattern any more
        return Bytes{std::move(octets)};
    }

    Segment segment()
    {
        Segment segment;
        segment.source_port = one_in(10) ? any<std::uint16_t>() : 49152;
        segment.destination_port = 80;
        segment.seq = seq();
        segment.ack = seq();
        segment.window = any<std::uint16_t>();
        segment.urgent = one_in(10) ? any<std::uint16_t>() : 0;
        segment.flags = Flags::from_bits(any<std::uint8_t>());
        segment.ecn = static_cast<Ecn>(random_.below(4));
        if (one_in(10)) segment.protocol = Protocol::Udp;
        if (!segment.is_datagram()) segment.options = options();
        if (one_in(2)) segment.payload = payload();
        return segment;
    }

    void send()
    {
        Transit transit;
        transit.segment = segment();
        transit.sent = now_;
        const Duration takes{static_cast<std::int64_t>(random_.below(1U << 31U)) - (one_in(20) ? 1 << 30 : 0)};
        transit.ends = one_in(5) ? never : one_in(10) ? now_ + 48h : now_ + takes;
        transit.from = side();
        transit.fate = static_cast<Fate>(random_.below(2));
        transit.reason = static_cast<Reason>(random_.below(reason_count));
        transit.retransmission = one_in(4);
        transit.corrupted = one_in(4);
        transit.marked = one_in(4);
        transit.connection = connection();
        transit.window_bytes = one_in(2) ? transit.segment.window : any<std::uint32_t>();
        if (one_in(10) && !trace_.transits().empty())
            transit.copy_of = static_cast<TransitId>(random_.below(trace_.transits().size()));
        if (one_in(10)) transit.before = std::make_shared<const SentAs>(SentAs{segment(), any<std::uint32_t>()});
        if (!one_in(10)) transit.sent_record = static_cast<RecordId>(trace_.records().size());
        const TransitId id = trace_.launch(transit);
        append({.at = now_, .ref = id, .kind = Kind::Sent, .side = transit.from});
    }

    void append(Record record)
    {
        const auto count = static_cast<RecordId>(trace_.records().size());
        if (count > 0 && one_in(2)) record.cause = static_cast<RecordId>(random_.below(count));
        record.certainty = static_cast<Certainty>(random_.below(4));
        record.connection = connection();
        trace_.append(record);
    }

    /// An arrival or a loss of a segment that is under way.
    void end()
    {
        const auto id = static_cast<TransitId>(random_.below(trace_.transits().size()));
        const Transit transit = trace_.transit(id);
        if (transit.end_record != no_record) return;
        const bool lost = one_in(3);
        append({.at = now_, .ref = id, .kind = lost ? Kind::Lost : Kind::Arrived, .side = side(), .detail = octet(2)});
        trace_.settle(id, static_cast<RecordId>(trace_.records().size() - 1),
                      {now_, lost ? Fate::Lost : Fate::Arrived, static_cast<Reason>(random_.below(reason_count))});
    }

    void follow()
    {
        const auto rule = static_cast<std::uint16_t>(random_.below(all_rules().size()));
        switch (random_.below(7)) {
        case 0:
            return append({.at = now_, .value = any<std::int64_t>(), .kind = Kind::Called, .detail = octet(9)});
        case 1:
            return append({.at = now_, .ref = rule, .kind = Kind::Reason, .side = side()});
        case 2:
            return append({.at = now_,
                           .value = rule,
                           .kind = Kind::Entered,
                           .side = side(),
                           .detail = octet(state_count),
                           .extra = octet(state_count)});
        case 3:
            return append({.at = now_, .kind = Kind::Told, .side = side(), .detail = octet(12)});
        case 4:
            return append({.at = now_, .value = any<std::uint32_t>(), .kind = Kind::Delivered, .side = side()});
        case 5:
            return append(
                {.at = now_, .value = any<std::int64_t>(), .kind = Kind::TimerSet, .detail = octet(timer_count)});
        default:
            return append({.at = now_, .kind = Kind::TimerExpired, .side = side(), .detail = octet(timer_count)});
        }
    }

    void event()
    {
        const auto what = random_.below(4);
        if (what == 0 || (what == 1 && trace_.transits().empty()))
            send();
        else if (what == 1)
            end();
        else
            follow();
        if (trace_.records().empty() || !one_in(2)) return;
        const Side changed = side();
        tcbs_[index(changed)] = changed_tcb(tcbs_[index(changed)], random_);
        trace_.snapshot(changed, static_cast<RecordId>(trace_.records().size() - 1), tcbs_[index(changed)]);
    }

    Random random_;
    Trace trace_;
    Instant now_ = start_of_time;
    std::array<Tcb, 2> tcbs_;
};

} // namespace

Trace random_trace(std::uint64_t seed) { return Maker{seed}.made(); }

} // namespace tcpstage::testing
