#include "app/whole_number.h"

#include <charconv>
#include <fmt/format.h>
#include <string>

namespace tcpstage::app {

CLI::Validator whole_number(std::int64_t least, std::int64_t most)
{
    const auto check = [least, most](const std::string& text) -> std::string {
        std::int64_t value = 0;
        const char* const last = text.data() + text.size();
        const auto [end, error] = std::from_chars(text.data(), last, value);
        if (error == std::errc{} && end == last && value >= least && value <= most) return {};
        return fmt::format("\"{}\" is not a whole number from {} to {}", text, least, most);
    };
    return CLI::Validator{check, fmt::format("{} to {}", least, most)};
}

} // namespace tcpstage::app
