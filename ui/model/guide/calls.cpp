#include "ui/model/guide/calls.h"

#include "core/base/say.h"
#include "core/tcp/tcb/state.h"
#include "ui/model/lesson_goal.h"
#include "ui/model/words.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

using tcp::State;
using trace::Call;

constexpr Text noConnection{"there is no connection", "没有连接"};
constexpr Text onlyInLessons{"only a lesson's text can skip octets", "只有课程的文本里能跳过字节"};
constexpr Text nothingToAccept{"UDP has no connections that could be accepted", "UDP 没有连接可接受"};
constexpr Text acceptsItself{"this end accepts connections by itself", "本端会自动接受连接"};

OwnedText openAlready(State state)
{
    return say({"a connection is open already: {}", "连接已经打开：{}"}, tcp::name(state));
}

OwnedText closedAlready(State state)
{
    return say({"this end has closed its direction already: {}", "本端已关闭自己的方向：{}"}, tcp::name(state));
}

bool hasClosed(const tcp::Tcb& tcb)
{
    switch (tcb.state) {
    case State::Closed:
    case State::Listen:
        return false;
    case State::SynSent:
    case State::SynReceived:
    case State::Established:
    case State::CloseWait:
        return tcb.fin_queued;
    case State::FinWait1:
    case State::FinWait2:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        return true;
    }
    return false;
}

std::optional<OwnedText> obstacleOf(const tcp::Tcb& tcb, Call call)
{
    const bool closed = tcb.state == State::Closed;
    switch (call) {
    case Call::Listen:
        return closed ? std::nullopt : std::optional{openAlready(tcb.state)};
    case Call::Connect:
        return closed || tcb.state == State::Listen ? std::nullopt : std::optional{openAlready(tcb.state)};
    case Call::Send:
    case Call::Shutdown:
        if (closed) return OwnedText{noConnection};
        return hasClosed(tcb) ? std::optional{closedAlready(tcb.state)} : std::nullopt;
    case Call::Close:
        if (closed) return OwnedText{noConnection};
        return hasClosed(tcb) && (tcb.reads_closed || !tcb.fin_queued) ? std::optional{closedAlready(tcb.state)}
                                                                       : std::nullopt;
    case Call::Read:
        return closed && tcb.unread_bytes == 0 ? std::optional<OwnedText>{noConnection} : std::nullopt;
    case Call::Abort:
        return closed ? std::optional<OwnedText>{noConnection} : std::nullopt;
    case Call::Crash:
    case Call::Accept:
        return std::nullopt;
    case Call::Skip:
        return OwnedText{onlyInLessons};
    }
    return std::nullopt;
}

Text doesOfUdp(Call call)
{
    switch (call) {
    case Call::Listen:
        return {"opens the port: datagrams to it are accepted", "打开端口：接受发往它的数据报"};
    case Call::Connect:
        return {"names the peer; nothing is sent", "指定对方；不发送任何东西"};
    case Call::Send:
        return {"sends one datagram at once", "立刻发送一个数据报"};
    case Call::Read:
        return {"takes datagrams that have arrived", "取走已到达的数据报"};
    case Call::Shutdown:
    case Call::Close:
    case Call::Abort:
        return {"closes the port; the peer does not learn of it", "关闭端口；对方并不知道"};
    case Call::Crash:
        return {"the machine restarts and forgets the port", "机器重启，端口被遗忘"};
    case Call::Accept:
        return nothingToAccept;
    case Call::Skip:
        return {"UDP numbers no octets that could be skipped", "UDP 的字节没有编号，无从跳过"};
    }
    return {"", ""};
}

} // namespace

Text doesOf(Call call, bool udp)
{
    if (udp) return doesOfUdp(call);
    switch (call) {
    case Call::Listen:
        return {"passive OPEN: waits for a SYN of any peer", "被动打开：等待任何一方的 SYN"};
    case Call::Connect:
        return {"active OPEN: sends a SYN", "主动打开：发送 SYN"};
    case Call::Send:
        return {"gives octets to TCP, which sends them as the windows allow", "把数据交给 TCP，由它在窗口允许时发送"};
    case Call::Read:
        return {"takes octets that have arrived; this makes room in the window", "取走已到达的数据，为窗口腾出空间"};
    case Call::Shutdown:
        return {"sends a FIN after the data, and goes on reading", "发完数据后发送 FIN，但仍继续读取"};
    case Call::Close:
        return {"sends a FIN after the data, and reads no more", "发完数据后发送 FIN，也不再读取"};
    case Call::Abort:
        return {"drops the connection at once, with a RST", "立即放弃连接，并发送 RST"};
    case Call::Crash:
        return {"the machine restarts and forgets the connection without a word",
                "机器重启，连接被遗忘，不发送任何报文段"};
    case Call::Accept:
        return {"takes a connection from the queue of completed ones", "从已完成连接的队列中取走一个连接"};
    case Call::Skip:
        return {"takes octets as sent, acknowledged and read", "视为已有这么多字节发出、确认并读取"};
    }
    return {"", ""};
}

std::optional<OwnedText> obstacleTo(const Model& model, trace::Side side, Call call)
{
    if (!model.staged || model.staged->beside) return std::nullopt;
    const scene::StagedRun& staged = *model.staged;
    const trace::Trace& trace = staged.trace();
    if (trace.source() != trace::Source::Simulated) return OwnedText{wording::branchNotSimulated};
    if (OwnedText goal = goalForbids(model, lesson::ActKind::Call); !goal.empty()) return goal;
    if (trace.is_scripted(side)) return std::nullopt;
    if (trace.endpoint(side).without.tcp)
        return call == Call::Accept ? std::optional<OwnedText>{nothingToAccept} : std::nullopt;
    const bool queues = staged.backlogs[trace::index(side)].has_value();
    if (call == Call::Accept && !queues) return OwnedText{acceptsItself};
    if (queues) return std::nullopt; // a listener and its connections: the engine decides
    // A call is made after everything else of its instant.
    const auto later =
        std::ranges::upper_bound(trace.records(), staged.timeMap.moment(model.goal()).at, {}, &trace::Record::at);
    const auto before = later - trace.records().begin();
    const trace::Moment moment =
        before == 0 ? trace::Moment{} : trace.moment_after(static_cast<trace::RecordId>(before - 1));
    return obstacleOf(trace.at(side, moment), call);
}

} // namespace tcpstage::model
