#pragma once
// The sources of the project as text, for the tests of the house.

#include <initializer_list>
#include <string>
#include <vector>

namespace tcpstage::house {

/// A source file: its path from the top of the project, and its text.
struct SourceText {
    std::string file;
    std::string text;
};

/// The whole text of a file; empty if it cannot be read.
std::string text_of(const std::string& path);
/// All .h, .cpp and .def files below the folders, by path.
std::vector<SourceText> sources(const std::string& root, std::initializer_list<const char*> folders);
/// The line without comments, strings and characters; empty for an include.
std::string code_of(const std::string& line);

} // namespace tcpstage::house
