// Opens input as a saved trace, with a header and a correct checksum added. It must be refused with one sentence, or
// opened so that it can be exported and saved again.
#include "core/run/saved_run.h"
#include "core/terminal/text_ladder.h"
#include "tests/fuzz/feed.h"
#include "tests/property/saved_again.h"

#include <boost/crc.hpp>
#include <string>

using namespace tcpstage;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string octets = "tcptrace";
    octets.append(reinterpret_cast<const char*>(data), size);
    boost::crc_32_type crc;
    crc.process_bytes(octets.data(), octets.size());
    for (unsigned i = 0; i < 4; ++i)
        octets.push_back(static_cast<char>(static_cast<std::uint8_t>(crc.checksum() >> (8U * i))));
    const auto lesson_run = run::load_run(octets, "fuzz.tcptrace");
    if (!lesson_run) {
        fuzz::must_be_a_sentence(lesson_run.error().sentence());
        return 0;
    }
    fuzz::must(testing::lost_by_saving(lesson_run->run.trace));
    return 0;
}
