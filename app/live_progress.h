#pragma once
// A live run on the command line while it goes on: a line on the terminal for a long one, and Ctrl+C ends it early.

#include "core/base/text.h"
#include "core/live/session/live_run.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace tcpstage::app {

/// That Ctrl+C has ended a run.
void say_stopped(Language language);

class LiveProgress : public live::Spectator {
public:
    explicit LiveProgress(Language language);
    LiveProgress(const LiveProgress&) = delete;
    LiveProgress& operator=(const LiveProgress&) = delete;

    /// Where the run is to be carried out.
    boost::asio::io_context& io() { return io_; }
    void begins(live::Player& player, live::Vantage vantage, const std::vector<OwnedText>& limits) override;
    bool wants() override { return false; }
    void sees(const trace::Trace& /*trace*/) override {}
    /// The run is over: its line leaves the terminal.
    void end();

private:
    void later();
    void say();

    Language language_;
    boost::asio::io_context io_{1};
    boost::asio::signal_set signals_;
    boost::asio::steady_timer timer_;
    live::Player* player_ = nullptr;
    bool to_terminal_;
    bool said_ = false;
};

} // namespace tcpstage::app
