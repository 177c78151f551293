#pragma once
// The language that the environment asks for.

#include "core/base/text.h"

#include <array>

namespace tcpstage {

/// The values of LC_ALL, LC_MESSAGES, LANG and LANGUAGE; null: not set.
using LocaleVariables = std::array<const char*, 4>;
/// Chinese for zh, zh_CN.UTF-8 and the like, else English. The first of LC_ALL, LC_MESSAGES and LANG that is not empty
/// counts. LANGUAGE, a list, comes before it unless that is C or POSIX, as in gettext.
Language language_of(const LocaleVariables& variables);
/// The same of this process.
Language environment_language();

} // namespace tcpstage
