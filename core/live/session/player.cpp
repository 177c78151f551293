#include "core/live/session/player.h"

#include "core/base/say.h"
#include "core/live/clocks.h"
#include "core/live/kernel_options.h"
#include "core/live/observe/ip_packet.h"
#include "core/run/reached.h"
#include "core/run/real_notes.h"
#include "core/run/unrest.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

using boost::system::error_code;

constexpr Duration quiet{250ms}; // longer than a kernel delays an ACK
constexpr Duration sample_every{20ms};
constexpr std::uint32_t most_octets_in_a_call = 32768;

trace::Trace live_trace(const sim::Setup& setup, const PlayOptions& options)
{
    const auto info = [&](trace::Side side) {
        const sim::EndpointSetup& own = setup.endpoints[trace::index(side)];
        const tcp::IpSocket socket = options.sockets ? options.sockets->at(trace::index(side)) : own.socket;
        return trace::EndpointInfo{own.name, socket, {}, own.shown, options.settings[trace::index(side)]};
    };
    return {trace::Source::Live, {info(trace::Side::Left), info(trace::Side::Right)}};
}

} // namespace

Player::Player(boost::asio::io_context& io, const lesson::Scenario& scenario, const PlayOptions& options, Send send)
    : scenario_{scenario}, options_{options}, send_{std::move(send)}, start_{options.start != 0 ? options.start
                                                                                                : machine_time()},
      network_{scenario}, result_{live_trace(scenario.setup, options), {}, {}},
      observer_{result_.trace, start_, [this](const Departure& departure) { return judge(departure); },
                options.calls_unseen ? Vantage::Watch : options.vantage},
      timer_{io}
{
    result_.trace.set_began(start_ - clock_difference());
    for (std::size_t i = 0; i < scenario.setup.injections.size() && options.vantage == Vantage::Wire; ++i)
        injections_.push_back(std::make_unique<boost::asio::steady_timer>(io));
    if (options.by_hand) waits_for_quiet_ = find_quiet_waits();
    for (const trace::Side side : trace::both_sides)
        if (const Duration usual = options.usual_rto_min[trace::index(side)]; usual > Duration{0})
            observer_.stretched(side, patient_rto_min, usual);
}

void Player::begin(std::function<void()> changed, std::function<void()> finished)
{
    changed_ = std::move(changed);
    finished_ = std::move(finished);
    schedule_injections();
    go_on();
}

void Player::opens(trace::Side passive, Observer::Witness witness)
{
    observer_.open(passive);
    observer_.believe(std::move(witness));
}

Instant Player::now() const { return Instant{Duration{machine_time() - start_}}; }

std::chrono::steady_clock::time_point Player::time_point(Instant instant) const
{
    return std::chrono::steady_clock::time_point{Duration{start_} + instant.time_since_epoch()};
}

void Player::at(Instant instant, std::function<void()> then)
{
    timer_.expires_at(time_point(instant));
    timer_.async_wait([then = std::move(then)](error_code error) {
        if (!error && then) then();
    });
}

void Player::take(const Event& event, std::span<const std::uint8_t> tail)
{
    observer_.take(event, tail);
    if (doing_ == Doing::Finished) return;
    if (event.kind == Event::Kind::Called && calls_under_way_ > 0) --calls_under_way_;
    if (trace().records().size() >= options_.most_records) return stop_at_limit();
    if (event.kind != Event::Kind::Settled) return;
    if (changed_) changed_();
    if (doing_ == Doing::WaitingForTime && quiet_for_) wait_for_quiet();
    if (doing_ == Doing::Calling && calls_under_way_ == 0)
        go_on();
    else if (doing_ == Doing::WaitingForStates && all_reached()) {
        reaction_.reset();
        lesson_now_ = observer_.now();
        go_on();
    }
}

/// Like a simulated run, a live run ends at this limit: so many records mean an error, or an attempt to cause one.
void Player::stop_at_limit()
{
    warn(say({"the run was stopped after {} records", "运行在 {} 条记录后停止"}, options_.most_records),
         {scenario_.expect.place.file, 0, 0}, {"let both ends close", "请让两端都关闭"});
    finish();
}

/// Makes calls one after another without waiting; a wait begins when all of them are done.
void Player::go_on()
{
    doing_ = Doing::Nothing;
    while (doing_ == Doing::Nothing && step_ < scenario_.steps.size()) {
        const lesson::Step& step = scenario_.steps[step_];
        if (std::holds_alternative<lesson::WaitStep>(step.action) && calls_under_way_ > 0) {
            doing_ = Doing::Calling;
            return;
        }
        ++step_;
        start_step(step);
    }
    if (doing_ == Doing::Nothing) {
        doing_ = Doing::Ending;
        watch_the_end();
    }
}

void Player::start_step(const lesson::Step& step)
{
    if (const auto* made = std::get_if<lesson::CallStep>(&step.action)) return call(*made);
    if (const auto* network = std::get_if<lesson::NetworkStep>(&step.action)) return network_.change(network->links);
    const lesson::WaitStep& wait = std::get<lesson::WaitStep>(step.action);
    if (const auto* states = std::get_if<std::vector<lesson::StateReached>>(&wait.until)) return wait_for(*states);
    doing_ = Doing::WaitingForTime;
    if (options_.by_hand && waits_for_quiet_[step_ - 1]) {
        quiet_for_ = std::min(std::get<Duration>(wait.until), options_.longest_run);
        return wait_for_quiet();
    }
    lesson_now_ += std::min(std::get<Duration>(wait.until), options_.longest_run);
    at(lesson_now_, [this] { go_on(); });
}

void Player::call(const lesson::CallStep& step)
{
    Command command;
    command.kind = Command::Kind::Call;
    command.side = static_cast<std::uint8_t>(step.side);
    command.call = static_cast<std::uint8_t>(step.call);
    command.octets = step.octets;
    if (step.call == trace::Call::Crash || step.call >= trace::Call::Accept) return; // kernel_options.h reports it
    const auto data = step.data.span();
    std::size_t sent = 0;
    do {
        const std::size_t size = std::min<std::size_t>(most_octets_in_a_call, data.size() - sent);
        send_(command, data.subspan(sent, size));
        sent += size;
        ++calls_under_way_;
    } while (sent < data.size());
}

void Player::wait_for(const std::vector<lesson::StateReached>& states)
{
    wanted_ = states;
    records_since_ = trace().records().size();
    if (all_reached()) return;
    doing_ = Doing::WaitingForStates;
    if (states.size() == 1) close_in(states.front());
    at(now() + options_.longest_wait, [this] { give_up_waiting(); });
}

void Player::close_in(const lesson::StateReached& awaited)
{
    if (options_.vantage != Vantage::Wire || awaited.state != tcp::State::CloseWait || step_ == scenario_.steps.size())
        return;
    const auto* made = std::get_if<lesson::CallStep>(&scenario_.steps[step_].action);
    if (made == nullptr || made->side != awaited.side || made->call != trace::Call::Close) return;
    ++step_;
    ++calls_under_way_;
    reaction_.emplace();
    reaction_->kind = Command::Kind::Call;
    reaction_->side = static_cast<std::uint8_t>(made->side);
    reaction_->call = static_cast<std::uint8_t>(made->call);
    reaction_->when = static_cast<std::uint8_t>(awaited.state);
    send_(*reaction_, {});
}

bool Player::all_reached() const
{
    return std::ranges::all_of(wanted_, [this](const lesson::StateReached& wanted) { return reached(wanted); });
}

/// Whether the side is in the state now, or has entered it since the wait began.
bool Player::reached(const lesson::StateReached& wanted) const
{
    if (run::is_reached(wanted, observer_.tcb(wanted.side))) return true;
    if (wanted.acknowledged) return false;
    const tcp::State now = observer_.tcb(wanted.side).state;
    if (now == tcp::State::TimeWait && wanted.state == tcp::State::Closed)
        return true; // a kernel takes 60 s to leave TIME-WAIT
    return std::ranges::any_of(trace().records().subspan(records_since_), [&](const trace::Record& record) {
        return record.kind == trace::Kind::Entered && record.side == wanted.side && record.to() == wanted.state;
    });
}

void Player::give_up_waiting()
{
    if (doing_ != Doing::WaitingForStates) return;
    const auto missing = std::ranges::find_if_not(wanted_, [this](const auto& wanted) { return reached(wanted); });
    const std::string& side = trace().endpoint(missing->side).name;
    warn(say({"the wait for \"{} {}\" did not end within {}: {} stayed in {}",
              "对“{} {}”的等待在 {} 内没有结束：{} 一直处于 {}"},
             side, run::word_of(*missing), to_text(options_.longest_wait), side,
             tcp::name(observer_.tcb(missing->side).state)),
         scenario_.steps[step_ - (reaction_ ? 2 : 1)].place, {"check the calls before it", "请检查它之前的调用"});
    lesson_now_ = now();
    if (reaction_) { // the call is made anyway
        reaction_->when = 0;
        send_(*std::exchange(reaction_, {}), {});
    }
    go_on();
}

void Player::watch_the_end()
{
    const Instant instant = now();
    const bool too_long = instant >= start_of_time + options_.longest_run;
    if (too_long) {
        const run::Unrest unrest = run::unrest_of(observer_.tcb(trace::Side::Left), observer_.tcb(trace::Side::Right));
        warn(say({"the run was stopped after {}: {}", "运行在 {} 后停止：{}"}, to_text(options_.longest_run),
                 run::cause_of(unrest)),
             {scenario_.expect.place.file, 0, 0}, run::advice_for(unrest, true));
    }
    if (too_long || is_quiet()) return finish();
    at(instant + sample_every, [this] { watch_the_end(); });
}

/// Nothing is under way and no timer is about to send, for some time. Counted in samples rather than in time, because
/// on a busy machine events may still wait to be read.
bool Player::is_quiet()
{
    const bool still =
        !observer_.under_way() && calls_under_way_ == 0 && !timer_runs() && observer_.now() == last_news_;
    last_news_ = observer_.now();
    quiet_samples_ = still ? quiet_samples_ + 1 : 0;
    return quiet_samples_ > quiet / sample_every;
}

bool Player::timer_runs() const
{
    constexpr std::array sending{tcp::Timer::Retransmit, tcp::Timer::Persist, tcp::Timer::DelayedAck};
    const auto runs = [this](trace::Side side, tcp::Timer timer) {
        return observer_.tcb(side).deadline(timer) != never;
    };
    return options_.patient && std::ranges::any_of(sending, [&](tcp::Timer timer) {
               return runs(trace::Side::Left, timer) || runs(trace::Side::Right, timer);
           });
}

void Player::finish()
{
    doing_ = Doing::Finished;
    if (finished_) finished_();
}

void Player::halt()
{
    doing_ = Doing::Finished;
    timer_.cancel();
}

void Player::schedule_injections()
{
    for (std::size_t i = 0; i < injections_.size(); ++i) {
        const sim::Injection& injection = scenario_.setup.injections[i];
        if (injection.source) continue; // kernel_options.h reports it
        injections_[i]->expires_at(time_point(injection.at));
        injections_[i]->async_wait([this, &injection](error_code error) {
            if (!error) inject(injection);
        });
    }
}

void Player::inject(const sim::Injection& injection)
{
    const auto& ends = scenario_.setup.endpoints;
    tcp::Segment segment = network_.numbering().in_kernel(injection.segment, injection.from);
    segment.source_port = ends[trace::index(injection.from)].socket.port;
    segment.destination_port = ends[trace::index(trace::other(injection.from))].socket.port;
    observer_.expect_injection(injection.from);
    Command command;
    command.kind = Command::Kind::Inject;
    command.side = static_cast<std::uint8_t>(injection.from);
    send_(command, ip_packet(segment, ends[trace::index(injection.from)].socket.address,
                             ends[trace::index(trace::other(injection.from))].socket.address));
}

void Player::warn(OwnedText what, Place where, OwnedText advice)
{
    result_.warnings.push_back({std::move(what), std::move(where), std::move(advice)});
}

void Player::warn_of_faults()
{
    for (std::size_t i = 0; i < scenario_.setup.faults.size() && options_.vantage == Vantage::Wire; ++i) {
        if (network_.fault_hits()[i] != 0) continue;
        warn(say({"the fault \"{}\" matched no segment", "故障“{}”没有匹配任何报文段"}, scenario_.setup.faults[i].text),
             i < scenario_.fault_places.size() ? scenario_.fault_places[i] : Place{},
             {"compare it with the segments of the run", "请与运行中的报文段对照"});
    }
}

run::Run Player::run() &&
{
    warn_of_faults();
    if (observer_.unseen_losses() != 0)
        warn(say({"{} segments were lost by this machine, although nothing ordered it",
                  "本机丢失了 {} 个报文段：没有人要求丢弃"},
                 observer_.unseen_losses()),
             {}, {"run it again when the machine is less busy", "请在机器空闲时重新运行"});
    if (observer_.unreported() != 0)
        warn({"the record has gaps: more happened than could be recorded", "记录有缺口：发生的事超过了能记录的量"}, {},
             {"send less at once", "请减少一次发送的数据"});
    result_.notes = run::place_notes(scenario_, result_.trace);
    return std::move(result_);
}

} // namespace tcpstage::live
