#include "core/base/locale.h"

#include <cstdlib>
#include <string_view>

namespace tcpstage {

Language language_of(const LocaleVariables& variables)
{
    const auto given = [&](std::size_t i) { return std::string_view{variables[i] == nullptr ? "" : variables[i]}; };
    std::string_view locale;
    for (std::size_t i = 0; i < 3 && locale.empty(); ++i)
        locale = given(i);
    const bool plain = locale.empty() || locale == "C" || locale.starts_with("C.") || locale == "POSIX";
    if (!plain && !given(3).empty()) locale = given(3);
    return locale.starts_with("zh") ? Language::Chinese : Language::English;
}

Language environment_language()
{
    return language_of(
        {std::getenv("LC_ALL"), std::getenv("LC_MESSAGES"), std::getenv("LANG"), std::getenv("LANGUAGE")});
}

} // namespace tcpstage
