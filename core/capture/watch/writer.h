#pragma once
// Writes the trace of a connection event by event. Private to core/capture/watch.

#include "core/capture/watch/course.h"
#include "core/capture/watch/end_model.h"
#include "core/trace/recorder.h"

#include <stop_token>

namespace tcpstage::capture {

class Writer {
public:
    Writer(trace::Trace& trace, const Sightings& sightings, const Courses& courses);

    /// Stopped, it leaves the rest out.
    void write(const std::stop_token& stop = {});
    /// By sighting.
    std::vector<trace::TransitId> take_transits() { return std::move(transits_); }

private:
    const tcp::Segment& arriving(std::size_t index) const;
    const tcp::Segment* answer_to(std::size_t index) const;
    EndModel& model(trace::Side side) { return models_[trace::index(side)]; }

    void begin();
    void begin_in_the_middle(const Sighting& first);
    void sent(std::size_t index);
    void infer_timer(std::size_t index);
    void infer_unseen_syn_ack(const Sighting& sighting);
    bool is_own_syn(std::size_t index) const;
    void launch(std::size_t index);
    void note_changes(std::size_t index, trace::Transit& transit) const;
    void ended(std::size_t index);
    void refused(const Sighting& sighting);
    void taken(const Sighting& sighting, const tcp::Segment& segment);
    void explain_arrival(trace::Side receiver, const tcp::Segment& segment, const tcp::Tcb& before);
    void enter(trace::Side side, tcp::State state, std::optional<tcp::Rule> rule = {});
    void settle();

    const trace::Trace& trace_;
    trace::Recorder recorder_;
    const Sightings& sightings_;
    const Courses& courses_;
    std::array<EndModel, 2> models_;
    std::array<tcp::Tcb, 2> recorded_{};
    std::vector<trace::TransitId> transits_;
    Instant now_{};
};

} // namespace tcpstage::capture
