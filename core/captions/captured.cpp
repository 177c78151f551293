#include "core/captions/captured.h"

#include "core/base/say.h"
#include "core/base/unknown_octets.h"

namespace tcpstage::captions {

Text sentence_of(tcp::Rule rule, const trace::Trace& trace)
{
    struct Wording {
        tcp::Rule rule;
        Text sentence;
    };
    static constexpr auto captured = std::to_array<Wording>({
        {tcp::Rule::AbortReset,
         {"It resets the connection: by ABORT, because it closed with octets unread, or because it knows no such "
          "connection. A capture does not show which.",
          "它复位连接：可能是 ABORT，可能是关闭时还有未读的数据，也可能它不知道这个连接。抓包看不出是哪一种。"}},
        {tcp::Rule::Crashed,
         {"It opens the connection anew without having closed it: most likely it restarted and forgot it.",
          "它没有关闭就重新打开连接：很可能它重启过，忘了这个连接。"}},
        {tcp::Rule::TimeWaitOver,
         {"The same sockets are used for a new connection, so TIME-WAIT is over.",
          "同样的套接字用于新的连接，可见 TIME-WAIT 已经结束。"}},
        {tcp::Rule::RetransmitBackoff,
         {"The segment goes again though no duplicate ACK asked for it: most likely no ACK came within the RTO.",
          "没有重复 ACK 要求，报文段却又发了一次：很可能在 RTO 内没有收到 ACK。"}},
        {tcp::Rule::FastRetransmit,
         {"Three duplicate ACKs asked for it: it goes again without waiting for the timer.",
          "三个重复 ACK 要它：不等定时器就重发。"}},
        {tcp::Rule::PersistProbe,
         {"The window is closed: a probe asks whether it is open again.",
          "窗口关闭：用探测报文段询问它是否重新打开。"}},
        {tcp::Rule::ResetChallenged,
         {"The reset lies in the window but is not the number expected next: it may be forged, and is not believed.",
          "RST 在窗口内，但不是下一个期望的序号：可能是伪造的，不予采信。"}},
        {tcp::Rule::SynSentBadAck, {"It acknowledges something that was never sent.", "它确认了从未发送过的东西。"}},
    });
    if (is_captured(trace))
        for (const Wording& wording : captured)
            if (wording.rule == rule) return wording.sentence;
    return info(rule).sentence;
}

std::string captured_loss_text(const tcp::Segment& segment, const Names& names, const trace::Record& loss,
                               Language language)
{
    const trace::Side sender = loss.side;
    if (loss.certainty == trace::Certainty::Observed)
        return said(language,
                    {"It was captured where it was sent, and not at {}: it was lost for certain.",
                     "发送它的一端抓到了它，{} 一端没有抓到：它确实丢失了。"},
                    names.end_within(trace::other(sender)));
    if (segment.length() > 0)
        return said(
            language,
            {"Nothing shows that this copy arrived: {} sends it again.", "没有迹象表明这一份到达了：{} 又发了一次。"},
            names.end_within(sender));
    return said(language,
                {"Nothing shows that it arrived: {} repeats what it acknowledges.",
                 "没有迹象表明它到达了：{} 重发了它所确认的内容。"},
                names.end_within(trace::other(sender)));
}

std::string cut_text(const tcp::Segment& segment, Language language)
{
    if (!is_unknown(segment.payload)) return {};
    return said(language, {"The capture does not have its octets.", "抓包没有保存它的数据。"});
}

std::string estimated_text(const trace::Trace& trace, const trace::Record& record, Language language)
{
    if (!is_estimated(trace, record)) return {};
    if (record.kind == trace::Kind::Sent)
        return said(language, {"The time is estimated: it passed the capture point later.",
                               "时间是估计的：它稍后才经过抓包点。"});
    return said(language,
                {"The time is estimated: it passed the capture point before.", "时间是估计的：它之前已经过抓包点。"});
}

} // namespace tcpstage::captions
