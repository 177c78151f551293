#include "tests/house/source_text.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace tcpstage::house {

namespace fs = std::filesystem;

std::string text_of(const std::string& path)
{
    std::ifstream in{path};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<SourceText> sources(const std::string& root, std::initializer_list<const char*> folders)
{
    const std::set<std::string> wanted{".h", ".cpp", ".def"};
    std::vector<SourceText> found;
    for (const auto* folder : folders)
        for (const auto& entry : fs::recursive_directory_iterator{fs::path{root} / folder})
            if (wanted.contains(entry.path().extension().string()))
                found.push_back({fs::relative(entry.path(), root).generic_string(), text_of(entry.path().string())});
    std::ranges::sort(found, {}, &SourceText::file);
    return found;
}

std::string code_of(const std::string& line)
{
    if (line.starts_with("#include")) return {};
    if (line.find_first_of("\"'/") == std::string::npos) return line;
    std::string code;
    char quote = '\0';
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (quote == '\0' && line.compare(i, 2, "//") == 0) break;
        if (quote != '\0') {
            if (line[i] == '\\')
                ++i;
            else if (line[i] == quote)
                quote = '\0';
        } else if (line[i] == '"' || line[i] == '\'') {
            quote = line[i];
        } else {
            code += line[i];
        }
    }
    return code;
}

} // namespace tcpstage::house
