// UDP (RFC 768), for the comparison with TCP: datagrams without acknowledgment, order or retransmission.
#include "core/tcp/turn.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

constexpr std::uint32_t longest_datagram = 65535 - 20 - 8; // less the headers of IP and UDP

struct Datagrams {
    Turn& turn;

    void operator()(const Open&)
    {
        if (turn.c.bound) return refuse(Rule::PortOpenAlready, Signal::AlreadyOpen);
        turn.because(Rule::WithoutTcp);
        turn.c.bound = true;
        turn.tcb = Tcb{};
    }

    void operator()(const Send& call)
    {
        if (!turn.c.bound) return refuse(Rule::PortNotOpen, Signal::NoConnection);
        if (call.data.size() > longest_datagram) return refuse(Rule::DatagramTooLong, Signal::TooLong);
        turn.because(Rule::DatagramSent);
        Segment datagram;
        datagram.protocol = Protocol::Udp;
        datagram.source_port = turn.c.local.port;
        datagram.destination_port = turn.c.remote.port;
        datagram.payload = call.data;
        turn.out.emplace_back(Transmit{std::move(datagram), 0, false});
    }

    /// Delivers datagrams until call.octets are used up; the rest of one that does not fit is lost, as with recv().
    void operator()(const Receive& call)
    {
        if (!turn.c.bound) return refuse(Rule::PortNotOpen, Signal::NoConnection);
        std::uint32_t room = call.octets;
        while (room > 0 && !turn.c.unread.empty()) {
            const Bytes datagram = std::move(turn.c.unread.front());
            turn.c.unread.erase(turn.c.unread.begin());
            turn.tcb.unread_bytes -= datagram.size();
            deliver(datagram.slice(0, room));
            room -= std::min(room, datagram.size());
        }
    }

    void operator()(const Arrive& event)
    {
        const Segment& datagram = event.segment;
        const bool ours = datagram.is_datagram() && turn.c.bound;
        if (!ours) return turn.because(Rule::DatagramUnwanted);
        if (turn.c.settings->reads == Reads::AtOnce) {
            turn.because(Rule::DatagramTaken);
            return deliver(datagram.payload);
        }
        const std::uint32_t room = turn.c.settings->receive_buffer - turn.tcb.unread_bytes;
        if (datagram.payload.size() > room) return turn.because(Rule::DatagramNoRoom);
        turn.because(Rule::DatagramTaken);
        turn.tcb.unread_bytes += datagram.payload.size();
        turn.c.unread.push_back(datagram.payload);
    }

    void operator()(const Shutdown&) { end(); }
    void operator()(const Close&) { end(); }
    void operator()(const Abort&) { end(); }
    void operator()(const Expire&) {} // UDP has no timers
    void operator()(const PathMtu&) {}
    void operator()(const Skip&) {}

    void deliver(const Bytes& data)
    {
        turn.tcb.delivered_bytes += data.size();
        turn.out.emplace_back(Deliver{data});
    }

    void end()
    {
        if (!turn.c.bound) return refuse(Rule::PortNotOpen, Signal::NoConnection);
        turn.because(Rule::DatagramsEnd);
        turn.c.bound = false;
        turn.c.unread.clear();
        turn.tcb.unread_bytes = 0;
    }

    void refuse(Rule rule, Signal signal)
    {
        turn.because(rule);
        turn.signal_user(signal);
    }
};

} // namespace

void handle_datagrams(Turn& turn, const Event& event) { std::visit(Datagrams{turn}, event); }

} // namespace tcpstage::tcp
