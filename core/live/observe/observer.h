#pragma once
// Turns what happens on real kernels into a trace, through a Recorder. What follows from one thing shares its instant:
// the kernel is done within microseconds.

#include "core/live/observe/tcb_model.h"
#include "core/live/protocol.h"
#include "core/sim/link.h"
#include "core/trace/recorder.h"

#include <functional>
#include <map>
#include <optional>
#include <span>

namespace tcpstage::live {

/// A segment that has just left its stack. `passage` says what will become of it, if that is known already.
struct Departure {
    std::uint32_t frame = 0;
    Side from = Side::Left;
    const Segment& segment;
    Instant at;
};

/// How much can be seen: every segment and its kernel asked at once, every segment but the kernel asked now and then,
/// or no segment at all.
enum class Sight : std::uint8_t { Wire, Watched, Gauges };

class Observer {
public:
    /// Asked for each segment that is sent, before it is recorded; empty: it is held.
    using Judge = std::function<std::optional<Passage>(const Departure&)>;

    /// `start`: the machine's time at the trace's instant 0.
    Observer(Trace& trace, std::int64_t start, Judge judge, Sight sight = Sight::Wire);

    void take(const Event& event, std::span<const std::uint8_t> tail);

    /// The next segment of that side is none of its own: the lesson lets it come from the network's past.
    void expect_injection(Side side) { injected_[index(side)] += 1; }
    /// What will become of a held segment.
    void amend(std::uint32_t frame, const Passage& passage, bool duplicated);
    /// Whether the kernel was found in that state, asked after that instant: so it is confirmed what a segment implies.
    using Witness = std::function<bool(Side, State, Instant)>;
    void believe(Witness witness) { witness_ = std::move(witness); }
    /// Why a segment will be lost.
    void explain(std::uint32_t frame, Reason reason) { reasons_[frame] = reason; }

    const Tcb& tcb(Side side) const { return models_[index(side)].tcb(); }
    const TcbModel& model(Side side) const { return models_[index(side)]; }
    bool under_way() const { return !transits_.empty(); }
    /// By frame, as the wire numbers them.
    TransitId transit(std::uint32_t frame) const;
    std::int64_t start() const { return start_; }
    Instant now() const { return now_; }
    /// Segments that the machine lost before anybody saw them, and events that nobody read in time.
    std::uint64_t unseen_losses() const { return unseen_losses_; }
    std::uint64_t unreported() const { return unreported_; }

private:
    struct UnderWay {
        TransitId transit = no_transit;
        TransitId copy = no_transit;
    };

    void begin_group(const Event& event);
    void settle();
    void called(const Event& event);
    void arrived(const Event& event);
    void lost(const Event& event, Reason reason);
    void sent(const Event& event, std::span<const std::uint8_t> packet);
    std::optional<Record> cause_record() const;
    Certainty told_by_kernel() const { return sight_ == Sight::Gauges ? Certainty::Sampled : Certainty::Observed; }
    void launch(const Departure& departure, const std::optional<Passage>& passage);
    void saved(const Event& event, std::span<const std::uint8_t> packet);
    void looked(const Event& event, std::span<const std::uint8_t> tail);
    void enter(Side side, State state);
    void infer(Side side, State state);
    void told(Side side, Signal signal);
    void delivered(Side side, std::uint32_t octets);
    void infer_timer(Side side, const Segment& segment);
    void infer_timer(Side side, State from);

    Trace& trace_;
    Recorder recorder_;
    std::int64_t start_;
    Judge judge_;
    Sight sight_;
    Witness witness_;
    Instant now_{};
    bool in_group_ = false;
    bool has_head_ = false;
    std::array<TcbModel, 2> models_;
    std::array<Tcb, 2> recorded_{};
    std::array<std::uint32_t, 2> injected_{};
    std::array<bool, 2> closing_{};              // its user has closed
    std::array<bool, 2> opening_{};              // its user has connected, and nothing came of it yet
    std::map<std::uint32_t, UnderWay> transits_; // by frame
    std::map<std::uint32_t, TransitId> all_;
    std::map<std::uint32_t, Reason> reasons_;
    std::uint64_t unseen_losses_ = 0;
    std::uint64_t unreported_ = 0;
};

} // namespace tcpstage::live
