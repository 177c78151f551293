// Measures the wire between two real network stacks and prints each figure beside its target. It has its own table
// because most figures are single times, not repetitions in a loop.

#include "core/live/client.h"
#include "core/live/session/probe.h"
#include "core/live/session/run_live.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <fmt/format.h>
#include <numeric>

namespace tcpstage::live {

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

WireSetup setup(Device device, bool passes)
{
    WireSetup setup;
    setup.device = device;
    setup.passes = passes;
    setup.stacks[0].address = {10, 0, 0, 1};
    setup.stacks[1].address = {10, 0, 0, 2};
    setup.stacks[0].port = 49152;
    setup.stacks[1].port = 80;
    for (StackSetup& stack : setup.stacks)
        stack.sack = stack.timestamps = stack.window_scale = true;
    return setup;
}

void print(const std::string& what, const std::string& measured, const std::string& target)
{
    fmt::print("  {:<52} {:>18}   {}\n", what, measured, target);
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0.0 : values[values.size() / 2];
}

Command call(trace::Side side, trace::Call which)
{
    Command command;
    command.kind = Command::Kind::Call;
    command.side = static_cast<std::uint8_t>(side);
    command.call = static_cast<std::uint8_t>(which);
    return command;
}

void time_to_ready(Device device)
{
    std::vector<double> times;
    for (int i = 0; i < 20; ++i) {
        boost::asio::io_context io{1};
        const auto start = Clock::now();
        const auto client = Client::start(io, setup(device, false));
        if (!client) return print("wire ready", client.error().sentence(), "");
        times.push_back(Milliseconds{Clock::now() - start}.count());
    }
    print("wire ready, median of 20", fmt::format("{:.1f} ms", median(times)), "<= 20 ms");
}

/// One connection over the wire.
class Line {
public:
    Line(Device device, bool passes) : Line{setup(device, passes)} {}
    explicit Line(const WireSetup& wire) : client_{*Client::start(io_, wire)}
    {
        client_->listen([this](const Event& event, auto) { take(event); }, [this](const Error&) { io_.stop(); });
    }
    void connect()
    {
        client_->send(call(trace::Side::Right, trace::Call::Listen));
        client_->send(call(trace::Side::Left, trace::Call::Connect));
        run_for(std::chrono::milliseconds{50});
    }
    void run_for(std::chrono::nanoseconds time)
    {
        io_.restart();
        io_.run_for(time);
    }
    /// The time from a command to the first event that answers it, in ms.
    double round_trip()
    {
        answered_ = false;
        const auto start = Clock::now();
        client_->send({});
        io_.restart();
        while (!answered_)
            io_.run_one();
        return Milliseconds{Clock::now() - start}.count();
    }
    void send(std::size_t octets)
    {
        const std::vector<std::uint8_t> data(std::min<std::size_t>(octets, 60'000));
        for (std::size_t left = octets; left > 0; left -= std::min(left, data.size()))
            client_->send(call(trace::Side::Left, trace::Call::Send),
                          std::span{data}.first(std::min(left, data.size())));
    }

    std::uint64_t sent = 0;
    std::uint64_t delivered = 0;
    std::int64_t lost = 0;
    std::int64_t unreported = 0;

private:
    void take(const Event& event)
    {
        answered_ = true;
        sent += event.kind == Event::Kind::Sent ? 1U : 0U;
        if (event.kind == Event::Kind::Delivered) delivered += event.octets;
        if (event.kind == Event::Kind::Unordered) lost += event.value;
        if (event.kind == Event::Kind::Unreported) unreported += event.value;
    }

    boost::asio::io_context io_{1};
    std::unique_ptr<Client> client_;
    bool answered_ = false;
};

void command_to_event(Device device)
{
    Line line{device, false};
    line.connect();
    std::vector<double> times;
    for (int i = 0; i < 1000; ++i)
        times.push_back(line.round_trip());
    print("command to event, median of 1000", fmt::format("{:.3f} ms", median(times)), "<= 1 ms");
}

void segments_per_second(Device device)
{
    Line line{device, true};
    line.connect();
    const std::uint64_t before = line.sent;
    constexpr std::size_t megabyte = 1'000'000;
    const auto start = Clock::now();
    while (Clock::now() - start < std::chrono::seconds{2}) {
        line.send(megabyte);
        const std::uint64_t wanted = line.delivered + megabyte;
        const auto give_up = Clock::now() + std::chrono::milliseconds{200};
        while (line.delivered < wanted && Clock::now() < give_up)
            line.run_for(std::chrono::microseconds{200});
    }
    const double seconds = Milliseconds{Clock::now() - start}.count() / 1000;
    print("segments through the wire, each reported",
          fmt::format("{:.0f} /s", static_cast<double>(line.sent - before) / seconds), ">= 50 000 /s");
    print("  of which nobody ordered lost, or were not reported", fmt::format("{} / {}", line.lost, line.unreported),
          "");
}

void losses_at_teaching_rate(Device device)
{
    WireSetup wire = setup(device, true);
    for (StackSetup& stack : wire.stacks)
        stack.quick_ack = true;
    Line line{wire};
    line.connect();
    const std::uint64_t before = line.sent;
    const auto start = Clock::now();
    for (int i = 0; i < 2000; ++i) { // a data segment and its ACK in each millisecond
        line.send(1000);
        line.run_for(start + std::chrono::milliseconds{i + 1} - Clock::now());
    }
    const double seconds = Milliseconds{Clock::now() - start}.count() / 1000;
    const auto rate = static_cast<double>(line.sent - before) / seconds;
    line.run_for(std::chrono::milliseconds{300}); // lost events are counted periodically
    print(fmt::format("losses that nobody ordered, at {:.0f} segments/s", rate), fmt::format("{}", line.lost), "0");
}

void measure(Device device, const char* name)
{
    boost::asio::io_context io{1};
    if (const auto client = Client::start(io, setup(device, false)); !client)
        return fmt::print("{}: {}\n", name, client.error().sentence());
    fmt::print("{}\n", name);
    time_to_ready(device);
    command_to_event(device);
    segments_per_second(device);
    losses_at_teaching_rate(device);
}

} // namespace

} // namespace tcpstage::live

int main()
{
    using namespace tcpstage::live;
    measure(Device::Tun, "wire over TUN");
    measure(Device::Veth, "wire over veth");
}
