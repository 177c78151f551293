#include "core/live/wire/wire.h"

#include "core/live/diagnosis.h"
#include "core/live/stack_settings.h"
#include "core/live/wire/failure.h"
#include "core/live/wire/namespaces.h"
#include "core/live/wire/netlink.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace tcpstage::live {

namespace {

constexpr std::array<const char*, 2> here_names{"left", "right"}; // the helper's ends of veth pairs
constexpr const char* stack_interface = "stage";

/// One interface of the namespace that the thread is in.
class Interface {
public:
    explicit Interface(const char* name)
        : socket_{needed(Stage::Link, ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))}, name_{name}
    {}

    void bring_up(int further_flags = 0)
    {
        ifreq request = named();
        needed(Stage::Link, ::ioctl(socket_.get(), SIOCGIFFLAGS, &request));
        request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP | further_flags);
        needed(Stage::Link, ::ioctl(socket_.get(), SIOCSIFFLAGS, &request));
    }
    void set_mtu(int octets)
    {
        ifreq request = named();
        request.ifr_mtu = octets;
        needed(Stage::Link, ::ioctl(socket_.get(), SIOCSIFMTU, &request));
    }
    void set_queue(int packets)
    {
        ifreq request = named();
        request.ifr_qlen = packets;
        ::ioctl(socket_.get(), SIOCSIFTXQLEN, &request);
    }
    void set_hardware(const Hardware& hardware)
    {
        ifreq request = named();
        request.ifr_hwaddr.sa_family = ARPHRD_ETHER;
        std::ranges::copy(hardware, request.ifr_hwaddr.sa_data);
        needed(Stage::Link, ::ioctl(socket_.get(), SIOCSIFHWADDR, &request));
    }
    void set_address(const std::array<std::uint8_t, 4>& address)
    {
        ifreq request = named();
        const auto set = [&](unsigned long what, const std::array<std::uint8_t, 4>& octets) {
            sockaddr_in socket{};
            socket.sin_family = AF_INET;
            std::memcpy(&socket.sin_addr, octets.data(), octets.size());
            std::memcpy(&request.ifr_addr, &socket, sizeof socket);
            needed(Stage::Address, ::ioctl(socket_.get(), what, &request));
        };
        set(SIOCSIFADDR, address);
        set(SIOCSIFNETMASK, {255, 255, 255, 255});
    }
    /// No segments larger than the MTU, and checksums that are filled in.
    void switch_offloads_off()
    {
        for (const unsigned what : {ETHTOOL_STSO + 0U, ETHTOOL_SGSO + 0U, ETHTOOL_SGRO + 0U, ETHTOOL_STXCSUM + 0U}) {
            ifreq request = named();
            ethtool_value value{what, 0};
            request.ifr_data = reinterpret_cast<char*>(&value);
            needed(Stage::Link, ::ioctl(socket_.get(), SIOCETHTOOL, &request));
        }
    }
    void set_neighbour(const std::array<std::uint8_t, 4>& address, const Hardware& hardware)
    {
        arpreq request{};
        sockaddr_in socket{};
        socket.sin_family = AF_INET;
        std::memcpy(&socket.sin_addr, address.data(), address.size());
        std::memcpy(&request.arp_pa, &socket, sizeof socket);
        request.arp_ha.sa_family = ARPHRD_ETHER;
        std::ranges::copy(hardware, request.arp_ha.sa_data);
        request.arp_flags = ATF_PERM | ATF_COM;
        std::strncpy(request.arp_dev, name_, sizeof request.arp_dev - 1);
        needed(Stage::Neighbour, ::ioctl(socket_.get(), SIOCSARP, &request));
    }

private:
    ifreq named() const
    {
        ifreq request{};
        std::strncpy(request.ifr_name, name_, IFNAMSIZ - 1);
        return request;
    }

    Descriptor socket_;
    const char* name_;
};

bool has_ip6(const StackSetup& stack)
{
    return std::ranges::any_of(stack.address6, [](std::uint8_t octet) { return octet != 0; });
}

void no_ip6()
{
    set_sysctl("net.ipv6.conf.all.disable_ipv6", 1);
    set_sysctl("net.ipv6.conf.default.disable_ipv6", 1);
}

/// Without what an interface sends by itself: no second address, no search for routers and for other owners.
void quiet_ip6()
{
    for (const std::string folder : {"net.ipv6.conf.all.", "net.ipv6.conf.default."}) {
        set_sysctl(folder + "accept_dad", 0);
        set_sysctl(folder + "accept_ra", 0);
        set_sysctl(folder + "addr_gen_mode", 1);
        set_sysctl(folder + "router_solicitations", 0);
    }
}

void set_sysctls(const StackSetup& stack, const std::vector<trace::Setting>& of_machine)
{
    for (const trace::Setting& sysctl : of_machine)
        set_sysctl(sysctl.name, sysctl.value);
    for (const trace::Setting& sysctl : sysctls_of(stack))
        set_sysctl(sysctl.name, sysctl.value);
}

HostRoute route(const WireSetup& setup, std::size_t side)
{
    const StackSetup& stack = setup.stacks[side];
    return {.interface = stack_interface,
            .from = widened(stack.address),
            .to = widened(setup.stacks[1 - side].address),
            .is_v6 = false,
            .advertised_mss = stack.mss,
            .initial_window = stack.initial_window,
            .rto_min_ms = stack.rto_min_us / 1000,
            .quick_ack = stack.quick_ack};
}

void set_up_ip6(const WireSetup& setup, std::size_t side, Device device)
{
    HostRoute way = route(setup, side);
    way.is_v6 = true;
    way.from = setup.stacks[side].address6;
    way.to = setup.stacks[1 - side].address6;
    if (const int reason = add_address6(stack_interface, way.from); reason != 0) throw Failure{Stage::Address, reason};
    if (const int reason = add_route(way); reason != 0) throw Failure{Stage::Route, reason};
    if (device != Device::Veth) return;
    const int reason = add_neighbour6(stack_interface, way.to, peer_hardware);
    if (reason != 0) throw Failure{Stage::Neighbour, reason};
}

/// Must be called inside the stack's namespace. On a veth wire the interface already exists.
End set_up_stack(const WireSetup& setup, std::size_t side, Device device, const std::vector<trace::Setting>& of_machine)
{
    End end;
    const bool ip6 = has_ip6(setup.stacks[side]);
    ip6 ? quiet_ip6() : no_ip6();
    set_sysctls(setup.stacks[side], of_machine);
    Interface{"lo"}.bring_up();
    if (device == Device::Tun) end = open_tun(stack_interface);
    Interface link{stack_interface};
    link.set_mtu(wire_mtu);
    link.set_queue(100'000); // a stalled helper must not lose segments
    if (device == Device::Veth) {
        link.set_hardware(stack_hardware);
        link.switch_offloads_off();
    }
    link.set_address(setup.stacks[side].address);
    link.bring_up(IFF_NOARP);
    if (const int reason = add_route(route(setup, side)); reason != 0) throw Failure{Stage::Route, reason};
    if (device == Device::Veth) link.set_neighbour(setup.stacks[1 - side].address, peer_hardware);
    if (ip6) set_up_ip6(setup, side, device);
    return end;
}

Device choose(Device wanted)
{
    if (wanted != Device::Auto) return wanted;
    const Descriptor tun{::open("/dev/net/tun", O_RDWR | O_CLOEXEC)};
    return tun.open() ? Device::Tun : Device::Veth;
}

} // namespace

Wire make_wire(const WireSetup& setup, const std::vector<trace::Setting>& of_machine)
{
    Wire wire;
    wire.device = choose(setup.device);
    no_ip6();
    set_sysctl("net.ipv4.tcp_child_ehash_entries", 64U); // small tables: quick to allocate and to search
    for (std::size_t side = 0; side < 2; ++side) {
        wire.networks[side] = make_network_namespace();
        if (wire.device != Device::Veth) continue;
        const int reason = make_veth(here_names[side], stack_interface, wire.networks[side].get());
        if (reason != 0) throw Failure{Stage::Veth, reason};
        Interface{here_names[side]}.bring_up(); // before the other end, otherwise the first SYN may be lost
    }
    for (std::size_t side = 0; side < 2; ++side) {
        const Inside inside{wire.networks[side]};
        wire.ends[side] = set_up_stack(setup, side, wire.device, of_machine);
    }
    if (wire.device == Device::Veth)
        for (std::size_t side = 0; side < 2; ++side)
            wire.ends[side] = open_capture(here_names[side]);
    return wire;
}

} // namespace tcpstage::live
