#include "ui/model/explain.h"

#include "ui/model/words.h"

#include <array>

namespace tcpstage {

namespace {

QString plain(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

const char* lessonOf(State state)
{
    switch (state) {
    case State::Closed:
        return "connection-refused";
    case State::Listen:
        return "three-way-handshake";
    case State::SynSent:
        return "syn-lost";
    case State::SynReceived:
        return "syn-ack-lost-server-first";
    case State::Established:
        return "whole-connection";
    case State::FinWait1:
        return "four-way-close";
    case State::FinWait2:
        return "half-close";
    case State::CloseWait:
        return "half-close";
    case State::Closing:
        return "simultaneous-close";
    case State::LastAck:
        return "last-ack-lost";
    case State::TimeWait:
        return "last-ack-lost";
    }
    return "";
}

struct TimerWords {
    Text title;
    Text text;
    const char* source;
    const char* lesson;
};

constexpr std::array<TimerWords, timer_count> timers{{
    {{"Retransmission timer (RTO)", "重传定时器（RTO）"},
     {"Runs while something that was sent is not yet acknowledged. When it expires, the oldest of it is sent again and "
      "the "
      "timeout doubles. Its length follows the measured round-trip times.",
      "只要有已发送但尚未确认的内容，它就在运行。到期时重发其中最早的部分，并把超时时间加倍。时长根据测得的往返时间计算"
      "。"},
     "RFC 6298",
     "syn-lost"},
    {{"Persist timer", "坚持定时器"},
     {"Runs while the peer's window is closed and data waits. When it expires, a probe asks whether the window has "
      "opened; "
      "without it a lost window update would stop both ends for ever.",
      "对端窗口为零而本端仍有数据待发时运行。到期时发送窗口探测；没有它，一旦窗口更新丢失，双方会永远互相等待。"},
     "RFC 9293 3.8.6.1",
     "zero-window"},
    {{"Delayed-ACK timer", "延迟确认定时器"},
     {"An acknowledgment may wait a moment, so that data or a second segment can share it; never longer than half a "
      "second.",
      "确认可以稍等片刻，以便随数据捎带，或一次确认两个报文段；但等待绝不超过半秒。"},
     "RFC 9293 3.8.6.3",
     "delayed-ack"},
    {{"TIME-WAIT timer (2MSL)", "TIME-WAIT 定时器（2MSL）"},
     {"The end that closed first waits twice the maximum segment lifetime: it can acknowledge a repeated FIN, and "
      "segments of "
      "this connection die out before its ports are used again.",
      "先关闭的一端要等待两倍的报文段最大生存时间：这样既能再次确认重发的 "
      "FIN，又能让本连接的报文段在端口被再次使用之前全部消失。"},
     "RFC 9293 3.6.1",
     "last-ack-lost"},
    {{"Keep-alive timer", "保活定时器"},
     {"On a connection that is silent for long, a probe asks whether the peer still lives. It is off unless the user "
      "wants it.",
      "连接长时间空闲时发送探测，查看对端是否还在。除非用户要求，否则不启用。"},
     "RFC 9293 3.8.4",
     "peer-vanishes"},
    {{"User timeout", "用户超时"},
     {"Data that is not acknowledged for so long ends the connection, and the user is told.",
      "数据在这么长的时间内都得不到确认时，连接被终止，并通知用户。"},
     "RFC 9293 3.9.1",
     "peer-vanishes"},
}};

Explanation explainState(State state, const Showing& showing)
{
    const std::string_view name_ = showing.stateNames == StateNames::Rfc ? name(state) : netstat_name(state);
    return {plain(name_), say(meaning(state), showing.language), QStringLiteral("RFC 9293 3.3.2"), lessonOf(state)};
}

Explanation explainTimer(Timer timer, const Showing& showing)
{
    const TimerWords& words = timers[static_cast<std::size_t>(timer)];
    return {say(words.title, showing.language), say(words.text, showing.language), plain(words.source), words.lesson};
}

} // namespace

std::optional<Explanation> explain(const Ref& ref, const Showing& showing)
{
    if (ref.kind == Ref::Kind::State && ref.id < state_count) return explainState(static_cast<State>(ref.id), showing);
    if (ref.kind == Ref::Kind::Timer && ref.id < timer_count) return explainTimer(static_cast<Timer>(ref.id), showing);
    return std::nullopt;
}

} // namespace tcpstage
