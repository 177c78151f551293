#include "ui/model/guide/network_values.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tcpstage::model {

namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 19> times{Duration{0}, 1ms,   2ms,   5ms,   10ms, 20ms,   50ms, 100ms, 150ms, 200ms,
                                         300ms,       400ms, 500ms, 700ms, 1s,   1500ms, 2s,   3s,    5s};
constexpr std::array<std::uint64_t, 15> rates{0,          1'000'000'000, 100'000'000, 50'000'000, 20'000'000,
                                              10'000'000, 5'000'000,     2'000'000,   1'000'000,  500'000,
                                              200'000,    100'000,       50'000,      20'000,     10'000};
constexpr std::array<std::uint32_t, 14> chances{0,       1'000,   2'000,   5'000,   10'000,  20'000,  50'000,
                                                100'000, 200'000, 300'000, 400'000, 500'000, 750'000, 1'000'000};

template <typename Table, typename Value> int nearest(const Table& table, const Value& value)
{
    const auto above = std::ranges::lower_bound(table, value);
    if (above == table.end()) return static_cast<int>(table.size()) - 1;
    const bool below = above != table.begin() && value - *std::prev(above) < *above - value;
    return static_cast<int>((below ? std::prev(above) : above) - table.begin());
}

/// Rates decrease with the position; position 0 means no limit.
int nearestRate(std::uint64_t rate)
{
    if (rate == 0) return 0;
    int found = 1;
    for (std::size_t i = 1; i < rates.size(); ++i)
        if (rates[i] >= rate) found = static_cast<int>(i);
    return found;
}

Chance& chanceOf(Knob knob, sim::LinkSettings& link)
{
    if (knob == Knob::Reorder) return link.reorder;
    if (knob == Knob::Duplicate) return link.duplicate;
    return knob == Knob::Corrupt ? link.corrupt : link.loss;
}

QString rateText(std::uint64_t rate)
{
    if (rate == 0) return QStringLiteral("∞");
    constexpr std::array<std::pair<std::uint64_t, const char*>, 3> units{
        {{1'000'000'000, "Gbit/s"}, {1'000'000, "Mbit/s"}, {1'000, "kbit/s"}}};
    for (const auto& [bits, name] : units)
        if (rate >= bits)
            return QStringLiteral("%1 %2")
                .arg(static_cast<double>(rate) / static_cast<double>(bits))
                .arg(QLatin1String{name});
    return QStringLiteral("%1 bit/s").arg(rate);
}

} // namespace

Text nameOf(Knob knob)
{
    static constexpr std::array<Text, knob_count> names{
        Text{"Delay", "延迟"},      Text{"Jitter", "抖动"},      Text{"Rate", "速率"},      Text{"Loss", "丢失"},
        Text{"Reordering", "乱序"}, Text{"Duplication", "复制"}, Text{"Corruption", "损坏"}};
    return names[static_cast<std::size_t>(knob)];
}

int mostOf(Knob knob)
{
    if (knob == Knob::Delay || knob == Knob::Jitter) return static_cast<int>(times.size()) - 1;
    return static_cast<int>(knob == Knob::Rate ? rates.size() : chances.size()) - 1;
}

int positionOf(Knob knob, const sim::LinkSettings& link)
{
    if (knob == Knob::Delay) return nearest(times, link.delay);
    if (knob == Knob::Jitter) return nearest(times, link.jitter);
    if (knob == Knob::Rate) return nearestRate(link.rate_bits_per_second);
    sim::LinkSettings copy = link;
    return nearest(chances, chanceOf(knob, copy).per_million);
}

sim::LinkSettings withPosition(sim::LinkSettings link, Knob knob, int position)
{
    const auto at = static_cast<std::size_t>(std::clamp(position, 0, mostOf(knob)));
    if (knob == Knob::Delay)
        link.delay = times[at];
    else if (knob == Knob::Jitter)
        link.jitter = times[at];
    else if (knob == Knob::Rate)
        link.rate_bits_per_second = rates[at];
    else
        chanceOf(knob, link) = Chance{chances[at]};
    if (link.rate_bits_per_second == 0) link.ecn_threshold_bytes = 0; // without a rate there is no queue
    return link;
}

QString valueOf(Knob knob, const sim::LinkSettings& link)
{
    if (knob == Knob::Delay) return QString::fromStdString(to_text(link.delay));
    if (knob == Knob::Jitter) return QString::fromStdString(to_text(link.jitter));
    if (knob == Knob::Rate) return rateText(link.rate_bits_per_second);
    sim::LinkSettings copy = link;
    return QStringLiteral("%1 %").arg(chanceOf(knob, copy).per_million / 10'000.0);
}

} // namespace tcpstage::model
