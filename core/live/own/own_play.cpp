#include "core/live/own/own_play.h"

#include "core/base/say.h"
#include "core/live/clocks.h"
#include "core/live/stack_settings.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

using boost::system::error_code;

constexpr Duration listens_within{4s};
constexpr Duration sample_every{20ms};
constexpr Duration quiet{250ms};                     // longer than a kernel delays an ACK
constexpr Duration longest_drain{4s};                // for what is lost, and sent again
constexpr Duration ends_within{800ms};               // from SIGTERM to SIGKILL
constexpr std::uint32_t most_unreported = 1'000'000; // segments between two that are reported
constexpr std::uint8_t udp = 17;

bool is_udp(std::span<const std::uint8_t> packet)
{
    return packet.size() >= 20 && packet[packet[0] >> 4U == 6 ? 6 : 9] == udp;
}

Error not_found(trace::Side side, const std::string& command)
{
    constexpr Text client{"the client's program", "客户端程序"};
    constexpr Text server{"the server's program", "服务器程序"};
    return {say({"{} was not found, or may not be executed: {}", "找不到{}，或不允许执行它：{}"},
                side == trace::Side::Left ? client : server, command),
            {},
            {"name it as in a shell, with its path if it is not in PATH",
             "请像在 shell 中那样书写；不在 PATH 中的请写出路径"}};
}

} // namespace

OwnPlay::OwnPlay(boost::asio::io_context& io, const OwnPrograms& programs, OwnOptions options)
    : io_{io}, commands_{programs.commands}, options_{std::move(options)},
      kernel_{options_for_programs(options_.by_hand, programs.ip6)}, timer_{io}
{}

std::string OwnPlay::address(trace::Side side) const
{
    const StackSetup& stack = kernel_.stacks[trace::index(side)];
    const bool is_v6 = stack.address6 != std::array<std::uint8_t, 16>{};
    return tcp::to_text(is_v6 ? tcp::IpAddress::v6(stack.address6) : tcp::IpAddress{tcp::Address{stack.address}});
}

Result<void> OwnPlay::begin(std::function<void()> changed, std::function<void(const std::optional<Error>&)> finished)
{
    changed_ = std::move(changed);
    finished_ = std::move(finished);
    began_ = machine_time();
    auto programs = Programs::make(
        io_, {"TCPSTAGE_CLIENT=" + address(trace::Side::Left), "TCPSTAGE_SERVER=" + address(trace::Side::Right)});
    if (!programs) return tl::unexpected<Error>{programs.error().error()};
    WireSetup setup;
    setup.device = options_.device;
    setup.stacks = kernel_.stacks;
    auto client = Client::start(io_, setup, &(*programs)->launch());
    (*programs)->close_launch_ends();
    if (!client) return tl::unexpected<Error>{client.error().error()};
    client_ = std::move(*client);
    programs_ = std::move(*programs);
    client_->listen([this](const Event& event, std::span<const std::uint8_t> tail) { take(event, tail); },
                    [this](const Error& reason) { finish(reason); });
    programs_->listen({options_.wrote, [this](trace::Side side, const ProgramEnd& end) { ended(side, end); },
                       [this](const Error& error) { finish(error); }});
    programs_->start(trace::Side::Right, commands_[trace::index(trace::Side::Right)]);
    after(listens_within, [this] { start_client(); });
    return {};
}

void OwnPlay::after(Duration wait, std::function<void()> then)
{
    timer_.expires_after(wait);
    timer_.async_wait([then = std::move(then)](error_code error) {
        if (!error) then();
    });
}

void OwnPlay::take(const Event& event, std::span<const std::uint8_t> tail)
{
    if (phase_ == Phase::Finished) return;
    switch (event.kind) {
    case Event::Kind::Listening:
        return start_client();
    case Event::Kind::Sent:
        return sent(event, tail);
    case Event::Kind::Arrived:
    case Event::Kind::Dropped:
        return pass_on(event, tail, event.frame < by_frame_.size() ? by_frame_[event.frame] : no_connection);
    case Event::Kind::Unordered:
        if (event.frame != UINT32_MAX)
            return pass_on(event, tail, event.frame < by_frame_.size() ? by_frame_[event.frame] : no_connection);
        [[fallthrough]];
    case Event::Kind::Unreported: // nobody knows of which connection
        for (const auto& connection : connections_)
            if (connection->player() != nullptr) connection->player()->take(event, tail);
        return;
    case Event::Kind::Sampled:
        return pass_on(event, tail, event.connection);
    case Event::Kind::Settled:
        return settle(event);
    case Event::Kind::Ready:
    case Event::Kind::Failed:
    case Event::Kind::Refused:
    case Event::Kind::Called:
    case Event::Kind::Signal:
    case Event::Kind::Delivered:
    case Event::Kind::Saved:
    case Event::Kind::Alive:
        return;
    }
}

void OwnPlay::sent(const Event& event, std::span<const std::uint8_t> tail)
{
    if (event.frame > by_frame_.size() + most_unreported) return; // no helper counts like that
    by_frame_.resize(std::max(by_frame_.size(), event.frame + std::size_t{1}), no_connection);
    by_frame_[event.frame] = event.connection;
    if (event.connection != no_connection) return pass_on(event, tail, event.connection);
    if (is_udp(tail)) ++datagrams_;
    Command command; // on no stage: it takes as long as a segment
    command.kind = Command::Kind::Decide;
    command.frame = event.frame;
    command.at = event.at + options_.network.setup.links[event.side].delay.count();
    client_->send(command);
}

void OwnPlay::pass_on(const Event& event, std::span<const std::uint8_t> tail, std::uint32_t connection)
{
    if (connection == no_connection) return;
    for (auto number = static_cast<std::uint32_t>(connections_.size()); number <= connection; ++number) {
        PlayOptions play;
        play.by_hand = options_.by_hand && number + 1 == chosen_;
        for (std::size_t side = 0; side < 2; ++side) {
            play.settings[side] = all_settings_of(kernel_.stacks[side]);
            if (options_.by_hand) play.usual_rto_min[side] = usual_rto_min({});
        }
        connections_.push_back(std::make_unique<OwnConnection>(
            io_, OwnStage{options_.network, std::move(play), number + 1, began_},
            [this](const Command& command, std::span<const std::uint8_t> data) { client_->send(command, data); }));
    }
    if (std::ranges::find(touched_, connection) == touched_.end()) touched_.push_back(connection);
    connections_[connection]->take(event, tail);
    if (event.kind != Event::Kind::Sampled) last_news_ = machine_time();
}

void OwnPlay::settle(const Event& event)
{
    for (const std::uint32_t connection : std::exchange(touched_, {}))
        connections_[connection]->settle(event);
    if (changed_) changed_();
    const bool full = std::ranges::any_of(connections_, [](const auto& connection) {
        const Player* player = connection->player();
        return player != nullptr && player->trace().records().size() >= tcpstage::run::most_records;
    });
    if (full) finish();
}

void OwnPlay::start_client()
{
    if (phase_ != Phase::AwaitsListener) return;
    timer_.cancel();
    phase_ = Phase::ClientRuns;
    programs_->start(trace::Side::Left, commands_[trace::index(trace::Side::Left)]);
}

void OwnPlay::ended(trace::Side side, const ProgramEnd& end)
{
    ends_[trace::index(side)] = end;
    if (phase_ == Phase::AwaitsListener) return finish(problem()); // there is nobody to connect to
    if (side == trace::Side::Left && phase_ == Phase::ClientRuns) return drain(Phase::Drains);
    if (side == trace::Side::Right && phase_ == Phase::EndsServer) return drain(Phase::DrainsAgain);
}

/// Waits until nothing is under way any more.
void OwnPlay::drain(Phase phase)
{
    phase_ = phase;
    phase_began_ = last_news_ = machine_time();
    watch();
}

void OwnPlay::watch()
{
    const Duration waited{machine_time() - phase_began_};
    const bool over = is_quiet() || (waited > longest_drain && !options_.by_hand);
    if (!over) return after(sample_every, [this] { watch(); });
    if (phase_ == Phase::DrainsAgain || ends_[trace::index(trace::Side::Right)]) return finish(problem());
    phase_ = Phase::EndsServer;
    programs_->terminate(trace::Side::Right);
    after(ends_within, [this] {
        if (phase_ == Phase::EndsServer) programs_->kill(trace::Side::Right);
    });
}

bool OwnPlay::is_quiet() const
{
    return Duration{machine_time() - last_news_} > quiet &&
           std::ranges::all_of(connections_, [](const auto& connection) { return connection->is_quiet(); });
}

std::optional<Error> OwnPlay::problem() const
{
    for (const trace::Side side : {trace::Side::Right, trace::Side::Left})
        if (const auto& end = ends_[trace::index(side)]; end && end->was_not_found() && connections_.empty())
            return not_found(side, commands_[trace::index(side)]);
    if (!connections_.empty()) return {};
    const auto& client = ends_[trace::index(trace::Side::Left)];
    const auto& server = ends_[trace::index(trace::Side::Right)];
    if (!client && server)
        return Error{say({"the server's program ended before it listened for a connection: {}",
                          "服务器程序在监听之前就结束了：{}"},
                         server->text()),
                     {},
                     {"look at what it wrote", "请看它的输出"}};
    const OwnedText how = client ? client->text() : OwnedText{};
    if (datagrams_ != 0)
        return Error{say({"the programs made no TCP connection: they sent {} datagrams of UDP, and only TCP is shown",
                          "两个程序没有建立 TCP 连接：它们发送了 {} 个 UDP 数据报，而这里只显示 TCP"},
                         datagrams_),
                     {},
                     {}};
    return Error{say({"the programs made no TCP connection; the client's ended: {}",
                      "两个程序没有建立 TCP 连接；客户端程序已结束：{}"},
                     how),
                 {},
                 {"let the client connect to $TCPSTAGE_SERVER", "请让客户端连接 $TCPSTAGE_SERVER"}};
}

void OwnPlay::finish(const std::optional<Error>& problem)
{
    if (phase_ == Phase::Finished) return;
    phase_ = Phase::Finished;
    timer_.cancel();
    if (finished_) finished_(problem);
}

void OwnPlay::hold(bool on)
{
    options_.by_hand = on;
    if (Player* const player = chosen_player()) player->hold(on);
}

const OwnConnection* OwnPlay::chosen() const
{
    return chosen_ <= connections_.size() ? connections_[chosen_ - 1].get() : nullptr;
}

Player* OwnPlay::chosen_player()
{
    return chosen_ <= connections_.size() ? connections_[chosen_ - 1]->player() : nullptr;
}

bool OwnPlay::choose(std::uint32_t number)
{
    if (number == 0 || number > connections_.size()) return false;
    if (Player* const before = chosen_player(); before != nullptr && number != chosen_) before->hold(false);
    chosen_ = number;
    if (Player* const player = chosen_player()) player->hold(options_.by_hand);
    return true;
}

lesson::Scenario plain_network(Duration delay)
{
    lesson::Scenario network = *own_network("", {});
    for (sim::LinkSettings& link : network.setup.links)
        link.delay = delay;
    return network;
}

Result<lesson::Scenario> own_network(const std::string& network, const std::vector<std::string>& faults)
{
    std::string yaml = "title: programs of the user\n"
                       "endpoints:\n"
                       "  client: {address: 10.0.0.1, port: 49152, iss: 0}\n"
                       "  server: {address: 10.0.0.2, port: 80, iss: 0}\n"
                       "steps: [{client: connect}]\n"; // a lesson has one at least
    yaml += "network: {" + network + "}\n";
    if (!faults.empty()) yaml += "faults:\n";
    for (const std::string& fault : faults)
        yaml += "  - " + fault + "\n";
    auto read = lesson::read_scenario(yaml, "own");
    if (!read) return tl::unexpected<Error>{Error{read.error().what, {}, read.error().advice}};
    read->steps.clear();
    read->fault_places.clear();
    read->group = lesson::Group::Real;
    return read;
}

} // namespace tcpstage::live
