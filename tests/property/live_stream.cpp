#include "tests/property/live_stream.h"

#include "core/live/observe/ip_packet.h"

#include <cerrno>
#include <cstring>

namespace tcpstage::testing {

namespace {

using live::Event;
using live::TcpInfo;

class Reporter {
public:
    explicit Reporter(const trace::Trace& trace) : trace_{trace} {}

    std::vector<Reported> all()
    {
        for (trace::RecordId id = 0; id < trace_.records().size(); ++id) {
            const trace::Record record = trace_.record(id);
            if (id != 0 && trace::is_step(record.kind) && record.cause == trace::no_record)
                add(Event::Kind::Settled, record);
            report(record, id);
        }
        return std::move(reported_);
    }

private:
    Reported& add(Event::Kind kind, const trace::Record& record)
    {
        Event event;
        event.kind = kind;
        event.side = static_cast<std::uint8_t>(record.side);
        event.at = record.at.time_since_epoch().count();
        reported_.push_back({event, {}});
        return reported_.back();
    }

    void report(const trace::Record& record, trace::RecordId id)
    {
        switch (record.kind) {
        case trace::Kind::Called:
            return called(record, id);
        case trace::Kind::Arrived:
            return passed(Event::Kind::Arrived, record);
        case trace::Kind::Lost:
            return passed(Event::Kind::Dropped, record);
        case trace::Kind::Sent: {
            const trace::Transit transit = trace_.transit(record.ref);
            add(Event::Kind::Sent, record).event.frame = record.ref;
            reported_.back().tail = live::ip_packet(transit.segment, trace_.source(transit).address.v4(),
                                                    trace_.destination(transit).address.v4());
            return;
        }
        case trace::Kind::Signal:
            add(Event::Kind::Signal, record).event.detail = record.detail;
            return;
        case trace::Kind::Delivered:
            add(Event::Kind::Delivered, record).event.octets = static_cast<std::uint32_t>(record.value);
            return;
        case trace::Kind::Entered:
        case trace::Kind::TimerSet:
            return looked(record, id);
        case trace::Kind::TimerExpired:
        case trace::Kind::Reason:
        case trace::Kind::TimerCancelled:
            return;
        }
    }

    void called(const trace::Record& record, trace::RecordId id)
    {
        const trace::RecordId next = id + 1;
        const bool refused = next < trace_.records().size() && trace_.record(next).kind == trace::Kind::Signal &&
                             trace_.record(next).signal() == tcp::Signal::NoConnection;
        Event& event = add(Event::Kind::Called, record).event;
        event.detail = record.detail;
        event.octets = static_cast<std::uint32_t>(record.value);
        event.value = refused ? ENOTCONN : 0;
    }

    void passed(Event::Kind kind, const trace::Record& record)
    {
        const trace::Transit transit = trace_.transit(record.ref);
        Event& event = add(kind, record).event;
        event.frame = transit.copy_of == trace::no_transit ? record.ref : transit.copy_of;
        event.detail = transit.copy_of == trace::no_transit ? 0 : 1;
    }

    /// Adds the TCP_INFO sample that a kernel in this state would give.
    void looked(const trace::Record& record, trace::RecordId id)
    {
        const tcp::Tcb tcb = trace_.at(record.side, trace_.moment_after(id));
        TcpInfo tcp_info;
        tcp_info.state = static_cast<std::uint8_t>(tcb.state);
        tcp_info.timer = tcb.deadline(tcp::Timer::Retransmit) != never ? 1 : 0;
        tcp_info.expires_ms = 200;
        tcp_info.has_info = true;
        tcp_info.mss = tcb.snd.mss;
        tcp_info.send_window = tcb.snd.wnd;
        tcp_info.rto_us = static_cast<std::uint32_t>(tcb.rto.count() / 1000);
        tcp_info.unread_bytes = tcb.unread_bytes;
        tcp_info.unsent_bytes = tcb.unsent_bytes;
        tcp_info.bytes_acked = tcb.snd.una - tcb.snd.iss;
        tcp_info.bytes_received = tcb.rcv.nxt - tcb.rcv.irs;
        Reported& study = add(Event::Kind::Sampled, record);
        study.event.value = study.event.at;
        study.tail.resize(sizeof tcp_info);
        std::memcpy(study.tail.data(), &tcp_info, sizeof tcp_info);
    }

    const trace::Trace& trace_;
    std::vector<Reported> reported_;
};

} // namespace

std::vector<Reported> reported(const trace::Trace& simulated) { return Reporter{simulated}.all(); }

LiveTrace::LiveTrace(const trace::Trace& simulated, live::Vantage vantage, Decided decided)
    : simulated_{simulated}, decided_{decided}, trace_{trace::Source::Live,
                                                       {simulated.endpoint(trace::Side::Left),
                                                        simulated.endpoint(trace::Side::Right)}},
      observer_{trace_, 0,
                [this](const live::Departure& departure) {
                    return decided_ == Decided::AtOnce ? passage(departure.frame) : std::nullopt;
                },
                vantage}
{}

void LiveTrace::take(const Reported& reported)
{
    const Event& event = reported.event;
    const bool ends = event.kind == Event::Kind::Arrived || event.kind == Event::Kind::Dropped;
    if (ends && event.detail == 0 && decided_ == Decided::Late) {
        const sim::Passage ordered = *passage(event.frame);
        observer_.amend(event.frame, ordered, ordered.duplicated);
    }
    observer_.take(event, reported.tail);
}

/// The fate that the segment had in the simulation.
std::optional<sim::Passage> LiveTrace::passage(std::uint32_t frame) const
{
    const trace::Transit transit = simulated_.transit(frame);
    sim::Passage passage{
        .ends = transit.ends, .fate = transit.fate, .reason = transit.reason, .corrupted = transit.corrupted};
    const trace::TransitId next = frame + 1;
    passage.duplicated = next < simulated_.transits().size() && simulated_.transit(next).copy_of == frame;
    if (passage.duplicated) passage.copy_ends = simulated_.transit(next).ends;
    return passage;
}

} // namespace tcpstage::testing
