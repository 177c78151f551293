#include "core/capture/watch/report.h"

#include "core/base/say.h"
#include "core/capture/watch/tally.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::capture {

namespace {

constexpr std::size_t most_findings = 10;
constexpr Duration noticed{1s}; // a silence, or an answer that is late
constexpr Duration noticed_shut{10ms};
constexpr int round_trips_noticed = 4;

/// With three digits or less: "1.25 s", "40 ms".
std::string about(Duration duration)
{
    Duration unit{1};
    while (duration / unit >= 1000)
        unit *= 10;
    return to_text((duration + unit / 2) / unit * unit);
}

OwnedText times(std::size_t count)
{
    return count == 1 ? OwnedText{"once", "1 次"} : say({"{} times", "{} 次"}, count);
}

class Reporter {
public:
    Reporter(const Sightings& sightings, const Totals& totals, const Watched& watched)
        : watched_{watched}, sightings_{sightings}, totals_{totals}, fates_{sightings_}, tally_{
                                                                                             tally(sightings_, fates_)}
    {}

    std::vector<Finding> findings();

private:
    const Totals& totals() const { return totals_; }
    const EndTally& of(trace::Side side) const { return tally_.ends[trace::index(side)]; }
    OwnedText name(trace::Side side) const { return trace::spoken(watched_.trace.endpoint(side)); }
    Duration round_trip() const
    {
        return 2 * (fates_.distance(trace::Side::Left) + fates_.distance(trace::Side::Right));
    }
    Duration between(std::size_t from, std::size_t to) const { return sightings_[to].at - sightings_[from].at; }
    void add(std::size_t sighting, OwnedText text);
    void begun();
    void exchanged();
    void shut(trace::Side side);
    void again(trace::Side side);
    void needless(trace::Side side);
    void late(trace::Side side);
    void damaged(trace::Side side);
    void lost();
    void refused(trace::Side side);
    void missing(trace::Side side);
    void kept_alive(trace::Side side);
    void filled(trace::Side side);
    void silence();
    void ended();
    void reset(trace::Side by);

    const Watched& watched_;
    const Sightings& sightings_;
    Totals totals_;
    Fates fates_;
    Tally tally_;
    std::vector<Finding> findings_;
};

void Reporter::add(std::size_t sighting, OwnedText text)
{
    const trace::RecordId record = watched_.trace.transit(watched_.transits[sighting]).sent_record;
    findings_.push_back({watched_.trace.record(record).at, record, std::move(text)});
}

void Reporter::begun()
{
    const Sighting& first = sightings_.front();
    const bool answers = first.segment.syn() && first.segment.has_ack(); // the SYN itself was not captured
    const trace::Side opener = answers ? trace::other(first.from) : first.from;
    const EndTally& end = of(opener);
    const OwnedText peer = name(trace::other(opener));
    if (totals().begun == Begun::MidStream)
        return add(0, say({"The capture begins in the middle of the connection: what was before is not known.",
                           "抓包从连接中途开始：之前的情况不得而知。"}));
    const std::size_t last = sightings_.size() - 1;
    if (totals().begun == Begun::NoAnswer)
        return add(0, say({"Nothing answered the SYN of the {}: it sent it {} in {}.",
                           "{0} 的 SYN 没有得到任何应答：{1}，历时 {2}。"},
                          name(opener), times(end.syn_again.times + 1), about(between(0, last))));
    const std::size_t answer = tally_.answer.value_or(0);
    if (totals().begun == Begun::Refused)
        return add(answer, say({"The {} refused the connection by a RST, {} after the SYN.",
                                "{} 用 RST 拒绝了连接，在 SYN 之后 {}。"},
                               peer, about(between(0, answer))));
    if (end.syn_again.times > 0)
        return add(0,
                   say({"The {} had to send its SYN {} before the connection opened.", "{} 发了 {} SYN，连接才建立。"},
                       name(opener), times(end.syn_again.times + 1)));
    if (const EndTally& passive = of(trace::other(opener)); passive.syn_again.times > 0)
        return add(answer, say({"The {} had to send its SYN,ACK {}: it, or the answer to it, was lost or late.",
                                "{} 把 SYN,ACK 发了 {}：它或对它的应答丢失了，或者来晚了。"},
                               peer, times(passive.syn_again.times + 1)));
    add(0, say({"The {} opened the connection; the shortest round trip takes {}.", "{} 打开了连接；往返时间最短 {}。"},
               name(opener), about(round_trip())));
}

void Reporter::exchanged()
{
    const std::size_t last = sightings_.size() - 1;
    add(last, say({"In {}, the {} sent {} octets and the {} {}.", "在 {} 内，{} 发送了 {} 字节，{} 发送了 {} 字节。"},
                  about(between(0, last)), name(trace::Side::Left), of(trace::Side::Left).octets,
                  name(trace::Side::Right), of(trace::Side::Right).octets));
}

void Reporter::shut(trace::Side side)
{
    const EndTally& end = of(side);
    if (!end.longest_shut) return;
    const ShutWindow& shut = *end.longest_shut;
    const Duration lasted = between(shut.from, shut.to.value_or(sightings_.size() - 1));
    if (lasted == Duration::zero()) return;
    const std::string span = about(lasted);
    OwnedText text =
        lasted < noticed_shut ? say({"The window of the {} was 0 for {}", "{} 的窗口为 0 持续了 {}"}, name(side), span)
        : shut.to
            ? say({"The {} stopped reading: window 0 for {}", "{} 停止读取：窗口为 0 持续了 {}"}, name(side), span)
            : say({"The {} stopped reading: window 0 for the last {}", "{} 停止读取：最后 {} 窗口一直为 0"}, name(side),
                  span);
    const auto add_part = [&](const OwnedText& part) { text = {text.en + part.en, text.zh + part.zh}; };
    if (shut.probes > 0) add_part(say({", probed {}", "，被探测 {}"}, times(shut.probes)));
    if (end.shut_times > 1)
        add_part(say({" (the longest of {} times)", "（共 {} 次，这是最长的一次）"}, end.shut_times));
    add(shut.from, {text.en + ".", text.zh + "。"});
}

void Reporter::again(trace::Side side)
{
    const EndTally& end = of(side);
    if (end.again.times == 0) return;
    OwnedText text = say({"The {} sent {} of its {} segments again", "{0} 的 {2} 个报文段中有 {1} 个是重传"},
                         name(side), end.again.times, end.segments);
    if (end.fast.times > 0) {
        const OwnedText fast =
            say({", {} of them after three duplicate ACKs", "，其中 {} 个在三个重复 ACK 之后发出"}, end.fast.times);
        text = {text.en + fast.en, text.zh + fast.zh};
    }
    add(end.again.first, {text.en + ".", text.zh + "。"});
    if (end.longest_wait < noticed || sightings_[end.longest_at].segment.syn()) return;
    add(end.longest_at, say({"Before this retransmission the {} waited {}, the longest of all.",
                             "在这次重传之前，{} 等了 {}，是最长的一次。"},
                            name(side), about(end.longest_wait)));
}

void Reporter::needless(trace::Side side)
{
    const EndTally& end = of(side);
    if (end.needless.times == 0) return;
    add(end.needless.first, say({"Retransmissions of the {} were needless {}: the octets had arrived before.",
                                 "{} 有 {} 重传是多余的：那些字节之前已经到达。"},
                                name(side), times(end.needless.times)));
}

void Reporter::late(trace::Side side)
{
    const Count& late = of(side).late;
    if (late.times > 0)
        add(late.first, say({"Segments of the {} passed out of order {}.", "{} 的报文段有 {} 没有按顺序经过。"},
                            name(side), times(late.times)));
}

/// Of two captures: what only the sender's has.
void Reporter::lost()
{
    if (!watched_.joint) return;
    for (const trace::Side side : trace::both_sides) {
        Count lost;
        for (std::size_t i = 0; i < sightings_.size(); ++i)
            if (sightings_[i].from == side && watched_.trace.transit(watched_.transits[i]).fate == trace::Fate::Lost)
                lost.add(i);
        if (lost.times > 0)
            add(lost.first, say({"{} of the {} segments of the {} did not arrive at the {}.",
                                 "{2} 的 {1} 个报文段中有 {0} 个没有到达 {3}。"},
                                lost.times, of(side).segments, name(side), name(trace::other(side))));
    }
}

void Reporter::damaged(trace::Side side)
{
    const Count& damaged = of(side).damaged;
    if (damaged.times > 0)
        add(damaged.first, say({"Segments of the {} had a wrong checksum {}: their receiver drops them.",
                                "{} 的报文段有 {} 校验和不对：接收方会丢弃它们。"},
                               name(side), times(damaged.times)));
}

void Reporter::refused(trace::Side side)
{
    const Count& refused = of(side).refused;
    if (refused.times > 0)
        add(refused.first, say({"Segments that seem to be the {}'s fitted nothing on this connection {}: they are old, "
                                "or not its own.",
                                "看似来自 {} 的报文段有 {} 与本连接不符：它们是旧的，或不是它发的。"},
                               name(side), times(refused.times)));
}

void Reporter::missing(trace::Side side)
{
    const Count& missing = of(side).missing;
    if (missing.times > 0)
        add(missing.first, say({"The {} acknowledged octets that were not captured {}: the capture is incomplete.",
                                "{} 有 {} 确认了没有抓到的数据：抓包不完整。"},
                               name(side), times(missing.times)));
}

void Reporter::kept_alive(trace::Side side)
{
    const EndTally& end = of(side);
    if (end.unanswered_keep_alive.times > 0)
        return add(end.unanswered_keep_alive.first, say({"The {} got no answer to its last keep-alive probes, sent {}.",
                                                         "{} 最后的保活探测没有得到应答，共发出 {}。"},
                                                        name(side), times(end.unanswered_keep_alive.times)));
    if (end.keep_alive.times > 0)
        add(end.keep_alive.first,
            say({"The connection was idle: the {} sent a keep-alive probe {}.", "连接空闲：{} 发了 {} 保活探测。"},
                name(side), times(end.keep_alive.times)));
}

void Reporter::filled(trace::Side side)
{
    const Count& filled = of(side).filled;
    if (filled.times > 0)
        add(filled.first, say({"The {} filled the window of the {} {}: the window limited what it could send.",
                               "{0} 有 {2} 填满了 {1} 的窗口：能发多少受窗口限制。"},
                              name(side), name(trace::other(side)), times(filled.times)));
}

void Reporter::silence()
{
    if (tally_.longest_silence < std::max(noticed, round_trips_noticed * round_trip())) return;
    const Sighting& next = sightings_[tally_.silence_ends];
    const bool known = next.seen.has(Mark::Retransmission) || next.seen.has(Mark::KeepAlive) ||
                       next.seen.has(Mark::WindowProbe) || next.seen.has(Mark::ZeroWindow);
    if (known) return; // another sentence says it
    add(tally_.silence_ends,
        say({"Nothing had passed for {} when the {} went on.", "在 {1} 继续之前，有 {0} 什么也没有经过。"},
            about(tally_.longest_silence), name(next.from)));
}

void Reporter::reset(trace::Side by)
{
    const std::size_t at = of(by).reset.value_or(sightings_.size() - 1);
    const EndTally& peer = of(trace::other(by));
    const auto closed = [&](const EndTally& end) { return end.fin && *end.fin < at; };
    if (closed(of(by)))
        add(at, say({"The {} reset the connection after it had closed its side: what the {} still sent found nobody.",
                     "{} 在关闭自己一侧之后又复位了连接：{} 之后发来的数据已无人接收。"},
                    name(by), name(trace::other(by))));
    else if (closed(peer))
        add(at,
            say({"The {} reset the connection instead of closing it in its turn.", "{} 没有接着关闭，而是复位了连接。"},
                name(by)));
    else
        add(at, say({"The {} reset the connection; neither end had closed it.", "{} 复位了连接，双方都没有先关闭。"},
                    name(by)));
}

void Reporter::ended()
{
    const std::size_t last = sightings_.size() - 1;
    if (totals().begun == Begun::Refused || totals().begun == Begun::NoAnswer) return;
    const auto& left = of(trace::Side::Left).fin;
    const auto& right = of(trace::Side::Right).fin;
    switch (totals().ended) {
    case Ended::Orderly: {
        const trace::Side first = left.value_or(last) <= right.value_or(last) ? trace::Side::Left : trace::Side::Right;
        return add(
            std::min(left.value_or(last), right.value_or(last)),
            say({"Both ends closed the connection, the {} first.", "双方都关闭了连接，{} 先关闭。"}, name(first)));
    }
    case Ended::ResetByLeft:
        return reset(trace::Side::Left);
    case Ended::ResetByRight:
        return reset(trace::Side::Right);
    case Ended::TimedOut:
        return add(last, say({"The {} got no answer any more; the capture ends with its retransmissions.",
                              "{} 再也没有得到应答；抓包结束于它的重传。"},
                             name(sightings_[last].from)));
    case Ended::Open:
        if (left.has_value() != right.has_value())
            return add(left ? *left : *right, say({"Only the {} closed its side before the capture ends.",
                                                   "到抓包结束时，只有 {} 关闭了自己一侧。"},
                                                  name(left ? trace::Side::Left : trace::Side::Right)));
        return add(last, say({"The capture ends while the connection is open.", "抓包结束时连接仍然打开。"}));
    }
}

std::vector<Finding> Reporter::findings()
{
    if (sightings_.empty()) return {};
    begun();
    ended();
    exchanged();
    if (watched_.joint) add(0, joint_text(*watched_.joint, watched_.trace));
    lost();
    const std::size_t always = findings_.size();
    using Chapter = void (Reporter::*)(trace::Side);
    constexpr std::array<Chapter, 9> chapters{&Reporter::shut,    &Reporter::again,   &Reporter::needless,
                                              &Reporter::damaged, &Reporter::refused, &Reporter::late,
                                              &Reporter::missing, &Reporter::filled,  &Reporter::kept_alive};
    silence();
    for (const Chapter chapter : chapters)
        for (const trace::Side side : trace::both_sides)
            (this->*chapter)(side);
    const std::size_t last = sightings_.size() - 1;
    if (totals().begun == Begun::NoAnswer || totals().begun == Begun::Refused)
        add(last, say({"No connection came about.", "连接没有建立。"}));
    else if (findings_.size() == always && of(trace::Side::Left).syn_again.times == 0 &&
             of(trace::Side::Right).syn_again.times == 0)
        add(last, say({"No octet was sent twice, and neither end stopped reading.",
                       "没有字节发送两次，双方也都没有停止读取。"}));
    if (findings_.size() > most_findings) findings_.resize(most_findings);
    std::ranges::stable_sort(findings_, {}, &Finding::at);
    return std::move(findings_);
}

} // namespace

std::vector<Finding> report(const Sightings& sightings, const Totals& totals, const Watched& watched)
{
    return Reporter{sightings, totals, watched}.findings();
}

OwnedText joint_text(const Joint& joint, const trace::Trace& trace)
{
    OwnedText text = !joint.knows_clocks
                         ? say({"Two captures are joined; how far their clocks differ is not known, because only one "
                                "direction is in "
                                "both",
                                "两份抓包已合并；两端时钟相差多少不得而知，因为只有一个方向在两份抓包里都有"})
                         : say({"Two captures are joined; their clocks differ by {} (estimated)",
                                "两份抓包已合并；两端时钟相差 {}（估计值）"},
                               about(joint.ahead < Duration::zero() ? -joint.ahead : joint.ahead));
    const auto add_part = [&](const OwnedText& part) { text = {text.en + part.en, text.zh + part.zh}; };
    const auto ppm = std::llround(std::abs(joint.drift) * 1e6);
    if (ppm != 0) add_part(say({", and by {} ms more after each 1000 s", "，每过 1000 s 再多相差 {} ms"}, ppm));
    if (joint.other_addresses)
        add_part(say({"; addresses are translated between them, so the two were matched by sequence numbers and octets "
                      "(here {} and {})",
                      "；两端之间有地址转换，所以按序号和数据配对（这里是 {} 和 {}）"},
                     tcp::to_text(trace.endpoint(trace::Side::Left).socket),
                     tcp::to_text(trace.endpoint(trace::Side::Right).socket)));
    return {text.en + ".", text.zh + "。"};
}

std::string report_text(const std::vector<Finding>& findings, Language language)
{
    std::string text;
    for (const Finding& finding : findings)
        text += fmt::format("{:>12}  {}\n", to_seconds(finding.at), finding.text[language]);
    return text;
}

} // namespace tcpstage::capture
