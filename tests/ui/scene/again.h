#pragma once
// A run that goes on, made of one that is over.

#include "core/trace/trace.h"

namespace tcpstage::testing {

/// A trace that is recorded once more, record by record; as real sockets do it, if it is said to be theirs: what
/// becomes of a segment is not known before.
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
