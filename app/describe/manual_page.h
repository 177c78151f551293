#pragma once
// The manual page of the program, for man(1).

#include "app/describe/command_tree.h"
#include "core/base/text.h"

namespace tcpstage::app {

/// In roff with the macros of man(7), as UTF-8. Commands and options are described in the words of `tree`; what stands
/// around them is in `language`.
std::string manual_page(const std::vector<CommandEntry>& tree, Language language);

} // namespace tcpstage::app
