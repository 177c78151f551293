#pragma once
// Turns what happens on real kernels into a trace, through a Recorder. All consequences of one event share its instant,
// because a kernel reacts within microseconds.

#include "core/live/observe/tcb_model.h"
#include "core/live/protocol.h"
#include "core/live/vantage.h"
#include "core/sim/link.h"
#include "core/trace/recorder.h"

#include <functional>
#include <map>
#include <optional>
#include <span>

namespace tcpstage::live {

/// A segment that has just left its stack.
struct Departure {
    std::uint32_t frame = 0;
    trace::Side from = trace::Side::Left;
    const tcp::Segment& segment;
    Instant at;
    bool by_timer = false; // nothing was done to its stack: one of the stack's own timers sent it
};

class Observer {
public:
    /// Called for each segment that is sent, before it is recorded: what becomes of it. Empty: it is held.
    using Judge = std::function<std::optional<sim::Passage>(const Departure&)>;

    /// `start`: the machine's time at the trace's instant 0.
    Observer(trace::Trace& trace, std::int64_t start, Judge judge, Vantage vantage = Vantage::Wire);

    void take(const Event& event, std::span<const std::uint8_t> tail);

    /// The next segment of that side is not its own: the lesson injects it as an old segment of the network.
    void expect_injection(trace::Side side) { injected_[trace::index(side)] += 1; }
    /// Sets what becomes of a held segment.
    void amend(std::uint32_t frame, const sim::Passage& passage, bool duplicated);
    /// Whether a sample after that instant found the kernel in that state, which confirms what a segment implies.
    using Witness = std::function<bool(trace::Side, tcp::State, Instant)>;
    void believe(Witness witness) { witness_ = std::move(witness); }
    /// The stack of `side` was set to wait at least `least` before it retransmits; else it would wait `usual`. Its RTO
    /// is recorded as it would be.
    void stretched(trace::Side side, Duration least, Duration usual)
    {
        stretches_[trace::index(side)] = {least, usual};
    }
    /// For calls that are not seen: which end waits for the connection. One that is gone is taken to be closed.
    void open(trace::Side passive);
    /// A state that follows from that of the other end, whose kernel cannot be asked.
    void conclude(trace::Side side, tcp::State state);
    /// Sets the reason for which a segment will be lost.
    void explain(std::uint32_t frame, trace::Reason reason) { reasons_[frame] = reason; }

    const tcp::Tcb& tcb(trace::Side side) const { return models_[trace::index(side)].tcb(); }
    const TcbModel& model(trace::Side side) const { return models_[trace::index(side)]; }
    bool under_way() const { return !transits_.empty(); }
    /// By frame, as the wire numbers them.
    trace::TransitId transit(std::uint32_t frame) const;
    std::int64_t start() const { return start_; }
    Instant now() const { return now_; }
    /// Segments that the machine lost before they were seen, and events that were not read in time.
    std::uint64_t unseen_losses() const { return unseen_losses_; }
    std::uint64_t unreported() const { return unreported_; }

private:
    struct UnderWay {
        trace::TransitId transit = trace::no_transit;
        trace::TransitId copy = trace::no_transit;
    };

    void begin_group(const Event& event);
    void settle();
    void called(const Event& event);
    void arrived(const Event& event);
    void lost(const Event& event, trace::Reason reason);
    void sent(const Event& event, std::span<const std::uint8_t> packet);
    trace::Certainty certainty_of_kernel() const
    {
        return vantage_ == Vantage::TcpInfo ? trace::Certainty::Sampled : trace::Certainty::Observed;
    }
    void launch(const Departure& departure, const std::optional<sim::Passage>& passage);
    void saved(const Event& event, std::span<const std::uint8_t> packet);
    void sampled(const Event& event, std::span<const std::uint8_t> tail);
    void enter(trace::Side side, tcp::State state);
    void infer(trace::Side side, tcp::State state);
    void signal_user(trace::Side side, tcp::Signal signal);
    void delivered(trace::Side side, std::uint32_t octets);
    void infer_timer(trace::Side side, const tcp::Segment& segment);
    void infer_timer(trace::Side side, tcp::State from);

    trace::Trace& trace_;
    trace::Recorder recorder_;
    std::int64_t start_;
    Judge judge_;
    Vantage vantage_;
    Witness witness_;
    Instant now_{};
    bool in_group_ = false;
    bool has_head_ = false;
    std::array<TcbModel, 2> models_;
    std::array<tcp::Tcb, 2> recorded_{};
    std::array<std::uint32_t, 2> injected_{};
    std::array<bool, 2> closing_{}; // the user has closed
    std::array<bool, 2> opening_{}; // the user has connected, without a result yet
    std::array<std::optional<Stretch>, 2> stretches_{};
    std::map<std::uint32_t, UnderWay> transits_; // by frame
    std::map<std::uint32_t, trace::TransitId> all_;
    std::map<std::uint32_t, trace::Reason> reasons_;
    std::uint64_t unseen_losses_ = 0;
    std::uint64_t unreported_ = 0;
};

} // namespace tcpstage::live
