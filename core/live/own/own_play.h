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
    bool by_hand = false; // each segment of the chosen connection waits for decide()
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
    /// Of the chosen connection, from now on each segment is held, or none; `false` also delivers those that are held.
    void hold(bool on);
    bool holds() const { return options_.by_hand; }
    /// Chooses a connection by its number; it is the first to begin with. Segments of the others are never held. False:
    /// there is none with that number.
    bool choose(std::uint32_t number);
    /// Null: it has not begun yet.
    const OwnConnection* chosen() const;
    Player* chosen_player();
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
    std::uint32_t chosen_ = 1;
    Phase phase_ = Phase::AwaitsListener;
    std::uint64_t datagrams_ = 0;
    std::int64_t began_ = 0;
    std::int64_t last_news_ = 0;
    std::int64_t phase_began_ = 0;
};

/// A network of which only the delay of each segment is known.
lesson::Scenario plain_network(Duration delay);
/// The links and faults of a network, as lessons describe them: `network` is what stands there under `network:`, each
/// of `faults` an entry of its list. Errors: those of a lesson.
Result<lesson::Scenario> own_network(const std::string& network, const std::vector<std::string>& faults);

} // namespace tcpstage::live
