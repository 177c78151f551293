#include "core/live/kernel_options.h"

#include "core/live/stack_settings.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::live {

namespace {

constexpr std::uint16_t ethernet_mss = 1460;        // of the wire's MTU
constexpr std::uint32_t largest_window = 1U << 30U; // RFC 7323 section 2.2
constexpr Duration syn_rto{1s};
constexpr Duration longest_delay{450ms}; // one way, without a second SYN

template <typename Number> Number clamped(std::int64_t value)
{
    return static_cast<Number>(std::clamp<std::int64_t>(value, 1, std::numeric_limits<Number>::max()));
}
std::int64_t milliseconds(Duration duration) { return std::chrono::ceil<std::chrono::milliseconds>(duration).count(); }
std::int64_t seconds(Duration duration) { return std::chrono::ceil<std::chrono::seconds>(duration).count(); }

/// Collects one sentence for each option that differs from its default and that a kernel does not offer.
class Limits {
public:
    Limits(const lesson::Scenario& scenario, std::vector<OwnedText>& said) : scenario_{scenario}, said_{said} {}

    void say(OwnedText what, const OwnedText& instead = {})
    {
        if (!instead.empty()) {
            what.en += "; " + instead.en;
            what.zh += "；" + instead.zh;
        }
        if (std::ranges::find(said_, what) == said_.end()) said_.push_back(std::move(what));
    }
    void of_every_kernel(const tcp::Settings& wished)
    {
        of_timers(wished);
        if (!wished.challenge_ack)
            say({"challenge_ack cannot be switched off", "无法关闭 challenge_ack"},
                {"the kernel follows RFC 5961", "内核遵循 RFC 5961"});
        if (wished.ack_throttle != tcp::Settings{}.ack_throttle)
            say({"ack_throttle cannot be chosen", "无法选择 ack_throttle"},
                {"the kernel has a limit of its own", "内核有自己的限制"});
        if (!wished.simultaneous_mitigation)
            say({"simultaneous_mitigation cannot be switched off", "无法关闭 simultaneous_mitigation"},
                {"the kernel handles it in its own way", "内核按自己的方式处理"});
        if (wished.backlog > 0 || wished.syn_cookies != tcp::SynCookies::Off)
            say({"the backlog and SYN cookies cannot be chosen", "无法选择 backlog 和 SYN cookie"},
                {"the kernel's own queues are used", "使用内核自己的队列"});
        if (wished.ecn) say({"nothing marks segments here: ecn is left out", "这里没有谁会打标记：不使用 ecn"});
        if (wished.take_together)
            say({"take_together cannot be chosen", "无法选择 take_together"},
                {"a kernel decides itself when to acknowledge", "何时确认由内核决定"});
        if (wished.time_wait_reuse)
            say({"time_wait_reuse cannot be chosen", "无法选择 time_wait_reuse"},
                {"the kernel decides by timestamps", "内核依据时间戳决定"});
    }
    void of_calls()
    {
        for (const lesson::Step& step : scenario_.steps) {
            const auto* made = std::get_if<lesson::CallStep>(&step.action);
            if (made != nullptr && made->call == trace::Call::Crash)
                say({"a kernel cannot forget one connection: the crash is left out",
                     "内核无法忘掉一条连接：略去崩溃这一步"},
                    in_simulator);
            if (made != nullptr && made->call == trace::Call::Accept)
                say({"connections are accepted at once", "连接会被立即接受"});
            if (made != nullptr && made->call == trace::Call::Skip)
                say({"a kernel cannot skip octets: they are left out", "内核无法跳过字节：略去 skip 这一步"},
                    in_simulator);
            if (made != nullptr) of_sending(*made);
        }
        if (scenario_.beside)
            say({"a live run has one world: the second is left out", "真实运行只有一个场景：略去第二个"}, in_simulator);
        const auto other_peer = [](const sim::Injection& injection) { return injection.source.has_value(); };
        if (std::ranges::any_of(scenario_.setup.injections, other_peer))
            say({"segments with other sources are left out", "略去来自其他源地址的报文段"}, in_simulator);
    }

private:
    static inline const OwnedText in_simulator{"run this lesson in the simulator", "请在模拟器中运行本课"};

    void of_timers(const tcp::Settings& wished)
    {
        const tcp::Settings usual;
        const std::string first = to_text(wished.rto_initial);
        if (wished.rto_initial != syn_rto)
            say({fmt::format("rto_initial {} cannot be chosen", first), fmt::format("无法选择 rto_initial {}", first)},
                {"a kernel starts with 1 s", "内核从 1 秒开始"});
        if (wished.persist_min != usual.persist_min)
            say({"persist_min cannot be chosen", "无法选择 persist_min"},
                {"a kernel's first window probe comes after one RTO", "内核在一个 RTO 之后发出第一个窗口探测"});
    }
    void of_sending(const lesson::CallStep& made)
    {
        const tcp::Settings& wished = scenario_.setup.endpoints[trace::index(made.side)].settings;
        const std::size_t first_transit = 10 * std::size_t{wished.mss};
        if (made.call == trace::Call::Send && made.data.size() > first_transit &&
            wished.congestion == tcp::Congestion::None)
            say({"no kernel sends without congestion control", "没有内核会不做拥塞控制就发送"},
                {"Reno is used", "使用 Reno"});
    }

    const lesson::Scenario& scenario_;
    std::vector<OwnedText>& said_;
};

void set_timers(StackSetup& stack, const tcp::Settings& wished)
{
    const tcp::Settings usual;
    if (wished.rto_min != usual.rto_min) stack.rto_min_us = clamped<std::uint32_t>(wished.rto_min / 1us);
    if (wished.rto_max != usual.rto_max) stack.rto_max_ms = clamped<std::uint32_t>(milliseconds(wished.rto_max));
    if (wished.msl != usual.msl) stack.fin_timeout_s = clamped<std::uint16_t>(seconds(2 * wished.msl));
    if (wished.user_timeout > Duration{0})
        stack.user_timeout_ms = static_cast<std::uint32_t>(clamped<std::int32_t>(milliseconds(wished.user_timeout)));
    if (wished.keepalive == Duration{0}) return;
    stack.keepalive_s = clamped<std::uint16_t>(seconds(wished.keepalive));
    stack.keepalive_interval_s = clamped<std::uint16_t>(seconds(wished.keepalive_interval));
    stack.keepalive_probes = clamped<std::uint8_t>(wished.keepalive_probes);
}

/// Leaves what a program chooses for its socket, and what belongs to the connection.
void be_as_the_machine(StackSetup& stack)
{
    stack.machine_settings = true;
    stack.mss = stack.initial_window = 0;
    stack.syn_retries = stack.data_retries = 0;
    stack.rto_min_us = stack.rto_max_ms = stack.fin_timeout_s = 0;
    stack.sack = stack.timestamps = stack.window_scale = stack.quick_ack = stack.cubic = stack.rfc1337 = false;
}

StackSetup stack_of(const sim::EndpointSetup& end)
{
    const tcp::Settings& wished = end.settings;
    StackSetup stack;
    stack.address = end.socket.address.octets;
    stack.port = end.socket.port;
    stack.choose_iss = !end.iss.given.empty() && end.iss.given.front() != tcp::Seq{0};
    stack.iss = stack.choose_iss ? end.iss.given.front().value() : 0;
    stack.mss = wished.mss < ethernet_mss ? wished.mss : std::uint16_t{0};
    if (wished.receive_buffer != tcp::Settings{}.receive_buffer)
        stack.receive_buffer = std::min(wished.receive_buffer, largest_window);
    stack.initial_window = static_cast<std::uint16_t>(std::min(wished.initial_window, 1000U));
    stack.syn_retries = clamped<std::uint8_t>(wished.syn_retries);
    stack.data_retries = clamped<std::uint8_t>(wished.data_retries);
    stack.sack = wished.sack;
    stack.timestamps = wished.timestamps;
    stack.window_scale = wished.window_scale;
    stack.quick_ack = wished.delayed_ack == Duration{0} && !wished.combine_fin_ack;
    stack.nagle = wished.nagle;
    stack.cubic = wished.congestion == tcp::Congestion::Cubic && has_cubic();
    stack.reads_at_once = wished.reads == tcp::Reads::AtOnce;
    stack.rfc1337 = wished.rfc1337;
    set_timers(stack, wished);
    return stack;
}

/// Makes the timers longer than any person takes to decide.
void be_patient(StackSetup& stack)
{
    stack.rto_min_us = static_cast<std::uint32_t>(patient_rto_min / 1us);
    stack.rto_max_ms = 0;
    stack.syn_retries = 100;
    stack.data_retries = 100;
    stack.user_timeout_ms = 0;
    stack.fin_timeout_s = 43'200;
}

const OwnedText patience_of_kernels{
    "while you hold segments, a kernel waits at least 100 s before it sends data again or probes a closed window; the "
    "RTO shown is what it would be otherwise; three duplicate ACKs work at once",
    "扣住报文段期间，内核至少等 100 秒才会重发数据或探测关闭的窗口；所示的 RTO 是平时的值；三个重复 ACK 照常立即生效"};

void say_of_buffer(Limits& limits, const tcp::Settings& wished)
{
    constexpr std::uint32_t least_window = 1152; // half of SOCK_MIN_RCVBUF
    if (wished.receive_buffer >= least_window) return;
    limits.say({fmt::format("receive_buffer {} cannot be had", wished.receive_buffer),
                fmt::format("无法使用 receive_buffer {}", wished.receive_buffer)},
               {"a kernel's window is about 1152 octets at least, and closes later than in the lesson, or never",
                "内核的窗口至少约 1152 字节，比课程中更晚关闭，或根本不关闭"});
}

void say_of_wire(Limits& limits, const sim::EndpointSetup& end, bool opens)
{
    const tcp::Settings& wished = end.settings;
    limits.of_every_kernel(wished);
    say_of_buffer(limits, wished);
    if (wished.congestion == tcp::Congestion::Cubic && !has_cubic())
        limits.say({"this kernel has no CUBIC, or has not loaded it", "这个内核没有 CUBIC，或没有加载它"},
                   {"Reno is used; sudo modprobe tcp_cubic", "使用 Reno；可运行 sudo modprobe tcp_cubic"});
    if (wished.mss > ethernet_mss)
        limits.say({fmt::format("mss {} is more than the wire can carry", wished.mss),
                    fmt::format("mss {} 超过线路所能承载的长度", wished.mss)},
                   {"1460 octets are used", "使用 1460 字节"});
    if (wished.delayed_ack > Duration{0})
        limits.say({"the delay of an ACK cannot be chosen", "无法选择推迟 ACK 的时间"},
                   {"the kernel waits up to 200 ms", "内核最多等待 200 毫秒"});
    if (!opens && !end.iss.given.empty()) {
        const std::uint32_t iss = end.iss.given.front().value();
        limits.say({fmt::format("a kernel that listens chooses its own initial sequence number, not {}", iss),
                    fmt::format("监听一方的内核自己选择初始序号，而不是 {}", iss)});
    }
    if (opens && end.iss.given.size() > 1)
        limits.say({"every connection of a side begins with its first ISS", "同一端的每条连接都从它的第一个 ISS 开始"});
    if (wished.syn_retries == 0 || wished.data_retries == 0)
        limits.say({"at least one retransmission is made", "至少会重传一次"});
}

/// A kernel has no MSL. Of the two times that depend on it here, only FIN-WAIT-2 can be chosen.
void say_of_msl(Limits& limits, Duration msl, bool by_hand)
{
    if (msl == tcp::Settings{}.msl) return;
    const std::int64_t twice = seconds(2 * msl);
    OwnedText instead{fmt::format("FIN-WAIT-2 after close ends after {} s, which is 2 MSL", twice),
                      fmt::format("close 之后的 FIN-WAIT-2 在 {} 秒（2 MSL）后结束", twice)};
    if (by_hand) instead = {"FIN-WAIT-2 lasts as long as you like", "FIN-WAIT-2 想停留多久都行"};
    limits.say({fmt::format("msl {} cannot be chosen: TIME-WAIT lasts 60 s", to_text(msl)),
                fmt::format("无法选择 msl {}：TIME-WAIT 总是 60 秒", to_text(msl))},
               instead);
}

bool opens_actively(const lesson::Scenario& scenario, trace::Side side)
{
    return std::ranges::any_of(scenario.steps, [side](const lesson::Step& step) {
        const auto* made = std::get_if<lesson::CallStep>(&step.action);
        return made != nullptr && made->side == side && made->call == trace::Call::Connect;
    });
}

bool usable(const tcp::Address& address)
{
    const std::uint8_t first = address.octets[0];
    return first != 0 && first != 127 && first < 224;
}

} // namespace

Duration usual_rto_min(const tcp::Settings& wished)
{
    constexpr Duration of_linux{200ms};
    return wished.rto_min != tcp::Settings{}.rto_min ? wished.rto_min : of_linux;
}

KernelOptions options_for_wire(const lesson::Scenario& scenario, bool by_hand, bool as_machine)
{
    KernelOptions options;
    Limits limits{scenario, options.limits};
    const auto& ends = scenario.setup.endpoints;
    for (const trace::Side side : trace::both_sides) {
        options.stacks[trace::index(side)] = stack_of(ends[trace::index(side)]);
        if (as_machine) be_as_the_machine(options.stacks[trace::index(side)]);
        if (by_hand) be_patient(options.stacks[trace::index(side)]);
        say_of_wire(limits, ends[trace::index(side)], opens_actively(scenario, side));
        if (!as_machine) say_of_msl(limits, ends[trace::index(side)].settings.msl, by_hand);
        if (scenario.setup.links[trace::index(side)].delay > longest_delay)
            limits.say({"with more than 450 ms each way a kernel repeats its SYN before the answer can arrive",
                        "单程超过 450 毫秒时，内核在回答到来之前就会重发 SYN"});
    }
    if (!usable(ends[0].socket.address) || !usable(ends[1].socket.address) ||
        ends[0].socket.address == ends[1].socket.address) {
        limits.say({"a kernel cannot have these addresses", "内核不能使用这些地址"},
                   {"10.0.0.1 and 10.0.0.2 are used", "使用 10.0.0.1 和 10.0.0.2"});
        options.stacks[0].address = {10, 0, 0, 1};
        options.stacks[1].address = {10, 0, 0, 2};
    }
    if (std::ranges::find(scenario.setup.faults, sim::Fault::Kind::Edit, &sim::Fault::kind) !=
        scenario.setup.faults.end())
        limits.say({"a real segment is not edited on its way", "真实的报文段在途中不会被修改"},
                   {"it arrives as it was sent", "它按发出时的样子到达"});
    if (as_machine)
        limits.say({"this machine's own settings are used", "使用本机自己的设置"},
                   {"the lesson's tcp options apply only where a program may choose them for its socket",
                    "课程的 tcp 选项只有程序能为套接字选择的才生效"});
    if (by_hand) options.limits.push_back(patience_of_kernels);
    limits.of_calls();
    return options;
}

KernelOptions options_for_programs(bool by_hand, bool ip6)
{
    KernelOptions options;
    for (std::size_t side = 0; side < 2; ++side) {
        const auto last = static_cast<std::uint8_t>(side + 1);
        StackSetup& stack = options.stacks[side];
        stack.address = {10, 0, 0, last};
        if (ip6) stack.address6 = {0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last};
        stack.port = 1; // the program chooses its own
        stack.runs_program = true;
        be_as_the_machine(stack);
        if (by_hand) be_patient(stack);
    }
    if (by_hand) options.limits.push_back(patience_of_kernels);
    return options;
}

KernelOptions options_for_loopback(const lesson::Scenario& scenario)
{
    KernelOptions options;
    Limits limits{scenario, options.limits};
    const tcp::Settings usual;
    for (const trace::Side side : trace::both_sides) {
        const sim::EndpointSetup& end = scenario.setup.endpoints[trace::index(side)];
        options.stacks[trace::index(side)] = stack_of(end);
        limits.of_every_kernel(end.settings);
        if (end.settings.mss != usual.mss || end.settings.initial_window != 0 ||
            end.settings.rto_min != usual.rto_min || end.settings.syn_retries != usual.syn_retries ||
            end.settings.data_retries != usual.data_retries || end.settings.msl != usual.msl ||
            end.settings.receive_buffer != usual.receive_buffer || end.settings.sack != usual.sack ||
            end.settings.timestamps != usual.timestamps || end.settings.window_scale != usual.window_scale ||
            end.settings.rfc1337)
            limits.say(
                {"the tcp options of this lesson need two private network stacks", "本课的 tcp 选项需要我们自己的线路"},
                {"the machine's settings are used", "使用本机的设置"});
    }
    if (!scenario.setup.faults.empty() || !scenario.setup.injections.empty())
        limits.say({"on the loopback interface nothing can be lost, held or injected: the faults are left out",
                    "回环接口上无法丢弃、扣住或注入报文段：略去故障"});
    limits.say({"addresses, ports, initial sequence numbers and delays are the machine's own",
                "地址、端口、初始序号和延迟都由本机决定"});
    limits.of_calls();
    return options;
}

} // namespace tcpstage::live
