// Checks that nothing is declared that nobody uses, and that no package is asked for that no source includes.

#include "tests/house/source_text.h"

#include <algorithm>
#include <cctype>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tcpstage::house {
namespace {

/// Names that seem to be declared for nobody: called by a convention of C++, or the compiler's own.
const std::set<std::string> called_by_convention{"construct", // an allocator's, by containers
                                                 "is_steady", // a clock's, for std::chrono
                                                 "__builtin_FILE", "__builtin_LINE"};

/// The code of a line, and whether it begins a definition in a source file: it does if it is not indented.
struct CodeLine {
    std::string code;
    bool outermost = false;
};

std::vector<CodeLine> lines_of(const std::string& text)
{
    std::vector<CodeLine> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        lines.push_back({code_of(line), !line.empty() && line[0] != ' '});
    return lines;
}

/// The functions, types and constants that a line of a header declares.
std::vector<std::string> declared_in(const std::string& line)
{
    static const std::regex returned{R"(\breturn\s+\w+\()"};
    static const std::regex declarations{R"((?:^|[\s&*>])([A-Za-z_]\w*)\()"
                                         R"(|\b(?:struct|class|using)\s+([A-Za-z_]\w*))"
                                         R"(|\bconstexpr\b[^=({]*?(\w+)\s*[={])"};
    static const std::set<std::string> words{"if",       "for",     "while",   "switch",        "return",
                                             "decltype", "alignas", "alignof", "static_assert", "noexcept",
                                             "explicit", "sizeof",  "catch",   "requires",      "namespace"};
    std::vector<std::string> names;
    if (line.empty() || line.starts_with("#") || line.find(" override") != std::string::npos) return names;
    const std::string code = std::regex_replace(line, returned, "");
    for (std::sregex_iterator match{code.begin(), code.end(), declarations}, end; match != end; ++match)
        for (std::size_t group = 1; group < match->size(); ++group)
            if ((*match)[group].matched && !words.contains((*match)[group])) names.push_back((*match)[group]);
    return names;
}

/// The identifiers of a line in their order, each with the character after it.
std::vector<std::pair<std::string, char>> identifiers_in(const std::string& code)
{
    const auto part_of_one = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    std::vector<std::pair<std::string, char>> found;
    for (auto begin = std::ranges::find_if(code, part_of_one); begin != code.end();) {
        const auto end = std::find_if_not(begin, code.end(), part_of_one);
        found.emplace_back(std::string{begin, end}, end == code.end() ? '\0' : *end);
        begin = std::find_if(end, code.end(), part_of_one);
    }
    return found;
}

/// How often each identifier stands in the sources, but for definitions outside of their class or header.
std::unordered_map<std::string, int> uses_in(const std::vector<SourceText>& sources)
{
    std::unordered_map<std::string, int> uses;
    for (const auto& [file, text] : sources)
        for (const auto& [code, outermost] : lines_of(text)) {
            bool defines = outermost && file.ends_with(".cpp") && !code.ends_with(';');
            for (const auto& [name, next] : identifiers_in(code))
                if (next == '(' && std::exchange(defines, false))
                    uses.try_emplace(name, 0);
                else
                    ++uses[name];
        }
    return uses;
}

/// "HEADER: NAME" for each name that a header declares and that stands nowhere else.
std::vector<std::string> declared_for_nobody(const std::vector<SourceText>& sources)
{
    const auto uses = uses_in(sources);
    std::vector<std::string> found;
    for (const auto& [file, text] : sources) {
        if (!file.ends_with(".h")) continue;
        for (const auto& line : lines_of(text))
            for (const std::string& name : declared_in(line.code))
                if (uses.at(name) < 2 && !called_by_convention.contains(name)) found.push_back(file + ": " + name);
    }
    return found;
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Declarations, AreUsedBySomebody)
{
    EXPECT_THAT(declared_for_nobody(sources(TCPSTAGE_SOURCE_DIR, {"app", "core", "ui", "tests"})), IsEmpty());
}

TEST(Declarations, OfFunctionsTypesAndConstantsAreFoundWhereNobodyUsesThem)
{
    const std::vector<SourceText> sources{
        {"a.h",
         "struct Used {};\nstruct Unused {};\nint used(Used one);\nint unused(int two);\nconstexpr int limit = 2;\n"},
        {"a.cpp", "int used(Used one)\n{\n    return 0; // unused()\n}\nint unused(int two)\n{\n    return 1;\n}\n"},
        {"b.cpp", "int x = used({});\n"}};
    EXPECT_THAT(declared_for_nobody(sources), ElementsAre("a.h: Unused", "a.h: unused", "a.h: limit"));
}

TEST(Packages, AreIncludedBySomeSource)
{
    const std::map<std::string, std::string> header_of{{"qt6-base-dev", "<Q"},
                                                       {"qt6-svg-dev", "<QSvg"},
                                                       {"libboost-dev", "<boost/"},
                                                       {"libfmt-dev", "<fmt/"},
                                                       {"libexpected-dev", "<tl/"},
                                                       {"libyaml-cpp-dev", "<yaml-cpp/"},
                                                       {"libgtest-dev", "<gtest/"},
                                                       {"nlohmann-json3-dev", "<nlohmann/"},
                                                       {"libcli11-dev", "<CLI/"},
                                                       {"libgmock-dev", "<gmock/"},
                                                       {"zlib1g-dev", "<zlib.h>"},
                                                       {"libzip-dev", "<zip.h>"},
                                                       {"libpcap-dev", "<pcap/pcap.h>"},
                                                       {"libbenchmark-dev", "<benchmark/"},
                                                       {"libclang-rt-dev", "LLVMFuzzerTestOneInput"}};
    const auto all = sources(TCPSTAGE_SOURCE_DIR, {"app", "core", "ui", "tests"});
    const std::string list = text_of(std::string{TCPSTAGE_SOURCE_DIR} + "/.ci/packages.sh");
    const std::regex package{R"(\b[a-z0-9][a-z0-9+-]*-dev\b)"};
    int packages = 0;
    for (std::sregex_iterator match{list.begin(), list.end(), package}, end; match != end; ++match, ++packages) {
        const auto header = header_of.find(match->str());
        ASSERT_NE(header, header_of.end()) << match->str() << ": say here which header needs it";
        const auto includes = [&](const SourceText& source) {
            return source.text.find(header->second) != std::string::npos && !source.file.starts_with("tests/house/");
        };
        EXPECT_TRUE(std::ranges::any_of(all, includes)) << match->str() << " is included nowhere";
    }
    EXPECT_GE(packages, 11);
}

} // namespace
} // namespace tcpstage::house
