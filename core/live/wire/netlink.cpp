#include "core/live/wire/netlink.h"

#include "core/live/netlink_socket.h"

#include <cerrno>
#include <cstring>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/socket.h>

namespace tcpstage::live {

namespace {

class Request {
public:
    template <typename Body> Request(std::uint16_t type, std::uint16_t flags, const Body& body)
    {
        auto& head = header();
        head.nlmsg_type = type;
        head.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
        head.nlmsg_len = NLMSG_HDRLEN;
        append(&body, sizeof body);
    }

    void octets(std::uint16_t type, const void* data, std::size_t size)
    {
        const std::size_t start = begin(type);
        append(data, size);
        end(start);
    }
    void number(std::uint16_t type, std::uint32_t value) { octets(type, &value, sizeof value); }
    void text(std::uint16_t type, const std::string& value) { octets(type, value.c_str(), value.size() + 1); }

    /// A nested attribute: begin, fill, end.
    std::size_t begin(std::uint16_t type)
    {
        const std::size_t start = header().nlmsg_len;
        const rtattr empty{RTA_LENGTH(0), type};
        append(&empty, sizeof empty);
        return start;
    }
    void end(std::size_t start)
    {
        rtattr attribute{};
        std::memcpy(&attribute, octets_.data() + start, sizeof attribute);
        attribute.rta_len = static_cast<std::uint16_t>(length_ - start);
        std::memcpy(octets_.data() + start, &attribute, sizeof attribute);
    }
    void append(const void* data, std::size_t size)
    {
        if (size != 0) std::memcpy(octets_.data() + header().nlmsg_len, data, size);
        length_ = header().nlmsg_len + size;
        header().nlmsg_len = static_cast<std::uint32_t>(NLMSG_ALIGN(length_));
    }

    /// 0 or errno.
    int ask()
    {
        NetlinkSocket socket{NETLINK_ROUTE};
        if (!socket.open()) return errno;
        const auto answer = socket.ask(std::span{octets_}.first(header().nlmsg_len));
        return answer ? error_of(*answer).value_or(EPROTO) : answer.error();
    }

private:
    nlmsghdr& header() { return *reinterpret_cast<nlmsghdr*>(octets_.data()); }

    alignas(nlmsghdr) std::array<std::uint8_t, 1024> octets_{};
    std::size_t length_ = 0; // without the padding of the last attribute
};

} // namespace

int make_veth(const std::string& here, const std::string& there, int network)
{
    const ifinfomsg any{};
    Request request{RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, any};
    request.text(IFLA_IFNAME, here);
    const std::size_t link = request.begin(IFLA_LINKINFO);
    request.text(IFLA_INFO_KIND, "veth");
    const std::size_t data = request.begin(IFLA_INFO_DATA);
    const std::size_t peer = request.begin(VETH_INFO_PEER);
    request.append(&any, sizeof any);
    request.text(IFLA_IFNAME, there);
    request.number(IFLA_NET_NS_FD, static_cast<std::uint32_t>(network));
    request.end(peer);
    request.end(data);
    request.end(link);
    return request.ask();
}

int add_route(const HostRoute& route)
{
    rtmsg head{};
    const std::size_t size = route.is_v6 ? 16 : 4;
    head.rtm_family = route.is_v6 ? AF_INET6 : AF_INET;
    head.rtm_dst_len = static_cast<unsigned char>(8 * size);
    head.rtm_table = RT_TABLE_MAIN;
    head.rtm_protocol = RTPROT_STATIC;
    head.rtm_scope = RT_SCOPE_LINK;
    head.rtm_type = RTN_UNICAST;
    Request request{RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, head};
    request.octets(RTA_DST, route.to.data(), size);
    request.octets(RTA_PREFSRC, route.from.data(), size);
    request.number(RTA_OIF, ::if_nametoindex(route.interface.c_str()));
    const std::size_t metrics = request.begin(RTA_METRICS);
    if (route.rto_min_ms != 0) {
        request.number(RTAX_LOCK, 1U << RTAX_RTO_MIN); // without the lock the kernel ignores it
        request.number(RTAX_RTO_MIN, route.rto_min_ms);
    }
    if (route.advertised_mss != 0) request.number(RTAX_ADVMSS, route.advertised_mss);
    if (route.initial_window != 0) request.number(RTAX_INITCWND, route.initial_window);
    if (route.quick_ack) request.number(RTAX_QUICKACK, 1);
    request.end(metrics);
    return request.ask();
}

int add_address6(const std::string& interface, const std::array<std::uint8_t, 16>& address)
{
    ifaddrmsg head{};
    head.ifa_family = AF_INET6;
    head.ifa_prefixlen = 128;
    head.ifa_flags = IFA_F_NODAD | IFA_F_PERMANENT;
    head.ifa_index = ::if_nametoindex(interface.c_str());
    Request request{RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, head};
    request.octets(IFA_LOCAL, address.data(), address.size());
    request.octets(IFA_ADDRESS, address.data(), address.size());
    return request.ask();
}

int add_neighbour6(const std::string& interface, const std::array<std::uint8_t, 16>& address,
                   const std::array<std::uint8_t, 6>& hardware)
{
    ndmsg head{};
    head.ndm_family = AF_INET6;
    head.ndm_ifindex = static_cast<int>(::if_nametoindex(interface.c_str()));
    head.ndm_state = NUD_PERMANENT;
    Request request{RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, head};
    request.octets(NDA_DST, address.data(), address.size());
    request.octets(NDA_LLADDR, hardware.data(), hardware.size());
    return request.ask();
}

} // namespace tcpstage::live
