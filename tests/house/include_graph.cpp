#include "tests/house/include_graph.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace tcpstage::house {

namespace {

namespace fs = std::filesystem;

/// Strongly connected components by Tarjan's algorithm. Recursion is as deep as the longest chain of includes.
class Components {
public:
    explicit Components(const Graph& graph) : graph_{graph}
    {
        for (const auto& [node, to] : graph)
            if (!index_.contains(node)) visit(node);
    }
    const std::vector<std::set<std::string>>& all() const { return found_; }

private:
    void visit(const std::string& node)
    {
        const std::size_t own = index_[node] = lowest_[node] = index_.size();
        stack_.push_back(node);
        if (const auto edges = graph_.find(node); edges != graph_.end())
            for (const std::string& to : edges->second) {
                if (!index_.contains(to)) visit(to);
                if (std::ranges::find(stack_, to) != stack_.end()) lowest_[node] = std::min(lowest_[node], lowest_[to]);
            }
        if (lowest_[node] != own) return;
        const auto first = std::ranges::find(stack_, node);
        found_.emplace_back(first, stack_.end());
        stack_.erase(first, stack_.end());
    }

    const Graph& graph_;
    std::map<std::string, std::size_t> index_;
    std::map<std::string, std::size_t> lowest_;
    std::vector<std::string> stack_;
    std::vector<std::set<std::string>> found_;
};

std::vector<std::string> own_includes(const fs::path& path)
{
    std::ifstream in{path};
    std::vector<std::string> found;
    constexpr std::string_view directive = "#include \"";
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(directive))
            found.push_back(line.substr(directive.size(), line.rfind('"') - directive.size()));
    return found;
}

} // namespace

std::string unit_of(const std::string& file) { return file.substr(0, file.rfind('.')); }

std::string folder_of(const std::string& file) { return file.substr(0, file.rfind('/')); }

Graph graph_of(const std::vector<Includes>& files, std::string (*node_of)(const std::string&))
{
    Graph graph;
    for (const Includes& includes : files)
        for (const std::string& to : includes.included)
            if (node_of(to) != node_of(includes.file)) graph[node_of(includes.file)].insert(node_of(to));
    return graph;
}

std::vector<std::string> cycles(const Graph& graph)
{
    std::vector<std::string> sentences;
    const Components components{graph};
    for (const auto& component : components.all()) {
        if (component.size() < 2) continue;
        std::string sentence;
        for (const std::string& node : component)
            sentence += (sentence.empty() ? "" : " <-> ") + node;
        sentences.push_back(sentence);
    }
    std::ranges::sort(sentences);
    return sentences;
}

std::vector<Includes> product_includes(const std::string& root)
{
    std::vector<Includes> files;
    for (const auto* folder : {"app", "core", "ui"})
        for (const auto& entry : fs::recursive_directory_iterator{fs::path{root} / folder}) {
            const auto ending = entry.path().extension();
            if (ending == ".h" || ending == ".cpp")
                files.push_back({fs::relative(entry.path(), root).generic_string(), own_includes(entry.path())});
        }
    return files;
}

} // namespace tcpstage::house
