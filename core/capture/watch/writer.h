#pragma once
// Writes the trace of a connection event by event. Private to core/capture/watch.

#include "core/capture/watch/end_model.h"
#include "core/capture/watch/fates.h"
#include "core/trace/recorder.h"

namespace tcpstage::capture {

class Writer {
public:
    Writer(trace::Trace& trace, const Sightings& sightings, const Fates& fates);

    void write();
    /// By sighting.
    const std::vector<trace::TransitId>& transits() const { return transits_; }

private:
    enum class What : std::uint8_t { Sent, Ended };
    struct Event {
        Instant at;
        std::uint32_t sighting;
        What what;
    };
    std::vector<Event> events() const;
    Instant sent_at(const Sighting& sighting) const;
    Instant ends_at(std::size_t index) const;
    Passed passed(std::size_t index) const;
    trace::Certainty certainty(trace::Side side) const;
    EndModel& model(trace::Side side) { return models_[trace::index(side)]; }

    void begin();
    void begin_in_the_middle(const Sighting& first);
    void sent(std::size_t index);
    void infer_timer(std::size_t index);
    void infer_unseen_syn_ack(const Sighting& sighting);
    bool is_own_syn(std::size_t index) const;
    void launch(std::size_t index);
    void ended(std::size_t index);
    void refused(const Sighting& sighting);
    void taken(const Sighting& sighting);
    void explain_arrival(const Sighting& sighting, const tcp::Tcb& before);
    void enter(trace::Side side, tcp::State state, std::optional<tcp::Rule> rule = {});
    void settle();

    const trace::Trace& trace_;
    trace::Recorder recorder_;
    const Sightings& sightings_;
    const Fates& fates_;
    std::array<EndModel, 2> models_;
    std::array<tcp::Tcb, 2> recorded_{};
    std::vector<trace::TransitId> transits_;
    Duration shift_{0}; // from the capture's time to the trace's
    Instant now_{};
};

} // namespace tcpstage::capture
