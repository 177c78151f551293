#pragma once
// Beginnings for packetdrill scripts, so that a test writes out only what matters.

#include "core/packetdrill/run.h"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace tcpstage::packetdrill {

/// Runs a script that must be readable.
inline Outcome play(std::string_view text, bool strict = true)
{
    const auto script = read(text, "test.pkt");
    EXPECT_TRUE(script) << script.error().sentence();
    return script ? run(*script, {strict}) : Outcome{};
}

/// "passed", or "LINE: what differs".
inline std::string verdict(std::string_view text, bool strict = true)
{
    const Outcome outcome = play(text, strict);
    const std::string kind = outcome.verdict == Verdict::Unsupported ? "not supported: " : "";
    return outcome.verdict == Verdict::Passed ? "passed" : std::to_string(outcome.line) + ": " + kind + outcome.what;
}

/// A script in which descriptor 4 is an accepted connection; the next sequence number of both ends is 1. Eight lines.
inline std::string accepted(std::string_view rest, std::string_view options = "mss 1460,sackOK,eol,eol",
                            std::string_view agreed = "mss 1460,sackOK,eol,eol")
{
    return "0.00 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
           "+0.00 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n"
           "+0.00 bind(3, ..., ...) = 0\n"
           "+0.00 listen(3, 1) = 0\n"
           "+0.00 < S 0:0(0) win 32767 <" +
           std::string{options} +
           ">\n"
           "+0.00 > S. 0:0(0) ack 1 win 65535 <" +
           std::string{agreed} +
           ">\n"
           "+0.10 < . 1:1(0) ack 1 win 32767\n"
           "+0.00 accept(3, ..., ...) = 4\n" +
           std::string{rest};
}

/// A script in which descriptor 3 is non-blocking and connected, without timestamps and window scaling. Six lines.
inline std::string connected(std::string_view rest)
{
    return "0.00 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
           "+0.00 fcntl(3, F_SETFL, O_RDWR | O_NONBLOCK) = 0\n"
           "+0.00 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)\n"
           "+0.00 > S 0:0(0) win 65535 <mss 1460,nop,wscale 6,sackOK,TS val 100 ecr 0>\n"
           "+0.10 < S. 0:0(0) ack 1 win 32767 <mss 1460>\n"
           "+0.00 > . 1:1(0) ack 1 win 65535\n" +
           std::string{rest};
}

} // namespace tcpstage::packetdrill
