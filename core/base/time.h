#pragma once
// Time in a trace: integer nanoseconds since the trace began. Never the time of day.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tcpstage {

using Duration = std::chrono::duration<std::int64_t, std::nano>;

/// The clock of a trace. It has no now(): code that needs the current time receives it as an argument.
struct StageClock {
    using rep = Duration::rep;
    using period = Duration::period;
    using duration = Duration;
    using time_point = std::chrono::time_point<StageClock, Duration>;
    static constexpr bool is_steady = true;
};

using Instant = StageClock::time_point;

inline constexpr Instant start_of_time{};
inline constexpr Instant never = Instant::max();

using namespace std::chrono_literals;

/// "100 ms", "1.5s", "2 min", "0 s", "250 us", "40ns": a number with a unit (ns, us, ms, s, min, h); never negative.
/// Empty when the text is no such duration, or does not fit in 63 bits of nanoseconds.
std::optional<Duration> parse_duration(std::string_view text);

/// The shortest exact text in the largest fitting unit: "0 s", "100 ms", "1.5 s", "250 us".
std::string to_text(Duration duration);

/// Seconds with a fixed number of decimals, rounded down: "0.742 s".
std::string to_seconds(Instant instant, int decimals = 3);

} // namespace tcpstage
