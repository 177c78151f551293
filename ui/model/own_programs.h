#pragma once
// Two programs of the user on real sockets, in the model: what was chosen.

#include <string>

namespace tcpstage::model {

inline constexpr int longestOwnDelayMs = 400; // one way: a kernel repeats a SYN after 1 s
/// As chosen last.
struct OwnChoice {
    std::string server; // lines for the shell
    std::string client;
    bool ip6 = false;
    bool byHand = true;
    int delayMs = 20; // of each segment
    friend bool operator==(const OwnChoice&, const OwnChoice&) = default;
};
struct StartOwn { // two programs of the user on real sockets
    OwnChoice choice;
};

} // namespace tcpstage::model
