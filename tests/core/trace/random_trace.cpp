#include "tests/core/trace/random_trace.h"

namespace tcpstage::testing {

namespace {

class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_{seed}, trace_{empty()} {}

    trace::Trace made()
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
    trace::Trace empty()
    {
        const auto source = static_cast<trace::Source>(random_.below(4));
        std::array<trace::EndpointInfo, 2> ends{trace::EndpointInfo{"client", {{{10, 0, 0, 1}}, 49152}},
                                                trace::EndpointInfo{"server", {{{10, 0, 0, 2}}, 80}}};
        if (one_in(4)) ends[0].socket.address = tcp::IpAddress::v6({0x20, 0x01, 0x0d, 0xb8, 1, octet(256)});
        if (one_in(4))
            for (trace::EndpointInfo& end : ends)
                end.without = {.third_segment = one_in(2), .time_wait = one_in(2), .tcp = one_in(2)};
        return {source, ends};
    }

    bool one_in(std::uint64_t count) { return random_.below(count) == 0; }
    std::uint8_t octet(std::uint64_t below) { return static_cast<std::uint8_t>(random_.below(below)); }
    trace::Side side() { return static_cast<trace::Side>(random_.below(2)); }
    template <typename Number> Number any() { return static_cast<Number>(random_.next()); }
    tcp::Seq seq() { return tcp::Seq{any<std::uint32_t>()}; }
    trace::ConnectionNumber connection()
    {
        return one_in(3) ? static_cast<trace::ConnectionNumber>(random_.below(trace_.peers().size() + 1))
                         : trace::the_conversation;
    }

    tcp::Options options()
    {
        tcp::Options options;
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
        octets[random_.below(size)] ^= 1U; // so it is stored as plain octets, not as a pattern
        return Bytes{std::move(octets)};
    }

    tcp::Segment segment()
    {
        tcp::Segment segment;
        segment.source_port = one_in(10) ? any<std::uint16_t>() : 49152;
        segment.destination_port = 80;
        segment.seq = seq();
        segment.ack = seq();
        segment.window = any<std::uint16_t>();
        segment.urgent = one_in(10) ? any<std::uint16_t>() : 0;
        segment.flags = tcp::Flags::from_bits(any<std::uint8_t>());
        segment.ecn = static_cast<tcp::Ecn>(random_.below(4));
        if (one_in(10)) segment.protocol = tcp::Protocol::Udp;
        if (!segment.is_datagram()) segment.options = options();
        if (one_in(2)) segment.payload = payload();
        return segment;
    }

    void send()
    {
        trace::Transit transit;
        transit.segment = segment();
        transit.sent = now_;
        const Duration takes{static_cast<std::int64_t>(random_.below(1U << 31U)) - (one_in(20) ? 1 << 30 : 0)};
        transit.ends = one_in(5) ? never : one_in(10) ? now_ + 48h : now_ + takes;
        transit.from = side();
        transit.fate = static_cast<trace::Fate>(random_.below(2));
        transit.reason = static_cast<trace::Reason>(random_.below(trace::reason_count));
        transit.retransmission = one_in(4);
        transit.corrupted = one_in(4);
        transit.marked = one_in(4);
        transit.connection = connection();
        transit.window_bytes = one_in(2) ? transit.segment.window : any<std::uint32_t>();
        if (one_in(10) && !trace_.transits().empty())
            transit.copy_of = static_cast<trace::TransitId>(random_.below(trace_.transits().size()));
        if (one_in(10))
            transit.before = std::make_shared<const trace::SentAs>(trace::SentAs{segment(), any<std::uint32_t>()});
        if (!one_in(10)) transit.sent_record = static_cast<trace::RecordId>(trace_.records().size());
        const trace::TransitId id = trace_.launch(transit);
        append({.at = now_, .ref = id, .kind = trace::Kind::Sent, .side = transit.from});
    }

    void append(trace::Record record)
    {
        const auto count = static_cast<trace::RecordId>(trace_.records().size());
        if (count > 0 && one_in(2)) record.cause = static_cast<trace::RecordId>(random_.below(count));
        record.certainty = static_cast<trace::Certainty>(random_.below(4));
        record.connection = connection();
        trace_.append(record);
    }

    /// Lets a random segment arrive or get lost, unless it has already ended.
    void end()
    {
        const auto id = static_cast<trace::TransitId>(random_.below(trace_.transits().size()));
        const trace::Transit transit = trace_.transit(id);
        if (transit.end_record != trace::no_record) return;
        const bool lost = one_in(3);
        append({.at = now_,
                .ref = id,
                .kind = lost ? trace::Kind::Lost : trace::Kind::Arrived,
                .side = side(),
                .detail = octet(2)});
        trace_.settle(id, static_cast<trace::RecordId>(trace_.records().size() - 1),
                      {now_, lost ? trace::Fate::Lost : trace::Fate::Arrived,
                       static_cast<trace::Reason>(random_.below(trace::reason_count))});
    }

    void follow()
    {
        const auto rule = static_cast<std::uint16_t>(random_.below(tcp::all_rules().size()));
        switch (random_.below(7)) {
        case 0:
            return append({.at = now_, .value = any<std::int64_t>(), .kind = trace::Kind::Called, .detail = octet(9)});
        case 1:
            return append({.at = now_, .ref = rule, .kind = trace::Kind::Reason, .side = side()});
        case 2:
            return append({.at = now_,
                           .value = rule,
                           .kind = trace::Kind::Entered,
                           .side = side(),
                           .detail = octet(tcp::state_count),
                           .extra = octet(tcp::state_count)});
        case 3:
            return append({.at = now_, .kind = trace::Kind::Signal, .side = side(), .detail = octet(12)});
        case 4:
            return append({.at = now_, .value = any<std::uint32_t>(), .kind = trace::Kind::Delivered, .side = side()});
        case 5:
            return append({.at = now_,
                           .value = any<std::int64_t>(),
                           .kind = trace::Kind::TimerSet,
                           .detail = octet(tcp::timer_count)});
        default:
            return append(
                {.at = now_, .kind = trace::Kind::TimerExpired, .side = side(), .detail = octet(tcp::timer_count)});
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
        const trace::Side changed = side();
        tcbs_[trace::index(changed)] = changed_tcb(tcbs_[trace::index(changed)], random_);
        trace_.snapshot(changed, static_cast<trace::RecordId>(trace_.records().size() - 1),
                        tcbs_[trace::index(changed)]);
    }

    Random random_;
    trace::Trace trace_;
    Instant now_ = start_of_time;
    std::array<tcp::Tcb, 2> tcbs_;
};

} // namespace

trace::Trace random_trace(std::uint64_t seed) { return Maker{seed}.made(); }

} // namespace tcpstage::testing
