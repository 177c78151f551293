// Refuses include cycles between files, units or folders, and folders with too many files.
#include "tests/house/include_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::house {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string file_itself(const std::string& file) { return file; }

TEST(Includes, MakeNoCycleOfFilesUnitsOrFolders)
{
    const auto files = product_includes(TCPSTAGE_SOURCE_DIR);
    ASSERT_GT(files.size(), 400U);
    EXPECT_THAT(cycles(graph_of(files, file_itself)), IsEmpty());
    EXPECT_THAT(cycles(graph_of(files, unit_of)), IsEmpty());
    EXPECT_THAT(cycles(graph_of(files, folder_of)), IsEmpty());
}

TEST(Folders, HoldNoMoreThan34Sources)
{
    std::map<std::string, int> sources;
    for (const Includes& file : product_includes(TCPSTAGE_SOURCE_DIR))
        ++sources[folder_of(file.file)];
    for (const auto& [folder, count] : sources)
        EXPECT_LE(count, 34) << folder << " holds too many files: divide it by subject";
}

TEST(IncludeGraph, FindsACycleOfUnitsThatNoTwoFilesMake)
{
    const std::vector<Includes> files{{"a/x.h", {}}, {"a/x.cpp", {"a/x.h", "a/y.h"}}, {"a/y.h", {"a/x.h"}}};
    EXPECT_THAT(cycles(graph_of(files, file_itself)), IsEmpty());
    EXPECT_THAT(cycles(graph_of(files, unit_of)), ElementsAre("a/x <-> a/y"));
}

TEST(IncludeGraph, FindsEachCycleOfFolders)
{
    const std::vector<Includes> files{{"a/1.h", {"b/1.h"}}, {"b/2.h", {"c/1.h"}}, {"c/3.h", {"a/4.h"}},
                                      {"d/1.h", {"e/1.h"}}, {"e/2.h", {"d/2.h"}}, {"f/1.h", {"a/1.h"}}};
    EXPECT_THAT(cycles(graph_of(files, folder_of)), ElementsAre("a <-> b <-> c", "d <-> e"));
}

} // namespace
} // namespace tcpstage::house
