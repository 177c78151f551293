// Reads input as a lesson. It must be refused with one sentence, or survive writing and reading unchanged and start to
// run without a failure. The same input may be the unfinished text of a lesson, with the cursor anywhere in it.
#include "core/lesson/scenario.h"
#include "core/lesson/yaml/completion.h"
#include "core/sim/world.h"
#include "tests/fuzz/feed.h"

#include <string>

using namespace tcpstage;

namespace {

constexpr int most_steps = 300;
constexpr std::uint32_t most_octets = 100'000;

/// Makes all calls, with a few steps of the world between them.
void begin(const lesson::Scenario& scenario)
{
    sim::World world{scenario.setup};
    trace::Trace trace = sim::empty_trace(scenario.setup);
    trace::Recorder recorder{trace};
    int steps = 0;
    for (const lesson::Step& step : scenario.steps) {
        if (const auto* call = std::get_if<lesson::CallStep>(&step.action))
            if (call->data.size() < most_octets) world.call(call->side, call->call, recorder, call->data, call->octets);
        for (int i = 0; i < 10 && steps < most_steps && world.step(recorder); ++i)
            ++steps;
    }
    while (steps < most_steps && world.step(recorder))
        ++steps;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text{reinterpret_cast<const char*>(data), size};
    for (const std::size_t cursor : {size, size / 2, size / 3}) {
        const lesson::yaml::Completion completion = lesson::yaml::complete(text, cursor);
        fuzz::must(completion.words.empty() || completion.begin <= cursor, "a word ends at the cursor");
        fuzz::must(lesson::yaml::keys_around(text, cursor).size() <= size, "a key has letters");
    }
    const auto scenario = lesson::read_scenario(text, "fuzz.yaml");
    if (!scenario) {
        fuzz::must_be_a_sentence(scenario.error().sentence());
        return 0;
    }
    const std::string written = lesson::write_scenario(*scenario);
    const auto again = lesson::read_scenario(written, "again.yaml");
    fuzz::must(again.has_value(), "what we write, we read");
    fuzz::must(lesson::write_scenario(*again) == written, "a lesson survives being written");
    begin(*scenario);
    return 0;
}
