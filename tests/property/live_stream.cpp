#include "tests/property/live_stream.h"

#include "core/live/observe/ip_packet.h"

#include <cerrno>
#include <cstring>

namespace tcpstage::testing {

namespace {

using live::Event;
using live::Gauges;

class Reporter {
public:
    explicit Reporter(const Trace& trace) : trace_{trace} {}

    std::vector<Reported> all()
    {
        for (RecordId id = 0; id < trace_.records().size(); ++id) {
            const Record record = trace_.record(id);
            if (id != 0 && is_step(record.kind) && record.cause == no_record) add(Event::Kind::Settled, record);
            report(record, id);
        }
        return std::move(reported_);
    }

private:
    Reported& add(Event::Kind kind, const Record& record)
    {
        Event event;
        event.kind = kind;
        event.side = static_cast<std::uint8_t>(record.side);
        event.at = record.at.time_since_epoch().count();
        reported_.push_back({event, {}});
        return reported_.back();
    }

    void report(const Record& record, RecordId id)
    {
        switch (record.kind) {
        case Kind::Called:
            return called(record, id);
        case Kind::Arrived:
            return passed(Event::Kind::Arrived, record);
        case Kind::Lost:
            return passed(Event::Kind::Dropped, record);
        case Kind::Sent: {
            const Transit transit = trace_.transit(record.ref);
            add(Event::Kind::Sent, record).event.frame = record.ref;
            reported_.back().tail =
                live::ip_packet(transit.segment, trace_.source(transit).address, trace_.destination(transit).address);
            return;
        }
        case Kind::Told:
            add(Event::Kind::Told, record).event.detail = record.detail;
            return;
        case Kind::Delivered:
            add(Event::Kind::Delivered, record).event.octets = static_cast<std::uint32_t>(record.value);
            return;
        case Kind::Entered:
        case Kind::TimerSet:
            return looked(record, id);
        case Kind::TimerExpired:
        case Kind::Reason:
        case Kind::TimerCancelled:
            return;
        }
    }

    void called(const Record& record, RecordId id)
    {
        const RecordId next = id + 1;
        const bool refused = next < trace_.records().size() && trace_.record(next).kind == Kind::Told &&
                             trace_.record(next).signal() == Signal::NoConnection;
        Event& event = add(Event::Kind::Called, record).event;
        event.detail = record.detail;
        event.octets = static_cast<std::uint32_t>(record.value);
        event.value = refused ? ENOTCONN : 0;
    }

    void passed(Event::Kind kind, const Record& record)
    {
        const Transit transit = trace_.transit(record.ref);
        Event& event = add(kind, record).event;
        event.frame = transit.copy_of == no_transit ? record.ref : transit.copy_of;
        event.detail = transit.copy_of == no_transit ? 0 : 1;
    }

    /// What a kernel in this state would say of itself.
    void looked(const Record& record, RecordId id)
    {
        const Tcb tcb = trace_.at(record.side, trace_.moment_after(id));
        Gauges gauges;
        gauges.state = static_cast<std::uint8_t>(tcb.state);
        gauges.timer = tcb.deadline(Timer::Retransmit) != never ? 1 : 0;
        gauges.expires_ms = 200;
        gauges.has_info = true;
        gauges.mss = tcb.snd.mss;
        gauges.send_window = tcb.snd.wnd;
        gauges.rto_us = static_cast<std::uint32_t>(tcb.rto.count() / 1000);
        gauges.unread_bytes = tcb.unread_bytes;
        gauges.unsent_bytes = tcb.unsent_bytes;
        gauges.bytes_acked = tcb.snd.una - tcb.snd.iss;
        gauges.bytes_received = tcb.rcv.nxt - tcb.rcv.irs;
        Reported& look = add(Event::Kind::Looked, record);
        look.event.value = look.event.at;
        look.tail.resize(sizeof gauges);
        std::memcpy(look.tail.data(), &gauges, sizeof gauges);
    }

    const Trace& trace_;
    std::vector<Reported> reported_;
};

} // namespace

std::vector<Reported> reported(const Trace& simulated) { return Reporter{simulated}.all(); }

LiveTrace::LiveTrace(const Trace& simulated, live::Sight sight, Decided decided)
    : simulated_{simulated}, decided_{decided}, trace_{Source::Live,
                                                       {simulated.endpoint(Side::Left),
                                                        simulated.endpoint(Side::Right)}},
      observer_{trace_, 0,
                [this](const live::Departure& departure) {
                    return decided_ == Decided::AtOnce ? passage(departure.frame) : std::nullopt;
                },
                sight}
{}

void LiveTrace::take(const Reported& reported)
{
    const Event& event = reported.event;
    const bool ends = event.kind == Event::Kind::Arrived || event.kind == Event::Kind::Dropped;
    if (ends && event.detail == 0 && decided_ == Decided::Late) {
        const Passage ordered = *passage(event.frame);
        observer_.amend(event.frame, ordered, ordered.duplicated);
    }
    observer_.take(event, reported.tail);
}

/// As it went in the simulation.
std::optional<Passage> LiveTrace::passage(std::uint32_t frame) const
{
    const Transit transit = simulated_.transit(frame);
    Passage passage{
        .ends = transit.ends, .fate = transit.fate, .reason = transit.reason, .corrupted = transit.corrupted};
    const TransitId next = frame + 1;
    passage.duplicated = next < simulated_.transits().size() && simulated_.transit(next).copy_of == frame;
    if (passage.duplicated) passage.copy_ends = simulated_.transit(next).ends;
    return passage;
}

} // namespace tcpstage::testing
