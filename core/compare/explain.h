#pragma once
// Why two runs differ somewhere: the rule that one of them follows there, or what the RFCs leave open. Private to
// compare.cpp.

#include "core/compare/difference.h"
#include "core/compare/latitude.h"

namespace tcpstage::compare {

/// What follows from one event.
struct Consequences {
    std::vector<tcp::Rule> rules;
    std::vector<tcp::State> states;
    std::vector<tcp::Signal> user_signals;
};
Consequences consequences(const trace::Trace& trace, trace::RecordId head);

class Explainer {
public:
    /// All arguments must outlive it. `peer`: of each record, its counterpart in the other trace, or no_record.
    Explainer(const trace::Trace& first, const trace::Trace& second,
              const std::array<std::vector<trace::TransitId>, 2>& partner,
              const std::array<std::vector<trace::RecordId>, 2>& peer);

    /// Sets the cause of the difference, if it is known.
    void explain(Difference& difference) const;

private:
    using Kind = Difference::Kind;

    bool is_simulated(std::size_t which) const { return traces_[which]->source() == trace::Source::Simulated; }
    /// By the same TCP, which has no choices of its own.
    bool are_both_simulated() const { return is_simulated(0) && is_simulated(1); }
    trace::Record record(std::size_t which, trace::RecordId id) const { return traces_[which]->record(id); }
    trace::Transit transit(const Difference& difference, std::size_t which) const
    {
        return traces_[which]->transit(difference.transits[which]);
    }
    bool has_transits(const Difference& difference) const
    {
        return difference.transits[0] != trace::no_transit && difference.transits[1] != trace::no_transit;
    }
    bool is_worded_alike(Kind kind) const;
    bool is_of_network(const Difference& difference) const;
    trace::RecordId head_of(std::size_t which, trace::RecordId step) const;
    bool is_data(const Difference& difference) const;
    bool is_timer(std::size_t which, trace::RecordId head) const;

    std::vector<Latitude> latitudes(Difference& difference) const;
    std::vector<Latitude> of_options(const Difference& difference) const;
    std::vector<Latitude> of_numbers(const Difference& difference) const;
    std::vector<Latitude> of_time(Difference& difference) const;
    std::vector<Latitude> of_lone_timer(Difference& difference) const;
    std::vector<Latitude> of_lone_data(const Difference& difference) const;
    std::vector<Latitude> of_word(const Difference& difference) const;
    bool answers_probe(const Difference& difference) const;
    std::vector<Latitude> of_kernel(const Difference& difference) const;
    std::optional<Latitude> why_now(std::size_t real, const trace::Transit& sent) const;
    std::optional<Latitude> early_timer(std::size_t which, trace::Side side, trace::RecordId head, Duration ran) const;
    bool is_nagle_variant(std::size_t real, const trace::Transit& sent, trace::TransitId simulated) const;
    tcp::Tcb before(std::size_t which, trace::Side side, trace::RecordId record) const;
    trace::TransitId carrier(std::size_t which, trace::TransitId transit) const;
    bool is_probe(std::size_t which, const trace::Transit& transit) const;
    std::array<tcp::Options, 2> offered(trace::Side side) const;
    Duration runs(std::size_t which, trace::Side side, tcp::Timer timer, trace::RecordId until) const;
    bool waits_for_window(Difference& difference) const;
    bool waits_with_ack(Difference& difference) const;
    std::optional<tcp::Rule> said_to_wait(std::size_t has, const trace::Transit& missing) const;
    std::optional<tcp::Rule> seen_to_wait(std::size_t has, trace::TransitId missing) const;
    void find_rule(Difference& difference) const;

    std::array<const trace::Trace*, 2> traces_;
    const std::array<std::vector<trace::TransitId>, 2>& partner_;
    const std::array<std::vector<trace::RecordId>, 2>& peer_;
    std::array<std::array<trace::RecordId, 2>, 2> closed_{}; // of each trace and side: its first close
};

} // namespace tcpstage::compare
