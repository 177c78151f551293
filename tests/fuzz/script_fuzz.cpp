// Reads input as a packetdrill script. It must be refused with one sentence, or run, shown as text, exported, saved and
// opened again.
#include "core/packetdrill/packetdrill.h"
#include "core/packetdrill/run.h"
#include "tests/fuzz/feed.h"
#include "tests/property/saved_again.h"

#include <string>

using namespace tcpstage;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text{reinterpret_cast<const char*>(data), size};
    const auto script = packetdrill::load_script(text, "fuzz.pkt");
    if (!script) {
        fuzz::must_be_a_sentence(script.error().sentence());
        return 0;
    }
    static_cast<void>(packetdrill::run(script->script, {.strict = true, .stack = script->stack}));
    const run::LessonRun lesson_run = packetdrill::script_run(*script);
    fuzz::must(testing::lost_by_saving(lesson_run.scenario, lesson_run.run));
    const auto written = packetdrill::to_packetdrill(lesson_run);
    if (!written) fuzz::must_be_a_sentence(written.error().sentence());
    return 0;
}
