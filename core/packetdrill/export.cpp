#include "core/packetdrill/packetdrill.h"

#include "core/base/files.h"
#include "core/lesson/yaml/parts.h"
#include "core/packetdrill/linux_words.h"
#include "core/trace/transit.h"

#include <fmt/format.h>

namespace tcpstage::packetdrill {

namespace {

/// Thrown inside the writer only: what packetdrill cannot express.
struct Unspeakable {
    OwnedText what;
};

/// "0.1", "12.000000001": seconds, exactly, with six decimals at least.
std::string seconds_text(Instant at)
{
    constexpr std::int64_t second = 1'000'000'000;
    constexpr std::size_t least_decimals = 6;
    const std::int64_t ns = at.time_since_epoch().count();
    std::string decimals = fmt::format("{:09}", ns % second);
    while (decimals.size() > least_decimals && decimals.ends_with('0'))
        decimals.pop_back();
    return fmt::format("{}.{}", ns / second, decimals);
}

constexpr std::uint16_t least_chosen_mss = 88; // that Linux takes (TCP_MIN_MSS)

/// Writes what happens at one end, line by line.
class ScriptWriter {
public:
    ScriptWriter(const run::LessonRun& lesson_run, trace::Side tested)
        : lesson_run_{lesson_run}, trace_{lesson_run.run.trace}, tested_{tested}
    {}

    std::string write()
    {
        refuse_foreign_traces();
        for (const trace::Side side : trace::both_sides)
            find_initial_number(side);
        head();
        const auto records = trace_.records();
        for (trace::RecordId id = 0; id < records.size(); ++id)
            write_record(records[id], id);
        const bool known = is_open_ && state_ != tcp::State::TimeWait; // of which Linux's socket knows nothing
        if (known) line(fmt::format("%{{ assert tcpi_state == {} }}%", linux_state(state_)), trace_.end());
        return std::move(text_);
    }

private:
    const std::string& name_of(trace::Side side) const { return trace_.endpoint(side).name; }

    void refuse_foreign_traces() const
    {
        if (trace_.source() != trace::Source::Simulated)
            throw Unspeakable{{"it was not simulated, so the script could not say which TCP must pass it",
                               "它不是模拟的，脚本无法说明应由哪个 TCP 通过"}};
        if (trace_.endpoint(tested_).without.tcp) throw Unspeakable{{"it is UDP, not TCP", "它是 UDP，不是 TCP"}};
        if (trace_.endpoint(trace::Side::Left).socket == trace_.endpoint(trace::Side::Right).socket)
            throw Unspeakable{{"the socket talks to itself, but a script needs a second party",
                               "套接字与自己通信，而脚本需要另一方"}};
        if (!trace_.peers().empty()) throw Unspeakable{{"more than two ends take part", "参与的端点多于两个"}};
        for (const trace::Record& record : trace_.records())
            if (record.kind == trace::Kind::Called && record.call() == trace::Call::Skip)
                throw Unspeakable{say({"{} skips octets", "{} 跳过了字节"}, name_of(record.side))};
    }

    /// Numbers in scripts are relative to the initial ones.
    void find_initial_number(trace::Side side)
    {
        for (const trace::Transit& transit : trace_.transits())
            if (transit.from == side && transit.segment.syn() && transit.reason != trace::Reason::FromThePast) {
                initial_[trace::index(side)] = transit.as_sent().seq.value();
                return;
            }
    }

    void head()
    {
        text_ = fmt::format("// {}: {} is under test; the script plays {} and the network.\n", lesson_run_.scenario.id,
                            name_of(tested_), name_of(trace::other(tested_)));
        std::string options;
        for (const auto& [key, value] : lesson::yaml::tcp_lines(settings_of_tested(), tcp::Settings{}))
            options += fmt::format("{}{}: {}", options.empty() ? "" : ", ", key, value);
        text_ += fmt::format("{}{{{}}}\n", stack_comment, options);
        const tcp::Settings& settings = settings_of_tested();
        const auto digit = [](bool on) { return on ? 1 : 0; };
        text_ += fmt::format(
            "`sysctl -q net.ipv4.tcp_timestamps={} net.ipv4.tcp_sack={} net.ipv4.tcp_window_scaling={} "
            "net.ipv4.tcp_ecn={}\n",
            digit(settings.timestamps), digit(settings.sack), digit(settings.window_scale), digit(settings.ecn));
        nearer_to_the_rfcs(settings);
    }

    /// What Linux does beyond the RFCs is switched off as far as it goes: TLP, RACK, segments of several MSS, ACKs that
    /// wait, SYNs in steady intervals. An older Linux does not know all variables: -e.
    void nearer_to_the_rfcs(const tcp::Settings& settings)
    {
        const bool controlled = settings.congestion != tcp::Congestion::None;
        text_ += fmt::format("sysctl -e -q net.ipv4.tcp_congestion_control={0} net.ipv4.tcp_early_retrans=0 "
                             "net.ipv4.tcp_recovery=0 net.ipv4.tcp_frto=0 net.ipv4.tcp_autocorking=0 "
                             "net.ipv4.tcp_syn_linear_timeouts=0 net.ipv4.tcp_slow_start_after_idle=1\n"
                             "sysctl -q net.ipv4.tcp_wmem=\"4096 {1} {1}\"\n"
                             "ip link set dev tun0 gso_max_segs 1 || true\n",
                             settings.congestion == tcp::Congestion::Cubic ? "cubic" : "reno", settings.send_buffer);
        const std::uint32_t window = settings.initial_window != 0 ? settings.initial_window : 10;
        const bool at_once = settings.delayed_ack == Duration{0} && !settings.combine_fin_ack;
        text_ += fmt::format("ip route change 192.0.2.0/24 via 192.168.0.1 dev tun0 initcwnd {}{} || true`\n",
                             controlled ? window : 1000, at_once ? " quickack 1" : "");
    }

    const tcp::Settings& settings_of_tested() const
    {
        return lesson_run_.scenario.setup.endpoints[trace::index(tested_)].settings;
    }

    /// The first event must be at time 0: packetdrill insists on it.
    void line(const std::string& what, Instant at)
    {
        if (!begun_ && at > start_of_time)
            text_ += "0.000000 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n0.000000 close(3) = 0\n";
        begun_ = true;
        text_ += fmt::format("{} {}\n", seconds_text(at), what);
    }

    void write_record(const trace::Record& record, trace::RecordId id)
    {
        if (record.side != tested_) return;
        switch (record.kind) {
        case trace::Kind::Called:
            return call(record, id);
        case trace::Kind::Arrived:
            return arrived(record);
        case trace::Kind::Sent:
            return sent(record);
        case trace::Kind::Entered:
            return entered(record);
        case trace::Kind::Delivered:
            return delivered(record);
        case trace::Kind::Lost:
        case trace::Kind::TimerExpired:
        case trace::Kind::Reason:
        case trace::Kind::Signal:
        case trace::Kind::TimerSet:
        case trace::Kind::TimerCancelled:
            return;
        }
    }

    void arrived(const trace::Record& record)
    {
        if (record.detail != 0) { // such a segment has no effect
            text_ += "// Here a segment arrives whose checksum is wrong.\n";
            return;
        }
        const trace::Transit transit = trace_.transit(record.ref);
        tcp::Segment segment = transit.segment;
        if (transit.marked) segment.ecn = tcp::Ecn::Congestion;
        line("< " + segment_text(transit, std::move(segment)), record.at);
    }

    void sent(const trace::Record& record)
    {
        const trace::Transit transit = trace_.transit(record.ref);
        if (transit.reason == trace::Reason::FromThePast) return; // not sent by this end, but forged in its name
        line("> " + as_expected_of_linux(segment_text(transit, transit.as_sent())), record.at);
    }

    std::string segment_text(const trace::Transit& transit, tcp::Segment segment) const
    {
        const std::uint32_t ours = initial_[trace::index(transit.from)];
        const std::uint32_t theirs = initial_[trace::index(trace::other(transit.from))];
        const bool uncounted = segment.rst() && segment.has_ack() && segment.seq == tcp::Seq{0}; // answers from CLOSED
        if (!uncounted) segment.seq = segment.seq - ours;
        if (segment.has_ack()) segment.ack = segment.ack - theirs;
        segment.options.sack_count = tcp::sack_blocks_sent(segment.options);
        shift_numbers(segment.options, 0U - theirs);
        return tcp::notation(segment, segment.window);
    }

    /// A user that reads at once: octets that nobody reads would make Linux's close() send a RST.
    void delivered(const trace::Record& record)
    {
        if (!is_open_ || settings_of_tested().reads != tcp::Reads::AtOnce) return;
        line(fmt::format("read({}, ..., {}) = {}", connected_, record.value, record.value), record.at);
    }

    void entered(const trace::Record& record)
    {
        state_ = record.to();
        if (!listens_ || record.to() != tcp::State::Established) return;
        connected_ = next_descriptor_++;
        line(fmt::format("accept({}, ..., ...) = {}", listener_, connected_), record.at);
        line(fmt::format("close({}) = 0", listener_), record.at);
        listens_ = false;
        is_open_ = true;
    }

    void call(const trace::Record& record, trace::RecordId id)
    {
        switch (record.call()) {
        case trace::Call::Listen:
            return listen(record);
        case trace::Call::Connect:
            return connect(record);
        case trace::Call::Send:
        case trace::Call::Read:
            return transfer(record, id);
        case trace::Call::Shutdown:
            return line(fmt::format("shutdown({}, SHUT_WR) = 0", descriptor(record)), record.at);
        case trace::Call::Close:
        case trace::Call::Abort:
            return close(record);
        case trace::Call::Crash:
            if (state_ == tcp::State::Closed) return;
            throw Unspeakable{say({"{} crashes", "{} 崩溃了"}, name_of(tested_))};
        case trace::Call::Accept:
            throw Unspeakable{say({"{} accepts by hand", "{} 手动 accept"}, name_of(tested_))};
        case trace::Call::Skip: // refuse_foreign_traces
            return;
        }
    }

    /// Whether the call was refused, so that it had no effect.
    bool is_refused(trace::RecordId call) const
    {
        for (trace::RecordId id = call + 1; id < trace_.records().size(); ++id) {
            const trace::Record record = trace_.record(id);
            if (record.cause != call) return false;
            if (record.kind == trace::Kind::Signal && record.signal() >= tcp::Signal::NoConnection) return true;
        }
        return false;
    }

    int open_socket(Instant at)
    {
        const int descriptor = next_descriptor_++;
        line(fmt::format("socket(..., SOCK_STREAM, IPPROTO_TCP) = {}", descriptor), at);
        const tcp::Settings& settings = settings_of_tested();
        if (settings.mss != tcp::Settings{}.mss && settings.mss >= least_chosen_mss)
            line(fmt::format("setsockopt({}, SOL_TCP, TCP_MAXSEG, [{}], 4) = 0", descriptor, settings.mss), at);
        if (!settings.nagle) line(fmt::format("setsockopt({}, SOL_TCP, TCP_NODELAY, [1], 4) = 0", descriptor), at);
        return descriptor;
    }

    void listen(const trace::Record& record)
    {
        if (state_ != tcp::State::Closed || listens_)
            throw Unspeakable{say({"{} listens although it is open", "{} 已打开却又 listen"}, name_of(tested_))};
        listener_ = open_socket(record.at);
        line(fmt::format("setsockopt({}, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0", listener_), record.at);
        line(fmt::format("bind({}, ..., ...) = 0", listener_), record.at);
        line(fmt::format("listen({}, 1) = 0", listener_), record.at);
        listens_ = true;
    }

    void connect(const trace::Record& record)
    {
        if (state_ != tcp::State::Closed)
            throw Unspeakable{say(
                {"{} connects although it is open, which a socket cannot do", "{} 已打开却又 connect，套接字做不到"},
                name_of(tested_))};
        connected_ = open_socket(record.at);
        line(fmt::format("fcntl({}, F_SETFL, O_RDWR|O_NONBLOCK) = 0", connected_), record.at);
        line(fmt::format("connect({}, ..., ...) = -1 EINPROGRESS (Operation now in progress)", connected_), record.at);
        is_open_ = true;
    }

    int descriptor(const trace::Record& record) const
    {
        if (is_open_) return connected_;
        throw Unspeakable{say({"{} calls {} before its connection was accepted, which a socket cannot do",
                               "{} 在连接被接受之前调用 {}，套接字做不到"},
                              name_of(tested_), trace::word(record.call()))};
    }

    void transfer(const trace::Record& record, trace::RecordId id)
    {
        if (is_refused(id)) return;
        const int socket = descriptor(record);
        if (state_ == tcp::State::SynSent || state_ == tcp::State::SynReceived)
            throw Unspeakable{say({"{} calls {} before it is connected, which a socket refuses",
                                   "{} 在连接建立之前调用 {}，套接字会拒绝"},
                                  name_of(tested_), trace::word(record.call()))};
        if (record.call() == trace::Call::Send)
            return line(fmt::format("write({}, ..., {}) = {}", socket, record.value, record.value), record.at);
        const std::int64_t got = delivered_by(id);
        if (got != 0) line(fmt::format("read({}, ..., {}) = {}", socket, got, got), record.at);
    }

    std::int64_t delivered_by(trace::RecordId call) const
    {
        std::int64_t octets = 0;
        for (trace::RecordId id = call + 1; id < trace_.records().size(); ++id) {
            const trace::Record record = trace_.record(id);
            if (record.cause != call) break;
            if (record.kind == trace::Kind::Delivered) octets += record.value;
        }
        return octets;
    }

    void close(const trace::Record& record)
    {
        if (listens_ && state_ == tcp::State::Listen) {
            listens_ = false;
            return line(fmt::format("close({}) = 0", listener_), record.at);
        }
        if (!is_open_ && state_ == tcp::State::Closed) return;
        const int socket = descriptor(record);
        if (record.call() == trace::Call::Abort)
            line(fmt::format("setsockopt({}, SOL_SOCKET, SO_LINGER, {{onoff=1, linger=0}}, 8) = 0", socket), record.at);
        line(fmt::format("close({}) = 0", socket), record.at);
        is_open_ = false;
    }

    const run::LessonRun& lesson_run_;
    const trace::Trace& trace_;
    trace::Side tested_;
    std::array<std::uint32_t, 2> initial_{};
    std::string text_;
    tcp::State state_ = tcp::State::Closed;
    int next_descriptor_ = 3;
    int listener_ = 0;
    int connected_ = 0;
    bool begun_ = false;
    bool listens_ = false;
    bool is_open_ = false; // `connected_` is a descriptor that is not closed
};

Result<std::string> script_of(const run::LessonRun& lesson_run, trace::Side tested)
{
    const std::string who = lesson_run.run.trace.endpoint(tested).name;
    const auto refuse = [&](const OwnedText& why) {
        return fail(say({"packetdrill cannot express this run with {} under test: {}",
                         "以 {} 为被测端时，packetdrill 无法表达这次运行：{}"},
                        who, why),
                    {lesson_run.scenario.id, 0, 0}, {"use json or pcapng", "请改用 json 或 pcapng"});
    };
    std::string text;
    try {
        text = ScriptWriter{lesson_run, tested}.write();
    } catch (const Unspeakable& unspeakable) {
        return refuse(unspeakable.what);
    }
    if (text.size() > largest_script)
        return refuse(say({"too large: a script has at most {}", "太大：一个脚本最多 {}"}, amount(largest_script)));
    // Runs the script once, so that a script that is returned passes.
    const auto loaded = load_script(text, lesson_run.scenario.id + ".pkt");
    if (!loaded) return refuse(loaded.error().what);
    const packetdrill::Outcome outcome = packetdrill::run(loaded->script, {true, loaded->stack});
    if (!outcome.cut.empty()) return refuse(outcome.cut);
    if (outcome.verdict != packetdrill::Verdict::Passed)
        return refuse(say({"as a script it would differ in line {}: {}", "写成脚本后第 {} 行会不一致：{}"},
                          outcome.line, outcome.what));
    return text;
}

} // namespace

Result<std::string> to_packetdrill(const run::LessonRun& lesson_run, std::optional<trace::Side> tested)
{
    auto script = script_of(lesson_run, tested.value_or(trace::Side::Left));
    if (script || tested) return script;
    auto second = script_of(lesson_run, trace::Side::Right);
    return second ? second : script;
}

} // namespace tcpstage::packetdrill
