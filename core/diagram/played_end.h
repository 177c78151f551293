#pragma once
// One end of a diagram that is played by the engine, with the numbers of the diagram. Private to core/diagram.

#include "core/diagram/diagram.h"
#include "core/tcp/endpoint.h"

namespace tcpstage::diagram {

/// A segment that the engine sends, and the rule for it.
struct Outgoing {
    tcp::Segment segment;
    std::optional<tcp::Rule> rule;
};
/// One that is drawn, as the engine sent it.
struct Drawn {
    tcp::Segment segment;
    int line = 0;
    bool lost = false;
};

class PlayedEnd {
public:
    explicit PlayedEnd(trace::Side side);

    tcp::State state() const { return endpoint_.tcb().state; }
    const tcp::Tcb& tcb() const { return endpoint_.tcb(); }
    /// Of the event that brought it into its state; empty: it was not left yet.
    std::optional<tcp::Rule> entered_by() const { return entered_by_; }
    void handle(const tcp::Event& event);

    std::vector<Outgoing> pending; // what it sends, until it is drawn
    std::vector<Drawn> drawn;
    std::optional<Value> base; // the value that the diagram has for its ISS; empty: not known yet

    /// How the diagram writes one of its own sequence numbers. Needs the base.
    Value value_of(tcp::Seq seq) const { return base->plus(relative(seq)); }
    std::int64_t relative(tcp::Seq seq) const { return seq - iss_; }

private:
    tcp::Seq iss_;
    tcp::Endpoint endpoint_;
    tcp::Effects effects_;
    std::optional<tcp::Rule> entered_by_;
};

} // namespace tcpstage::diagram
