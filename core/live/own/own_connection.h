#pragma once
// One TCP connection between the user's programs, and its trace. Its events are kept until all consequences of what
// happened are known, because the kernels' samples among them confirm the states that follow from the segments.

#include "core/capture/list/listing.h"
#include "core/live/observe/merge_capture.h"
#include "core/live/session/player.h"
#include "core/run/saved_run.h"

#include <boost/asio/io_context.hpp>

namespace tcpstage::live {

struct OwnStage {
    const lesson::Scenario& network; // its links and faults
    PlayOptions play;                // but for the beginning
    std::uint32_t number = 1;        // of the connection, from 1
    std::int64_t since = 0;          // when the run began
};

class OwnConnection {
public:
    OwnConnection(boost::asio::io_context& io, OwnStage stage, Player::Send send);

    /// An event of this connection.
    void take(const Event& event, std::span<const std::uint8_t> tail);
    /// All consequences of the events so far are known. `settled`: the event that says so.
    void settle(const Event& settled);

    /// Empty before the first settle().
    Player* player() { return player_ ? &*player_ : nullptr; }
    const Player* player() const { return player_ ? &*player_ : nullptr; }
    const lesson::Scenario& scenario() const { return scenario_; }
    std::uint32_t number() const { return stage_.number; }
    /// Nothing is under way, held, or about to be sent again.
    bool is_quiet() const;
    /// Of the segments so far, for a list.
    capture::Connection summary();
    /// To be called once, at the end.
    run::LessonRun lesson_run() &&;

private:
    using Events = std::vector<Happened>;
    bool begin();
    void play(trace::Side side, const Event& settled);
    bool confirms(trace::Side side, tcp::State state) const;

    boost::asio::io_context& io_;
    OwnStage stage_;
    Player::Send send_;
    lesson::Scenario scenario_;
    std::optional<Player> player_; // refers to the scenario
    std::vector<Happened> group_;
    capture::Totals totals_; // of the segments before `counted_`
    trace::TransitId counted_ = 0;
};

} // namespace tcpstage::live
