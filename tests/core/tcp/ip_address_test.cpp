#include "core/tcp/segment/ip_address.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

TEST(IpAddress, IsWrittenAsRfc5952Recommends)
{
    const auto text = [](const std::array<std::uint8_t, 16>& octets) { return to_text(IpAddress::v6(octets)); };

    EXPECT_EQ(text({0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), "2001:db8::1");
    EXPECT_EQ(text({}), "::");
    EXPECT_EQ(text({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), "::1");
    EXPECT_EQ(text({0xfe, 0x80}), "fe80::");
    EXPECT_EQ(text({0x20, 0x01, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1}), "2001:0:1::1:0:1"); // not one field alone
    EXPECT_EQ(text({0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1}),
              "2001:db8::1:0:0:1"); // the first of two
    EXPECT_EQ(text({0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0xab, 0xcd, 0, 8}), "1:2:3:4:5:6:abcd:8");
}

TEST(IpAddress, HasAPortInItsSocket)
{
    EXPECT_EQ(to_text(IpSocket{Address{{10, 0, 0, 1}}, 80}), "10.0.0.1:80");
    EXPECT_EQ(to_text(IpSocket{IpAddress::v6({0, 1}), 80}), "[1::]:80");
}

TEST(IpAddress, OfOneFamilyIsNeverThatOfTheOther)
{
    EXPECT_NE(IpAddress{}, IpAddress::v6({}));
    EXPECT_EQ(IpAddress{}.octets().size(), 4U);
    EXPECT_EQ(IpAddress::v6({10, 0, 0, 1}).v4(), Address{});
}

} // namespace
} // namespace tcpstage::tcp
