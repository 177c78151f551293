#pragma once
// A run that goes on, made of one that is over.

#include "core/trace/trace.h"

namespace tcpstage::testing {

/// A trace that is recorded once more, record by record; as real sockets do it, if it is said to be theirs: what
/// becomes of a segment is not known before.
class Again {
public:
    Again(const Trace& all, Source source)
        : all_{all}, trace_{source, {all.endpoint(Side::Left), all.endpoint(Side::Right)}}
    {
        for (const OtherPeer& peer : all.peers())
            trace_.add_peer(peer);
    }

    std::size_t left() const { return all_.records().size() - trace_.records().size(); }
    const Trace& trace() const { return trace_; }
    void goOn(std::size_t records)
    {
        for (; records > 0 && left() > 0; --records)
            add(static_cast<RecordId>(trace_.records().size()));
    }

private:
    void add(RecordId id)
    {
        const Record record = all_.record(id);
        const auto transits = all_.transits();
        while (trace_.transits().size() < transits.size() && transits[trace_.transits().size()].sent_record <= id)
            launch(transits[trace_.transits().size()]);
        trace_.append(record);
        if (record.kind == Kind::Arrived || record.kind == Kind::Lost) {
            const Transit transit = all_.transit(record.ref);
            trace_.settle(record.ref, id, {transit.ends, transit.fate, transit.reason});
        }
        for (const Side side : both_sides)
            trace_.snapshot(side, id, all_.at(side, all_.moment_after(id)));
    }
    void launch(Transit transit)
    {
        transit.end_record = no_record;
        if (trace_.source() == Source::Live) {
            transit.ends = never;
            transit.fate = Fate::Arrived;
        }
        trace_.launch(transit);
    }

    const Trace& all_;
    Trace trace_;
};

} // namespace tcpstage::testing
