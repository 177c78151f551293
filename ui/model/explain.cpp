#include "ui/model/explain.h"

#include "ui/model/words.h"
#include "ui/scene/variables.h"

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

struct VariableWords {
    Text text;
    const char* source;
    const char* lesson;
};

constexpr std::array<VariableWords, variable_count> variables{{
    {{"The oldest sequence number that was sent and is not yet acknowledged. An acceptable ACK moves it forward.",
      "已发送但尚未得到确认的最小序号。收到可接受的 ACK 后向前移动。"},
     "RFC 9293 3.3.1",
     "seq-and-ack"},
    {{"The sequence number that will be sent next. SYN and FIN take one each, data one for each octet.",
      "下一个要发送的序号。SYN 和 FIN 各占一个序号，数据每个字节占一个。"},
     "RFC 9293 3.3.1",
     "seq-and-ack"},
    {{"How many octets from SND.UNA on the peer is ready to take: its window, after scaling.",
      "从 SND.UNA 起对端愿意接收的字节数，即对端通告的窗口（已按比例放大）。"},
     "RFC 9293 3.3.1",
     "sliding-window"},
    {{"The initial send sequence number, chosen anew for each connection so that old segments do not fit and strangers "
      "cannot guess it.",
      "初始发送序号。每个连接都重新选取，使旧报文段不会被误收，外人也难以猜中。"},
     "RFC 9293 3.4.1",
     "why-random-isn"},
    {{"The sequence number that is expected next. It is what this end writes into the ACK field of all that it sends.",
      "期望收到的下一个序号。本端发出的每个报文段的确认号字段填的就是它。"},
     "RFC 9293 3.3.1",
     "seq-and-ack"},
    {{"How many octets from RCV.NXT on this end is ready to take; it tells the peer in the window field.",
      "从 RCV.NXT 起本端愿意接收的字节数，通过窗口字段告诉对端。"},
     "RFC 9293 3.3.1",
     "sliding-window"},
    {{"The initial receive sequence number: the peer's ISS, learned from its SYN.",
      "初始接收序号，即从对端的 SYN 得知的对端 ISS。"},
     "RFC 9293 3.3.1",
     "three-way-handshake"},
    {{"The retransmission timeout: how long to wait for an acknowledgment before sending again. It follows SRTT and "
      "doubles with each expiry.",
      "重传超时时间：等待确认多久后重发。它由 SRTT 算出，每超时一次就加倍。"},
     "RFC 6298 2",
     "syn-lost"},
    {{"The smoothed round-trip time: a moving average of how long acknowledgments take.",
      "平滑往返时间：确认返回所需时间的滑动平均。"},
     "RFC 6298 2",
     "retransmission-timeout"},
    {{"The congestion window: how many octets the network is trusted to carry at once. The smaller of it and SND.WND "
      "limits sending.",
      "拥塞窗口：估计网络一次能承受的字节数。发送量受它与 SND.WND 中较小者限制。"},
     "RFC 5681 3.1",
     "slow-start"},
    {{"The slow start threshold: below it the congestion window doubles each round trip, above it grows by one "
      "segment.",
      "慢启动门限：低于它时拥塞窗口每个往返时间加倍，高于它时每个往返只增加一个报文段。"},
     "RFC 5681 3.1",
     "congestion-avoidance"},
    {{"ACKs in a row that acknowledge nothing new. The third is taken as a sign of loss.",
      "连续收到的未确认任何新数据的 ACK 个数。第三个重复 ACK 被视为丢失的信号。"},
     "RFC 5681 3.2",
     "fast-retransmit"},
    {{"Octets that the application has given to TCP and that were never sent yet.",
      "应用已交给 TCP、但还从未发送过的字节数。"},
     "RFC 9293 3.8",
     "sliding-window"},
    {{"Octets that came early and wait for a gap before them to be filled.", "提前到达、正等待前面缺口补齐的字节数。"},
     "RFC 9293 3.10.7.4",
     "reordering"},
    {{"Octets that arrived in order and that the application has not read yet. They make the window smaller.",
      "已按序到达、但应用还没有读取的字节数。它们会使接收窗口变小。"},
     "RFC 9293 3.8.6",
     "zero-window"},
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

Explanation explainVariable(Variable variable, const Showing& showing)
{
    const VariableWords& words = variables[static_cast<std::size_t>(variable)];
    return {nameOf(variable), say(words.text, showing.language), plain(words.source), words.lesson};
}

} // namespace

std::optional<Explanation> explain(const Ref& ref, const Showing& showing)
{
    if (ref.kind == Ref::Kind::State && ref.id < state_count) return explainState(static_cast<State>(ref.id), showing);
    if (ref.kind == Ref::Kind::Timer && ref.id < timer_count) return explainTimer(static_cast<Timer>(ref.id), showing);
    if (ref.kind == Ref::Kind::Variable && ref.id < variable_count)
        return explainVariable(static_cast<Variable>(ref.id), showing);
    return std::nullopt;
}

} // namespace tcpstage
