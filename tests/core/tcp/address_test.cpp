#include "core/tcp/segment/address.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

TEST(AddressText, ReadsWhatItWrites)
{
    const Address address{{10, 0, 255, 1}};

    EXPECT_EQ(to_text(address), "10.0.255.1");
    EXPECT_EQ(parse_address("10.0.255.1"), address);
    EXPECT_EQ(to_text(SocketAddress{address, 49152}), "10.0.255.1:49152");
}

TEST(AddressText, RefusesWhatIsNoIPv4Address)
{
    for (const auto* text :
         {"", "10", "10.0.0", "10.0.0.", "10.0.0.1.", "10.0.0.1.2", "10.0.0.256", "10.0.0.-1", "10.0.0.01", "a.b.c.d",
          "10.0.0.1 ", " 10.0.0.1", "10..0.1", "10.0.0.99999999999999999999", "::1"})
        EXPECT_FALSE(parse_address(text)) << text;
}

} // namespace
} // namespace tcpstage::tcp
