#pragma once
// The sandbox: a lesson with two ends that do nothing by themselves. All that the user does makes branches of it.

#include "core/lesson/scenario.h"

namespace tcpstage::run {

/// Its name for sources::find_run(), like a lesson's id.
inline constexpr std::string_view sandbox_source = "sandbox";

lesson::Scenario sandbox();

/// The `tcp:` options of one end, by name.
std::span<const std::string_view> option_names();
/// The value as a lesson writes it: "2 s", "off", "reno".
std::string option_value(const tcp::Settings& settings, std::string_view name);
/// The lesson with another value for one option of `side`; `transport` changes at both ends. Errors: an unknown option,
/// or a value that it cannot have.
Result<lesson::Scenario> with_option(lesson::Scenario scenario, trace::Side side, const std::string& name,
                                     const std::string& value);

} // namespace tcpstage::run
