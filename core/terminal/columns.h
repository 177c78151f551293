#pragma once
// Text in the columns of a terminal: East Asian wide characters take two columns.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::terminal {

std::size_t columns(std::string_view text);
/// Pads the text with blanks on the right, or cuts it, to exactly `width` columns.
std::string fitted(std::string_view text, std::size_t width);
/// The same with the blanks on the left.
std::string fitted_right(std::string_view text, std::size_t width);
/// Lines of at most `width` columns: English breaks at blanks, Chinese between characters but not before a closing
/// mark.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

} // namespace tcpstage::terminal
