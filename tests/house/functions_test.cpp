// Checks that no function is longer than 70 lines, and that each source includes its own header first, which proves
// that the header compiles alone.

#include "tests/house/source_text.h"

#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace tcpstage::house {
namespace {

namespace fs = std::filesystem;

constexpr int most_lines = 70;

/// The lines of each function body in `text` that is longer than `most_lines`, as "FILE:LINE: N lines". A body stands
/// between a brace alone on its line and the next one in the same column, as clang-format writes it.
std::vector<std::string> long_functions(const std::string& file, const std::string& text)
{
    std::vector<std::string> found;
    std::map<std::size_t, int> opened; // column: line
    std::istringstream in{text};
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        const std::size_t column = line.find_first_not_of(' ');
        if (column == std::string::npos) continue;
        if (line.compare(column, std::string::npos, "{") == 0) {
            opened[column] = number;
        } else if (line[column] == '}' && opened.contains(column)) {
            const int lines = number - opened[column] - 1;
            if (lines > most_lines)
                found.push_back(file + ":" + std::to_string(opened[column]) + ": " + std::to_string(lines) + " lines");
            opened.erase(column);
        }
    }
    return found;
}

/// The first project file that `text` includes; empty if there is none.
std::string first_include(const std::string& text)
{
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("#include \"")) return line.substr(10, line.find('"', 10) - 10);
    return {};
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Functions, OfTheSourcesHaveAtMost70Lines)
{
    for (const auto& [file, text] : sources(TCPSTAGE_SOURCE_DIR, {"app", "core", "ui", "tests"})) {
        if (file.ends_with(".def")) continue;
        EXPECT_THAT(long_functions(file, text), IsEmpty());
    }
}

TEST(Functions, AreMeasuredFromBraceToBrace)
{
    std::string lines;
    for (int i = 0; i < 70; ++i)
        lines += "    x();\n";
    EXPECT_THAT(long_functions("a.cpp", "void f()\n{\n" + lines + "}\n"), IsEmpty());
    EXPECT_THAT(long_functions("a.cpp", "void f()\n{\n" + lines + "    y();\n}\n"), ElementsAre("a.cpp:2: 71 lines"));
    EXPECT_THAT(long_functions("a.h", "struct A {\n    void f()\n    {\n" + lines + "\n    }\n};\n"),
                ElementsAre("a.h:3: 71 lines"));
}

TEST(Headers, AreIncludedFirstByTheirOwnSource)
{
    int with_header = 0;
    for (const auto& [file, text] : sources(TCPSTAGE_SOURCE_DIR, {"app", "core", "ui"})) {
        if (!file.ends_with(".cpp")) continue;
        const std::string header = file.substr(0, file.size() - 4) + ".h";
        if (!fs::exists(fs::path{TCPSTAGE_SOURCE_DIR} / header)) continue;
        ++with_header;
        EXPECT_EQ(first_include(text), header);
    }
    EXPECT_GT(with_header, 150);
}

} // namespace
} // namespace tcpstage::house
