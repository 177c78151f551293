#pragma once
// Runs two programs of the user on the wire: starts the server's, and the client's when the server listens; lets the
// network decide about each segment; and ends the server's when the client's has ended. Single-threaded: everything
// runs inside the io_context.

#include "core/live/client.h"
#include "core/live/kernel_options.h"
#include "core/live/own/own_connection.h"
#include "core/live/own/programs.h"

#include <boost/asio/steady_timer.hpp>

namespace tcpstage::live {

struct OwnPrograms {
    std::array<std::string, 2> commands; // lines for the shell: of the client, which is on the left, and of the server
    bool ip6 = false;
};

struct OwnOptions {
    lesson::Scenario network; // its links and faults; see own_network()
    Device device = Device::Auto;
    bool by_hand = false; // each segment waits for decide()
    /// Each line that a program writes, in the run's thread.
    std::function<void(trace::Side, std::string_view line)> wrote;
};

class OwnPlay {
public:
    OwnPlay(boost::asio::io_context& io, const OwnPrograms& programs, OwnOptions options);
    OwnPlay(const OwnPlay&) = delete;
    OwnPlay& operator=(const OwnPlay&) = delete;

    /// `changed` is called after each event with its consequences, `finished` once at the end: with an error if nothing
    /// can be shown, or the run broke off. Errors: the wire or the programs cannot be started.
    Result<void> begin(std::function<void()> changed, std::function<void(const std::optional<Error>&)> finished);
    /// Ends both programs, within half a second, if they have not ended yet.
    void end_programs() { programs_->end(); }

    const std::vector<std::unique_ptr<OwnConnection>>& connections() const { return connections_; }
    /// From now on each segment of every connection is held, or none; `false` also delivers the segments that are held.
    void hold(bool on);
    bool holds() const { return options_.by_hand; }
    const std::vector<OwnedText>& limits() const { return kernel_.limits; }
    Device device() const { return client_->device(); }
    /// Empty: it runs, or was never started.
    const std::optional<ProgramEnd>& end_of(trace::Side side) const { return ends_[trace::index(side)]; }

private:
    enum class Phase : std::uint8_t { AwaitsListener, ClientRuns, Drains, EndsServer, DrainsAgain, Finished };

    void take(const Event& event, std::span<const std::uint8_t> tail);
    void sent(const Event& event, std::span<const std::uint8_t> tail);
    void pass_on(const Event& event, std::span<const std::uint8_t> tail, std::uint32_t connection);
    void settle(const Event& event);
    void start_client();
    void ended(trace::Side side, const ProgramEnd& end);
    void drain(Phase phase);
    void watch();
    bool is_quiet() const;
    void finish(const std::optional<Error>& problem = {});
    std::optional<Error> problem() const;
    void after(Duration wait, std::function<void()> then);
    std::string address(trace::Side side) const;

    boost::asio::io_context& io_;
    std::array<std::string, 2> commands_;
    OwnOptions options_;
    KernelOptions kernel_;
    boost::asio::steady_timer timer_;
    std::unique_ptr<Client> client_;
    std::unique_ptr<Programs> programs_; // ends before the helper does
    std::vector<std::unique_ptr<OwnConnection>> connections_;
    std::vector<std::uint32_t> by_frame_; // the connection of each frame
    std::vector<std::uint32_t> touched_;  // connections with events that have not settled
    std::array<std::optional<ProgramEnd>, 2> ends_;
    std::function<void()> changed_;
    std::function<void(const std::optional<Error>&)> finished_;
    Phase phase_ = Phase::AwaitsListener;
    std::uint64_t datagrams_ = 0;
    std::int64_t last_news_ = 0;
    std::int64_t phase_began_ = 0;
};

/// The links and faults of a network, as lessons describe them: `network` is what stands there under `network:`, each
/// of `faults` an entry of its list. Errors: those of a lesson.
Result<lesson::Scenario> own_network(const std::string& network, const std::vector<std::string>& faults);

} // namespace tcpstage::live
