#pragma once
// The names of ends, segments, timers and calls in sentences.

#include "core/captions/ordinals.h"
#include "core/captions/style.h"

#include <string>

namespace tcpstage::captions {

/// Names the things of one trace in one language. Valid as long as the trace and the ordinals.
class Names {
public:
    Names(const trace::Trace& trace, const Ordinals& ordinals, Language language)
        : trace_{trace}, ordinals_{ordinals}, language_{language}
    {}

    std::string end(trace::Side side) const;        // "Client": at the beginning of a sentence
    std::string end_within(trace::Side side) const; // "client"
    /// "203.0.113.1", with its port where another peer has the same address.
    std::string peer(trace::ConnectionNumber connection) const;
    /// "client's 1st segment"
    std::string segment(trace::TransitId transit) const;
    std::string segment_first(trace::TransitId transit) const; // at the beginning of a sentence
    /// "Server gets client's 1st segment: SYN". `record` is a step.
    std::string step(trace::RecordId record) const;
    /// "send(100)"
    std::string call(const trace::Record& record) const;
    /// "RTO timer"
    std::string_view timer(tcp::Timer timer) const;

private:
    std::string call_step(trace::RecordId id, const trace::Record& record) const;
    std::string timer_step(trace::RecordId id, const trace::Record& record) const;
    std::string sent_step(const trace::Record& record) const;

    const trace::Trace& trace_;
    const Ordinals& ordinals_;
    Language language_;
};

} // namespace tcpstage::captions
