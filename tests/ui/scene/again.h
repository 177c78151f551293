#pragma once
// Replays a finished run as a growing one.

#include "core/trace/trace.h"

namespace tcpstage::testing {

/// Copies a trace record by record. With Source::Live the fate of a segment is unknown until it arrives or is lost, as
/// on real sockets.
class Again {
public:
    Again(const trace::Trace& all, trace::Source source)
        : all_{all}, trace_{source, {all.endpoint(trace::Side::Left), all.endpoint(trace::Side::Right)}}
    {
        for (const trace::OtherPeer& peer : all.peers())
            trace_.add_peer(peer);
    }

    std::size_t left() const { return all_.records().size() - trace_.records().size(); }
    const trace::Trace& trace() const { return trace_; }
    void goOn(std::size_t records)
    {
        for (; records > 0 && left() > 0; --records)
            add(static_cast<trace::RecordId>(trace_.records().size()));
    }

private:
    void add(trace::RecordId id)
    {
        const trace::Record record = all_.record(id);
        const auto transits = all_.transits();
        while (trace_.transits().size() < transits.size() && transits[trace_.transits().size()].sent_record <= id)
            launch(transits[trace_.transits().size()]);
        trace_.append(record);
        if (record.kind == trace::Kind::Arrived || record.kind == trace::Kind::Lost) {
            const trace::Transit transit = all_.transit(record.ref);
            trace_.settle(record.ref, id, {transit.ends, transit.fate, transit.reason});
        }
        for (const trace::Side side : trace::both_sides)
            trace_.snapshot(side, id, all_.at(side, all_.moment_after(id)));
    }
    void launch(trace::Transit transit)
    {
        transit.end_record = trace::no_record;
        if (trace_.source() == trace::Source::Live) {
            transit.ends = never;
            transit.fate = trace::Fate::Arrived;
        }
        trace_.launch(transit);
    }

    const trace::Trace& all_;
    trace::Trace trace_;
};

} // namespace tcpstage::testing
