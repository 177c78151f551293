// Whatever a capture holds, its trace obeys the laws.

#include "tests/core/capture/watch/any_stream.h"

#include "core/base/random.h"

#include <gtest/gtest.h>
#include <vector>

namespace tcpstage::capture {
namespace {

TEST(WatchedTrace, ObeysTheLawsWhateverTheCaptureHolds)
{
    Random random{19};
    for (int i = 0; i < 200; ++i) {
        std::vector<std::uint8_t> octets(random.below(600));
        for (std::uint8_t& octet : octets)
            octet = static_cast<std::uint8_t>(random.below(256));
        ASSERT_EQ(broken_law(octets), "") << "stream " << i;
    }
}

} // namespace
} // namespace tcpstage::capture
