#include "core/base/time.h"

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace tcpstage {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};

constexpr std::array<Unit, 6> units{{{"h", 3'600'000'000'000},
                                     {"min", 60'000'000'000},
                                     {"s", 1'000'000'000},
                                     {"ms", 1'000'000},
                                     {"us", 1'000},
                                     {"ns", 1}}};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::int64_t> unit_of(std::string_view name)
{
    for (const Unit& unit : units)
        if (unit.name == name) return unit.nanoseconds;
    return {};
}

} // namespace

std::optional<Duration> parse_duration(std::string_view text)
{
    std::size_t i = 0;
    __extension__ using Wide = __int128;
    Wide value = 0;
    Wide scale = 1;
    bool digits = false;
    bool fraction = false;
    for (; i < text.size() && (is_digit(text[i]) || (text[i] == '.' && !fraction)); ++i) {
        if (text[i] == '.') {
            fraction = true;
            continue;
        }
        digits = true;
        value = value * 10 + (text[i] - '0');
        if (fraction) scale *= 10;
        if (value > INT64_MAX || scale > 1'000'000'000'000'000) return {};
    }
    while (i < text.size() && text[i] == ' ')
        ++i;
    const auto unit = unit_of(text.substr(i));
    if (!digits || !unit) return {};
    const Wide nanoseconds = value * *unit / scale;
    if (nanoseconds > INT64_MAX) return {};
    return Duration{static_cast<std::int64_t>(nanoseconds)};
}

std::string to_text(Duration duration)
{
    const std::int64_t count = duration.count();
    if (count == 0) return "0 s";
    const bool minutes = count % 60'000'000'000 == 0 && count >= 120'000'000'000;
    for (const Unit& unit : units) {
        const bool long_unit = unit.nanoseconds > 1'000'000'000;
        if (long_unit && !(minutes && unit.name == "min")) continue;
        if (std::abs(count) < unit.nanoseconds) continue;
        const std::int64_t whole = count / unit.nanoseconds;
        std::int64_t rest = std::abs(count % unit.nanoseconds);
        if (rest == 0) return fmt::format("{} {}", whole, unit.name);
        std::string decimals;
        for (std::int64_t digit = unit.nanoseconds / 10; rest != 0; digit /= 10) {
            decimals += static_cast<char>('0' + rest / digit);
            rest %= digit;
        }
        return fmt::format("{}.{} {}", whole, decimals, unit.name);
    }
    return fmt::format("{} ns", count);
}

std::string to_seconds(Instant instant, int decimals)
{
    std::int64_t step = 1'000'000'000;
    for (int i = 0; i < decimals; ++i)
        step /= 10;
    const std::int64_t shown = instant.time_since_epoch().count() / step;
    std::int64_t per_second = 1'000'000'000 / step;
    if (decimals == 0) return fmt::format("{} s", shown);
    return fmt::format("{}.{:0{}} s", shown / per_second, shown % per_second, decimals);
}

} // namespace tcpstage
