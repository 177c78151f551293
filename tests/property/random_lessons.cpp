// random_lessons FIRST COUNT [FOLDER [RECORDS]]: checks the laws of lesson_laws.h in random lessons. A lesson that
// breaks a law is reduced while it still breaks it, and written to FOLDER. Runs of more than RECORDS records are
// checked only in part. ctest checks a few short ones; by hand, use the preset release and hundreds of thousands.
#include "tests/property/lesson_laws.h"
#include "tests/property/random_lesson.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

using namespace tcpstage;
using namespace tcpstage::testing;

namespace {

bool still_breaks(const lesson::Scenario& lesson, const std::string& law)
{
    Study nowhere;
    const auto again = lesson::read_scenario(lesson::write_scenario(lesson), "smaller.yaml");
    return again && check_all(*again, nowhere).law == law;
}

/// Removes each item of a list that is not needed to break the law.
template <typename List> bool shrink(lesson::Scenario& lesson, List list, const std::string& law)
{
    bool any = false;
    for (std::size_t i = list(lesson).size(); i-- > 0;) {
        lesson::Scenario smaller = lesson;
        smaller.fault_places.clear();
        list(smaller).erase(list(smaller).begin() + static_cast<std::ptrdiff_t>(i));
        if (!still_breaks(smaller, law)) continue;
        lesson = std::move(smaller);
        any = true;
    }
    return any;
}

lesson::Scenario shrunk(lesson::Scenario lesson, const std::string& law)
{
    bool more = true;
    for (int round = 0; more && round < 5; ++round) {
        more = shrink(
            lesson, [](lesson::Scenario & any) -> auto& { return any.steps; }, law);
        more = shrink(
                   lesson, [](lesson::Scenario & any) -> auto& { return any.setup.faults; }, law) ||
               more;
        more = shrink(
                   lesson, [](lesson::Scenario & any) -> auto& { return any.setup.injections; }, law) ||
               more;
        for (sim::EndpointSetup& end : lesson.setup.endpoints) {
            const tcp::Settings before = std::exchange(end.settings, tcp::Settings{});
            if (!still_breaks(lesson, law)) end.settings = before;
        }
        for (sim::LinkSettings& link : lesson.setup.links) {
            const sim::LinkSettings before = std::exchange(link, sim::LinkSettings{});
            if (!still_breaks(lesson, law)) link = before;
        }
    }
    return lesson;
}

void report(std::uint64_t seed, const lesson::Scenario& lesson, const Breach& breach, const std::string& folder)
{
    fmt::print("seed {}: \"{}\" does not hold: {}\n", seed, breach.law, breach.detail);
    std::fflush(stdout);
    if (folder.empty()) return;
    std::filesystem::create_directories(folder);
    const std::string path = fmt::format("{}/{}.yaml", folder, seed);
    std::ofstream{path} << lesson::write_scenario(shrunk(lesson, breach.law));
    fmt::print("  the smallest such lesson is in {}\n", path);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fputs("random_lessons FIRST COUNT [FOLDER [RECORDS]]\n", stderr);
        return 2;
    }
    const std::uint64_t first = std::strtoull(argv[1], nullptr, 10);
    const std::uint64_t count = std::strtoull(argv[2], nullptr, 10);
    const std::string folder = argc > 3 ? argv[3] : "";
    Study study;
    if (argc > 4) study.most_in_all_forms = std::strtoull(argv[4], nullptr, 10);
    if (argc > 4) study.most_watched = 10 * study.most_in_all_forms;
    std::uint64_t broken = 0;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const auto lesson = lesson::read_scenario(random_lesson(seed), "random.yaml");
        ++study.tally[lesson ? "lessons" : "lessons that are refused"];
        if (!lesson) continue;
        const Breach breach = check_all(*lesson, study);
        if (breach) report(seed, *lesson, breach, folder);
        broken += breach ? 1 : 0;
    }
    for (const auto& [what, times] : study.tally)
        fmt::print("{}: {}\n", what, times);
    const bool are_few = study.tally["lessons"] * 10 < count * 8; // otherwise too little was checked
    if (are_few) fmt::print("too many lessons are refused\n");
    return broken == 0 && !are_few ? 0 : 1;
}
