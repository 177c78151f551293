#include "core/run/run.h"

#include "core/lesson/yaml/parts.h"
#include "core/run/reached.h"
#include "core/run/unrest.h"
#include "core/sim/world.h"

#include <algorithm>

namespace tcpstage::run {

namespace {

constexpr std::uint64_t most_sent_segments = most_records / 2; // each is sent and arrives

/// Takes the steps of a scenario one after another.
class Runner {
public:
    Runner(const lesson::Scenario& scenario, std::stop_token stop)
        : scenario_{scenario}, stop_{std::move(stop)}, names_{{scenario.setup.endpoints[0].name,
                                                               scenario.setup.endpoints[1].name}},
          world_{scenario.setup}, result_{sim::empty_trace(scenario.setup), {}, {}}, recorder_{result_.trace}
    {}

    Run finished(std::vector<Instant>* step_begins) &&
    {
        for (const lesson::Step& step : scenario_.steps) {
            if (stop_.stop_requested()) return std::move(result_);
            if (step_begins) step_begins->push_back(world_.now());
            if (const auto* made = std::get_if<lesson::CallStep>(&step.action))
                call(*made, step.place);
            else if (const auto* network = std::get_if<lesson::NetworkStep>(&step.action))
                change(network->links);
            else
                wait(std::get<lesson::WaitStep>(step.action), step.place);
        }
        if (step_begins) step_begins->push_back(world_.now());
        if (scenario_.end)
            wait_until(std::min(world_.now() + *scenario_.end, start_of_time + longest_run), {});
        else
            run_on();
        if (stop_.stop_requested()) return std::move(result_);
        result_.begin = beginning(scenario_, result_.trace);
        result_.notes = place_notes(scenario_.notes, result_.trace, result_.begin);
        warn_of_beginning();
        warn_of_limits();
        warn_of_faults();
        warn_of_notes();
        return std::move(result_);
    }

private:
    void run_on()
    {
        while (may_go_on() && !is_endless_storm() && !is_endless_probing() && world_.step(recorder_)) {
        }
    }

    void call(const lesson::CallStep& made, const Place& place)
    {
        if (made.call == trace::Call::Send && !fits(made.data.size(), place)) return;
        if (made.call == trace::Call::Skip && !world_.can_skip(made.side))
            return warn({"nothing was skipped: not all is acknowledged and read, or a segment is under way",
                         "没有跳过：还有数据未确认或未读取，或者还有报文段在途中"},
                        place, {"wait before it until both ends are quiet", "请在它之前等双方都安静下来"});
        world_.call(made.side, made.call, recorder_, made.data, made.octets);
    }

    /// All segments of a send may be sent in one event, during which the limits are not checked.
    bool fits(std::uint64_t octets, const Place& place)
    {
        const auto& ends = scenario_.setup.endpoints;
        const std::uint64_t mss = std::max<std::uint64_t>(1, std::min(ends[0].settings.mss, ends[1].settings.mss));
        if (sent_segments_ + octets / mss <= most_sent_segments) {
            sent_segments_ += octets / mss;
            return true;
        }
        warn(say({"too large: at most {} segments, so this send was left out",
                  "太大：最多 {} 个报文段，已略去这次 send"},
                 most_sent_segments),
             place, {"send less, or choose a larger mss", "请少发一些，或选大一些的 mss"});
        return false;
    }

    void change(const std::array<sim::LinkSettings, 2>& links)
    {
        const auto& known = result_.networks;
        const auto records = static_cast<trace::RecordId>(result_.trace.records().size());
        result_.networks.push_back({world_.now(), records == 0 ? trace::no_record : records - 1,
                                    known.empty() ? scenario_.setup.links : known.back().links, links});
        world_.set_links(links);
    }

    void warn(OwnedText what, Place where, OwnedText advice)
    {
        result_.warnings.push_back({std::move(what), std::move(where), std::move(advice)});
    }

    /// Whether the next event is within the limits of a run.
    bool may_go_on()
    {
        const auto next = world_.next_event();
        if (!next || stop_.stop_requested()) return false;
        stopped_ = stopped_ || *next > start_of_time + longest_run || result_.trace.records().size() >= most_records;
        return !stopped_;
    }

    /// Whether no timer runs, nothing will be injected, and everything under way is ACKs that only cause further ACKs.
    bool is_endless_storm()
    {
        storm_ = storm_ || (world_.only_segments_are_left() && storm_watch_.sees_only_a_storm(result_.trace));
        stopped_ = stopped_ || storm_;
        return storm_;
    }

    /// Whether nothing is left but probes that are answered again and again.
    bool is_endless_probing()
    {
        probing_ = probing_ || (probe_watch_.sees_only_probes(result_.trace) && world_.only_probes_are_left());
        stopped_ = stopped_ || probing_;
        return probing_;
    }

    void wait(const lesson::WaitStep& step, const Place& place)
    {
        if (const auto* states = std::get_if<std::vector<lesson::StateReached>>(&step.until))
            wait_for(*states, place);
        else
            wait_until(world_.now() + std::get<Duration>(step.until), place);
    }

    void wait_until(Instant end, const Place& place)
    {
        if (end > start_of_time + longest_run) {
            warn({"this wait ends after 24 hours of the lesson's time, and was left out",
                  "这个 wait 要到课程时间 24 小时之后才结束，已略去"},
                 place, {"wait for less", "请缩短等待"});
            return;
        }
        while (may_go_on() && *world_.next_event() <= end)
            world_.step(recorder_);
        if (!stopped_ && !stop_.stop_requested()) world_.run_until(end, recorder_);
    }

    /// A state counts if the side is in it now or enters it while waiting, even if it leaves the state again.
    void wait_for(std::vector<lesson::StateReached> missing, const Place& place)
    {
        std::size_t seen = result_.trace.records().size();
        const auto strike_out_reached = [&] {
            std::erase_if(missing, [&](const lesson::StateReached& wanted) {
                return is_reached(wanted, world_.endpoint(wanted.side).tcb());
            });
        };
        strike_out_reached();
        while (!missing.empty() && may_go_on() && !is_endless_storm() && !is_endless_probing()) {
            world_.step(recorder_);
            for (; seen < result_.trace.records().size(); ++seen)
                strike_out(missing, result_.trace.records()[seen]);
            strike_out_reached();
        }
        if (missing.empty()) return;
        const lesson::StateReached& first = missing.front();
        const tcp::State now = world_.endpoint(first.side).tcb().state;
        const std::string& side = names_.of[trace::index(first.side)];
        warn(say({"the wait for \"{} {}\" never ended: {} stayed in {}", "对“{} {}”的等待没有结束：{} 一直处于 {}"},
                 side, word_of(first), side, tcp::name(now)),
             place, {"check the calls before it", "请检查它之前的调用"});
    }

    static void strike_out(std::vector<lesson::StateReached>& missing, const trace::Record& record)
    {
        if (record.kind != trace::Kind::Entered || record.connection != trace::the_conversation) return;
        std::erase_if(missing, [&](const lesson::StateReached& wanted) {
            return !wanted.acknowledged && wanted.side == record.side && wanted.state == record.to();
        });
    }

    /// The next timer, if the run was stopped because that timer is due too late.
    std::optional<tcp::Timer> awaited_timer() const
    {
        const auto next = world_.next_event();
        if (!next || *next <= start_of_time + longest_run) return {};
        for (const trace::Side side : trace::both_sides)
            if (const auto due = world_.endpoint(side).next_deadline(); due && due->at == *next) return due->timer;
        return {};
    }

    std::optional<tcp::Timer> probing_timer() const
    {
        for (const trace::Side side : trace::both_sides)
            if (const auto due = world_.endpoint(side).next_deadline()) return due->timer;
        return {};
    }

    void warn_of_limits()
    {
        if (!stopped_) return;
        const Unrest unrest =
            storm_ ? Unrest::AckStorm : unrest_of(result_.trace, probing_ ? probing_timer() : awaited_timer());
        const auto limits = [&](trace::Side side) {
            return scenario_.setup.endpoints[trace::index(side)].settings.ack_throttle.most > 0;
        };
        const bool early = result_.trace.end() - start_of_time < Duration{std::chrono::seconds{10}};
        const std::string at = to_seconds(result_.trace.end(), early ? 3 : 0);
        const OwnedText cause = cause_of(unrest);
        const OwnedText what =
            probing_ ? say({"the run ends at {}, after {} probes that changed nothing: {}",
                            "运行在 {} 处结束，此前 {} 次探测都没有带来变化：{}"},
                           at, most_probes, cause)
            : storm_ ? say({"the run was stopped at {}: {}", "运行在 {} 处停止：{}"}, at, cause)
                     : say({"the run was stopped at {}, because a run has at most 24 hours and {} records: {}",
                            "运行在 {} 处停止，因为一次运行最多 24 小时、{} 条记录：{}"},
                           at, most_records, cause);
        const Text advice = advice_for(unrest, limits(trace::Side::Left) || limits(trace::Side::Right));
        result_.limit = result_.warnings.size();
        warn(what, {scenario_.expect.place.file, 0, 0},
             probing_
                 ? say({"write \"end: 10 s\" to choose when it ends, or {}", "请写“end: 10 s”自定结束时间，或者{}"},
                       advice)
                 : OwnedText{advice});
    }

    void warn_of_faults()
    {
        const auto& hits = world_.fault_hits();
        for (std::size_t i = 0; i < scenario_.setup.faults.size(); ++i) {
            const sim::Fault& fault = scenario_.setup.faults[i];
            const std::size_t wanted = fault.which.wanted();
            if (hits[i] >= wanted) continue;
            const Place place = i < scenario_.fault_places.size() ? scenario_.fault_places[i] : Place{};
            if (hits[i] == 0)
                warn(say({"the fault \"{}\" matched no segment", "故障“{}”没有匹配任何报文段"}, fault.text), place,
                     {"compare it with the segments of the run", "请与运行中的报文段对照"});
            else
                warn(
                    say({"the fault \"{}\" matched only {} of {} segments", "故障“{}”只匹配了 {} 个报文段，应为 {} 个"},
                        fault.text, hits[i], wanted),
                    place, {"compare nth with the segments of the run", "请把 nth 与运行中的报文段对照"});
        }
    }

    void warn_of_beginning()
    {
        if (!scenario_.begin || result_.begin != trace::no_record) return;
        const Place place = scenario_.steps.empty() ? Place{} : scenario_.steps.front().place;
        warn({"the moment at which the stage begins never came", "舞台开始的时刻始终没有出现"}, place,
             {"compare \"begin\" with the run", "请把“begin”与运行对照"});
    }

    void warn_of_notes()
    {
        for (std::size_t next = 0; const lesson::Note& note : scenario_.notes) {
            const std::size_t index = next++;
            const bool placed = std::ranges::find(result_.notes, index, &PlacedNote::note) != result_.notes.end();
            if (placed || note.like) continue;
            warn(say({"the moment \"{}\" of a note never came", "说明的时刻“{}”始终没有出现"},
                     lesson::yaml::trigger_text(note.at, names_)),
                 note.place, {"compare it with the run", "请与运行对照"});
        }
    }

    const lesson::Scenario& scenario_;
    std::stop_token stop_;
    lesson::yaml::Names names_;
    sim::World world_;
    Run result_;
    trace::Recorder recorder_;
    StormWatch storm_watch_;
    bool storm_ = false;
    ProbeWatch probe_watch_;
    bool probing_ = false;
    std::uint64_t sent_segments_ = 0; // the least number of segments for all sends so far
    bool stopped_ = false;
};

} // namespace

Run run(const lesson::Scenario& scenario, std::vector<Instant>* step_begins, std::stop_token stop)
{
    return Runner{scenario, std::move(stop)}.finished(step_begins);
}

} // namespace tcpstage::run
