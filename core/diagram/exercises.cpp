#include "core/diagram/check_diagram.h"

namespace tcpstage::diagram {

namespace {

constexpr std::array all{Exercise{"handshake",
                                  {"Three-way handshake", "三次握手"},
                                  R"(C: CLOSED
S: LISTEN
C -> S: SYN=1, seq=x
C: SYN-SENT
S -> C: SYN=1, ACK=1, seq=y, ack=x+1
S: SYN-RCVD
C -> S: ACK=1, seq=x+1, ack=y+1
C: ESTABLISHED
S: ESTABLISHED
)"},
                         Exercise{"ack-x",
                                  {"A handshake: which number is wrong?", "握手：哪个数值不对？"},
                                  R"(C -> S: SYN=1, seq=x
S -> C: SYN=1, ACK=1, seq=y, ack=x
C -> S: ACK=1, seq=x+1, ack=y+1
)"},
                         Exercise{"syn-without-ack",
                                  {"A handshake: which flag is missing?", "握手：缺了哪个标志？"},
                                  R"(sequenceDiagram
    participant C as Client
    participant S as Server
    C->>S: SYN seq=100
    S->>C: SYN seq=300
    C->>S: ACK seq=101 ack=301
)"},
                         Exercise{"established-too-early",
                                  {"A handshake: who is ESTABLISHED too early?", "握手：谁过早进入了 ESTABLISHED？"},
                                  R"(C -> S: SYN=1, seq=x
C: SYN-SENT
S -> C: SYN=1, ACK=1, seq=y, ack=x+1
S: ESTABLISHED
C: ESTABLISHED
C -> S: ACK=1, seq=x+1, ack=y+1
)"},
                         Exercise{"close",
                                  {"Four-way close", "四次挥手"},
                                  R"(C -> S: FIN=1, ACK=1, seq=u, ack=v
C: FIN-WAIT-1
S -> C: ACK=1, seq=v, ack=u+1
S: CLOSE-WAIT
C: FIN-WAIT-2
S -> C: FIN=1, ACK=1, seq=w, ack=u+1
S: LAST-ACK
C -> S: ACK=1, seq=u+1, ack=w+1
C: TIME-WAIT
S: CLOSED
)"},
                         Exercise{"fin-in-second",
                                  {"A close: one FIN too many", "挥手：多了一个 FIN"},
                                  R"(C -> S: FIN=1, ACK=1, seq=u, ack=v
S -> C: FIN=1, ACK=1, seq=v, ack=u+1
S -> C: FIN=1, ACK=1, seq=w, ack=u+1
C -> S: ACK=1, seq=u+1, ack=w+1
)"},
                         Exercise{"close-wait-in-third",
                                  {"A close: a state that is over", "挥手：一个已经结束的状态"},
                                  R"(C -> S: FIN=1, ACK=1, seq=u, ack=v
S -> C: ACK=1, seq=v, ack=u+1
S -> C: FIN=1, ACK=1, seq=w, ack=u+1
S: CLOSE-WAIT
C -> S: ACK=1, seq=u+1, ack=w+1
)"},
                         Exercise{"passive-time-wait",
                                  {"A close: who waits 2 MSL?", "挥手：谁要等待 2MSL？"},
                                  R"(C -> S: FIN=1, ACK=1, seq=u, ack=v
S -> C: ACK=1, seq=v, ack=u+1
S -> C: FIN=1, ACK=1, seq=w, ack=u+1
C -> S: ACK=1, seq=u+1, ack=w+1
C: CLOSED
S: TIME-WAIT
)"},
                         Exercise{"fin-not-counted",
                                  {"A close: which acknowledgment is wrong?", "挥手：哪个确认号不对？"},
                                  R"(C -> S: FIN, ACK seq=500 ack=900
S -> C: ACK seq=900 ack=501
S -> C: FIN, ACK seq=900 ack=501
C -> S: ACK seq=501 ack=900
)"}};

} // namespace

std::span<const Exercise> exercises() { return all; }

} // namespace tcpstage::diagram
