// Diagrams as people write them.
#include "core/diagram/words.h"

#include "tests/support/both_languages.h"

#include <gtest/gtest.h>

namespace tcpstage::diagram {
namespace {

Diagram drawn(const std::string& text)
{
    auto result = read_diagram(text, "test");
    EXPECT_TRUE(result) << (result ? "" : result.error().sentence());
    return result ? *result : Diagram{};
}
std::string refusal(const std::string& text)
{
    const auto result = read_diagram(text, "test");
    return result ? "" : said_in_both(result.error());
}
/// "> SYN, ACK seq=y ack=x+1 (3)" of each segment; "left FIN-WAIT-1" of each state.
std::string read_as(const std::string& text)
{
    std::string all;
    for (const Entry& entry : drawn(text).entries) {
        if (const auto* claim = std::get_if<Claim>(&entry)) {
            all +=
                (claim->side == trace::Side::Left ? "left " : "right ") + std::string{tcp::name(claim->state)} + "\n";
            continue;
        }
        const Arrow& arrow = std::get<Arrow>(entry);
        all += (arrow.from == trace::Side::Left ? "> " : "< ") + tcp::to_text(arrow.flags);
        if (arrow.seq) all += " seq=" + to_text(*arrow.seq);
        if (arrow.ack) all += " ack=" + to_text(*arrow.ack);
        if (arrow.octets > 0) all += arrow.some ? " (some)" : " (" + std::to_string(arrow.octets) + ")";
        if (arrow.lost) all += " lost";
        for (const auto& state : arrow.states)
            if (state) all += " " + std::string{tcp::name(*state)};
        all += "\n";
    }
    return all;
}

const std::string handshake = "> SYN seq=x\n< SYN, ACK seq=y ack=x+1\n> ACK seq=x+1 ack=y+1\n";

TEST(ReadDiagram, TakesTheHandshakeInEveryForm)
{
    EXPECT_EQ(read_as("A -> B: SYN seq=x\nB -> A: SYN, ACK seq=y, ack=x+1\nA -> B: ACK seq=x+1 ack=y+1\n"), handshake);
    EXPECT_EQ(read_as("C → S SYN, seq=x\nS → C SYN+ACK, seq=y, ack=x+1\nC → S ACK, seq=x+1, ack=y+1\n"), handshake);
    EXPECT_EQ(read_as("客户端 → 服务器：SYN=1, seq=x\n服务器 → 客户端：SYN=1, ACK=1, seq=y, ack=x+1\n"
                      "客户端 → 服务器：ACK=1, seq=x+1, ack=y+1\n"),
              handshake);
    EXPECT_EQ(
        read_as(
            "1. Client --> Server : SYN = 1，序号 = x\n2. Client <-- Server : SYN=1，ACK=1，序号 = y，确认号 = x + 1\n"
            "3. Client --> Server : ACK=1, 序号 = x+1, 确认号=y+1\n"),
        handshake);
    EXPECT_EQ(read_as("sequenceDiagram\n  autonumber\n  participant c as Client\n  participant s as Server\n"
                      "  c->>+s: SYN (seq=x)\n  s-->>-c: SYN-ACK (seq=y, ack=x+1)\n  c->>s: ACK (seq=x+1, ack=y+1)\n"),
              handshake);
    EXPECT_EQ(
        read_as(
            "第一次握手：客户端 -> 服务器：SYN=1，seq=x\n第二次握手：服务器 -> 客户端：SYN=1，ACK=1，seq=y，ack=x+1\n"
            "第三次握手：客户端 -> 服务器：ACK=1，seq=x+1，ack=y+1\n"),
        handshake);
}

TEST(ReadDiagram, TakesTheShortFormOfAWellKnownPicture)
{
    EXPECT_EQ(read_as("client -> server: SYN J\nserver -> client: SYN K, ACK J+1\nclient -> server: ACK K+1\n"),
              "> SYN seq=J\n< SYN, ACK seq=K ack=J+1\n> ACK ack=K+1\n");
    EXPECT_EQ(read_as("client -> server: FIN M\nserver -> client: ack M+1\n"), "> FIN seq=M\n< ACK ack=M+1\n");
}

TEST(ReadDiagram, TakesWhatToolsPrint)
{
    EXPECT_EQ(read_as("+0 < S 0:0(0) win 65535 <mss 1460>\n+0 > S. 0:0(0) ack 1 <...>\n+.1 < . 1:1(0) ack 1 win 65535\n"
                      "+0 accept(3, ..., ...) = 4\n"),
              "> SYN seq=0\n< SYN, ACK seq=0 ack=1\n> ACK seq=1 ack=1\n");
    EXPECT_EQ(
        read_as("12:00:00.1 IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 100, win 65535, length 0\n"
                "12:00:00.2 IP 10.0.0.2.80 > 10.0.0.1.49152: Flags [S.], seq 300, ack 101, win 65535, length 0\n"),
        "> SYN seq=100\n< SYN, ACK seq=300 ack=101\n");
    EXPECT_EQ(read_as("a -> b: [SYN, ACK] Seq=0 Ack=1 Win=65535 Len=0\n"), "> SYN, ACK seq=0 ack=1\n");
    EXPECT_EQ(read_as("2. SYN-SENT    --> <SEQ=100><CTL=SYN>               --> SYN-RECEIVED\n"
                      "3. ESTABLISHED <-- <SEQ=300><ACK=101><CTL=SYN,ACK>  <-- SYN-RECEIVED\n"),
              "> SYN seq=100 SYN-SENT SYN-RECEIVED\n< SYN, ACK seq=300 ack=101 SYN-RECEIVED ESTABLISHED\n");
}

TEST(ReadDiagram, TakesStatesInBracketsNotesAndLinesOfTheirOwn)
{
    EXPECT_EQ(read_as("C [SYN-SENT] -> S [SYN_RCVD]: SYN seq=x\n"), "> SYN seq=x SYN-SENT SYN-RECEIVED\n");
    EXPECT_EQ(read_as("Note over C,S: ESTABLISHED\nC->>S: FIN seq=u\nNote right of S: CLOSE_WAIT\nC: FIN-WAIT-1\n"),
              "left ESTABLISHED\nright ESTABLISHED\n> FIN seq=u\nright CLOSE-WAIT\nleft FIN-WAIT-1\n");
    EXPECT_EQ(read_as("客户端 -> 服务器：FIN=1，seq=u\n服务器进入 CLOSE_WAIT 状态\n"),
              "> FIN seq=u\nright CLOSE-WAIT\n");
}

TEST(ReadDiagram, TakesTextAndLosses)
{
    EXPECT_EQ(read_as("A -> B: ACK seq=1 ack=1 len=100\nA -x B: SYN seq=1\nA -> B: data\nA -> B: FIN seq=u (lost)\n"),
              "> ACK seq=1 ack=1 (100)\n> SYN seq=1 lost\n> ACK (some)\n> FIN seq=u lost\n");
}

TEST(ReadDiagram, PassesOverNumbersThatAreNoSequenceNumbers)
{
    EXPECT_EQ(read_as("A -> B: SYN seq=9223372036854775807\nB -> A: ACK ack=x+9223372036854775807\n"),
              "> SYN\n< ACK ack=x\n");
}

TEST(ReadDiagram, RefusesWithOneSentenceAndItsLine)
{
    EXPECT_EQ(refusal(""), "test: there is no segment in it; write lines such as \"A -> B: SYN seq=x\"");
    EXPECT_EQ(refusal("A -> B: SYN\nB -> C: ACK\n"),
              "test:2: \"C\" is none of the two ends; a connection has two: A and B");
    EXPECT_EQ(refusal("A -> B: SYN\nB -> A: hello\n"),
              "test:2: it is not clear what this segment is; write its flags and numbers, such as SYN seq=x");
    EXPECT_EQ(refusal("A -> A: SYN\n"), "test:1: \"A\" is none of the two ends; a connection has two: A and B");
    EXPECT_EQ(refusal(std::string(70'000, 'x')), "test: this is too long for a diagram; paste a handshake or a close");
    EXPECT_EQ(refusal("A -> B: SYN\n\xff"), "test:2:1: this is not text: the octet 0xff; save it as UTF-8");
    EXPECT_EQ(refusal("+0 < Q 0:0(0)\n"),
              "test:1: this line of packetdrill cannot be read; write for example \"< S 0:0(0) win 1000\"");
}

} // namespace
} // namespace tcpstage::diagram
