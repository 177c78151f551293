#pragma once
// The include graph, with files, units (a .h with its .cpp) or folders as nodes.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tcpstage::house {

using Graph = std::map<std::string, std::set<std::string>>;

/// A source file and the project files that it includes.
struct Includes {
    std::string file;
    std::vector<std::string> included;
};

/// "core/tcp/seq" of "core/tcp/segment/seq.h"
std::string unit_of(const std::string& file);
/// "core/tcp" of "core/tcp/segment/seq.h"
std::string folder_of(const std::string& file);
/// `node_of` maps a file to its node. An edge from a node to itself is left out.
Graph graph_of(const std::vector<Includes>& files, std::string (*node_of)(const std::string&));
/// Each set of nodes that can reach one another, as "a <-> b <-> c", in alphabetical order. O(nodes + edges).
std::vector<std::string> cycles(const Graph& graph);

/// All includes between product files (app, core, ui) below `root`.
std::vector<Includes> product_includes(const std::string& root);

} // namespace tcpstage::house
