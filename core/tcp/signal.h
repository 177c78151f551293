#pragma once

#include <cstdint>

namespace tcpstage::tcp {

/// What TCP reports to the user of an end.
enum class Signal : std::uint8_t {
    Connected,    // the connection is established
    PeerClosed,   // the peer's FIN has arrived: no more data, end of file
    Closed,       // the connection has ended in an orderly way
    Refused,      // the peer answered our SYN with a reset
    Reset,        // the peer, or a rule, reset the connection
    TimedOut,     // no answer after all retransmissions, or the user timeout
    NoConnection, // the call needs a connection, and there is none
    AlreadyOpen,  // OPEN on an open connection
    Closing,      // SEND or CLOSE after CLOSE: not allowed
    NoBuffer,     // SEND of more octets than the send buffer has room for: nothing was queued
    Unanswered,   // R1 retransmissions without an answer: the peer or the path to it may have failed
    TooLong,      // SEND of more octets than one datagram holds: nothing was sent
    BadAddress,   // OPEN to an address that no host can have
    Urgent,       // the peer's urgent data ends further on than what the user has taken
};

} // namespace tcpstage::tcp
