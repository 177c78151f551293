#pragma once
// An empty stage: two ends that do nothing by themselves. The user does everything by hand, as branches of it.

#include "core/lesson/scenario.h"

namespace tcpstage::run {

/// Its name for find_run().
inline constexpr std::string_view sandbox_source = "sandbox";

lesson::Scenario sandbox();

/// The `tcp:` options of one end, by name.
std::span<const std::string_view> option_names();
/// As a lesson writes it: "2 s", "off", "reno".
std::string option_value(const tcp::Settings& settings, std::string_view name);
/// The lesson with another value of one option; of `transport`, at both ends. The error says what is wrong with it.
Result<lesson::Scenario> with_option(lesson::Scenario scenario, trace::Side side, const std::string& name,
                                     const std::string& value);

} // namespace tcpstage::run
