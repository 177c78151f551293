#include "core/live/session/probe.h"

#include "core/live/client.h"
#include "core/live/loopback.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

using Clock = std::chrono::steady_clock;

Attempt try_wire(Device device, std::string with)
{
    Attempt attempt;
    attempt.with = std::move(with);
    boost::asio::io_context io{1};
    WireSetup setup;
    setup.device = device;
    setup.stacks[0].address = {10, 0, 0, 1};
    setup.stacks[1].address = {10, 0, 0, 2};
    setup.stacks[0].port = 49152;
    setup.stacks[1].port = 80;
    const auto start = Clock::now();
    const auto client = Client::start(io, setup);
    attempt.took = Clock::now() - start;
    if (!client) attempt.trouble = client.error();
    return attempt;
}

Attempt try_loopback(Vantage vantage, std::string with)
{
    Attempt attempt;
    attempt.vantage = vantage;
    attempt.with = std::move(with);
    const auto start = Clock::now();
    attempt.trouble = vantage == Vantage::Watch ? try_watching() : try_tcp_info();
    attempt.took = Clock::now() - start;
    return attempt;
}

} // namespace

std::vector<Attempt> probe()
{
    return {try_wire(Device::Tun, "TUN"), try_wire(Device::Veth, "veth"), try_loopback(Vantage::Watch, "dumpcap"),
            try_loopback(Vantage::TcpInfo, "inet_diag")};
}

std::vector<Attempt> probe_until_one_works()
{
    std::vector<Attempt> attempts;
    for (const auto& attempt :
         {+[] { return try_wire(Device::Tun, "TUN"); }, +[] { return try_wire(Device::Veth, "veth"); },
          +[] { return try_loopback(Vantage::Watch, "dumpcap"); },
          +[] { return try_loopback(Vantage::TcpInfo, "inet_diag"); }}) {
        attempts.push_back(attempt());
        if (attempts.back().works()) break;
    }
    return attempts;
}

std::optional<Vantage> best(const std::vector<Attempt>& attempts)
{
    const auto first = std::ranges::find_if(attempts, [](const Attempt& attempt) { return attempt.works(); });
    if (first == attempts.end()) return {};
    return first->vantage;
}

} // namespace tcpstage::live
