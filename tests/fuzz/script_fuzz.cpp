// Text as a packetdrill script: refused with one sentence, or run, told, exported, and saved so that it can be opened.
#include "core/packetdrill/run.h"
#include "core/packetdrill/packetdrill.h"
#include "tests/fuzz/feed.h"
#include "tests/property/saved_again.h"

#include <string>

using namespace tcpstage;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text{reinterpret_cast<const char*>(data), size};
    const auto script = load_script(text, "fuzz.pkt");
    if (!script) {
        fuzz::must_be_a_sentence(script.error().sentence());
        return 0;
    }
    static_cast<void>(drill::run(script->script, {.strict = true, .stack = script->stack}));
    const Told told = tell_script(*script);
    fuzz::must(testing::lost_by_saving(told.scenario, told.run));
    const auto written = to_packetdrill(told);
    if (!written) fuzz::must_be_a_sentence(written.error().sentence());
    return 0;
}
