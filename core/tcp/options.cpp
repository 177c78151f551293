// Options: RFC 7323 (window scale, timestamps, PAWS), RFC 2018 (SACK), RFC 2883 (D-SACK).
#include "core/tcp/steps.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

constexpr Duration timestamps_outdated{24h * 24}; // RFC 7323 section 5.5
constexpr std::size_t blocks_alone = 4;
constexpr std::size_t blocks_beside_timestamps = 3;

std::uint8_t wanted_scale(const Settings& settings)
{
    std::uint8_t shift = std::min<std::uint8_t>(settings.quirks.least_scale, 14);
    while (shift < 14 && settings.receive_buffer >> shift > 65535)
        ++shift;
    return shift;
}

bool is_before_in_time(std::uint32_t a, std::uint32_t b) { return before(Seq{a}, Seq{b}); }

} // namespace

std::uint32_t timestamp_clock(Instant now)
{
    return static_cast<std::uint32_t>(now.time_since_epoch() / Duration{1ms}) + 1;
}

Options syn_options(const Turn& turn)
{
    const Settings& settings = *turn.c.settings;
    const Tcb& tcb = turn.tcb;
    const bool offer = tcb.state == State::SynSent; // else: agree to what was offered
    Options options;
    options.mss = settings.mss;
    options.sack_permitted = offer ? settings.sack : tcb.sack;
    options.has_window_scale = offer ? settings.window_scale : tcb.scaling;
    if (options.has_window_scale) options.window_scale = wanted_scale(settings);
    options.has_timestamps = offer ? settings.timestamps : tcb.timestamps;
    if (options.has_timestamps) options.timestamps = {timestamp_clock(turn.now), offer ? 0 : tcb.ts_recent};
    return options;
}

void take_syn_options(Turn& turn, const Segment& segment)
{
    const Settings& settings = *turn.c.settings;
    const Options& options = segment.options;
    Tcb& tcb = turn.tcb;
    tcb.snd.mss = options.mss != 0 ? options.mss : settings.mss_unknown; // RFC 9293 section 3.7.1
    tcb.snd.mss = std::min<std::uint32_t>(tcb.snd.mss, settings.mss);
    tcb.sack = settings.sack && options.sack_permitted;
    tcb.scaling = settings.window_scale && options.has_window_scale;
    tcb.snd_scale = tcb.scaling ? std::min<std::uint8_t>(options.window_scale, 14) : std::uint8_t{0};
    tcb.rcv_scale = tcb.scaling ? wanted_scale(settings) : std::uint8_t{0};
    tcb.timestamps = settings.timestamps && options.has_timestamps;
    take_ecn_of_syn(turn, segment);
    if (!tcb.timestamps) return;
    tcb.ts_recent = options.timestamps.value;
    turn.c.ts_recent_at = turn.now;
}

void add_timestamps(const Turn& turn, Options& options)
{
    if (!turn.tcb.timestamps) return;
    options.has_timestamps = true;
    options.timestamps = {timestamp_clock(turn.now), turn.tcb.ts_recent};
}

void add_ordinary_options(const Turn& turn, Options& options)
{
    const Connection& c = turn.c;
    add_timestamps(turn, options);
    if (!turn.tcb.sack || (!c.duplicate && c.out_of_order.bytes() == 0)) return;
    const std::size_t most = options.has_timestamps ? blocks_beside_timestamps : blocks_alone;
    std::size_t used = 0;
    if (c.duplicate) options.sack[used++] = *c.duplicate;
    const auto rest = std::span{options.sack}.subspan(used);
    options.sack_count = static_cast<std::uint8_t>(used + c.out_of_order.blocks(rest, most - used));
}

std::uint32_t payload_limit(const Turn& turn)
{
    const Tcb& tcb = turn.tcb;
    if (!tcb.timestamps && !tcb.sack) return tcb.snd.mss;
    Options options;
    add_ordinary_options(turn, options);
    const std::uint32_t taken = options_bytes(options);
    return tcb.snd.mss > taken ? tcb.snd.mss - taken : 1;
}

bool passes_timestamps(Turn& turn, const Segment& segment)
{
    Tcb& tcb = turn.tcb;
    if (!tcb.timestamps || segment.rst()) return true;
    if (!segment.options.has_timestamps) {
        turn.because(Rule::TimestampMissing);
        return false;
    }
    if (!is_before_in_time(segment.options.timestamps.value, tcb.ts_recent)) return true;
    if (turn.now - turn.c.ts_recent_at > timestamps_outdated) return true;
    turn.because(Rule::PawsRejects);
    note_duplicate(turn, segment);
    if (may_acknowledge(turn, segment)) send_ack(turn);
    return false;
}

void remember_timestamp(Turn& turn, const Segment& segment)
{
    Tcb& tcb = turn.tcb;
    if (!segment.options.has_timestamps || after(segment.seq, tcb.rcv.last_ack_sent)) return;
    tcb.ts_recent = segment.options.timestamps.value;
    turn.c.ts_recent_at = turn.now;
}

void note_duplicate(Turn& turn, const Segment& segment)
{
    const std::uint32_t octets = segment.payload.size();
    if (!turn.tcb.sack || octets == 0) return;
    const Seq next = turn.tcb.rcv.nxt;
    const Seq first = segment.syn() ? segment.seq + 1 : segment.seq;
    if (before(first, next)) {
        const Seq end = first + octets;
        turn.c.duplicate = SackBlock{first, before(end, next) ? end : next};
    } else {
        turn.c.duplicate = turn.c.out_of_order.overlap(first, octets);
    }
    if (turn.c.duplicate) turn.because(Rule::DuplicateReported);
}

} // namespace tcpstage::tcp
