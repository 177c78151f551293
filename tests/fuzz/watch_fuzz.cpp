// Feeds the watcher with the packets of a connection. Whatever they are, the trace obeys the laws.
#include "tests/core/capture/watch/any_stream.h"
#include "tests/fuzz/feed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    tcpstage::fuzz::must(tcpstage::capture::broken_law({data, size}));
    return 0;
}
