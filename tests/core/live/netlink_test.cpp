// A netlink answer is used only if it answers this very request and is complete.

#include "core/live/diagnosis.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <gtest/gtest.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <vector>

namespace tcpstage::live {
namespace {

using Octets = std::vector<std::uint8_t>;

Octets message(std::uint16_t type, std::uint32_t number, std::uint32_t port, const Octets& body)
{
    nlmsghdr head{};
    head.nlmsg_len = static_cast<std::uint32_t>(sizeof head + body.size());
    head.nlmsg_type = type;
    head.nlmsg_seq = number;
    head.nlmsg_pid = port;
    Octets octets(NLMSG_ALIGN(head.nlmsg_len));
    std::memcpy(octets.data(), &head, sizeof head);
    std::ranges::copy(body, octets.begin() + sizeof head);
    return octets;
}

Octets failure(std::uint32_t number, std::uint32_t port, int error)
{
    Octets body(sizeof(nlmsgerr));
    const int negative = -error;
    std::memcpy(body.data(), &negative, sizeof negative);
    return message(NLMSG_ERROR, number, port, body);
}

Octets operator+(Octets one, const Octets& other)
{
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

TEST(NetlinkAnswer, IsTheOneWithTheNumberAndThePortOfTheQuestion)
{
    const Octets all = failure(6, 77, EPERM) + failure(7, 78, EBUSY) + failure(7, 77, ENOENT);

    const auto answer = find_answer(all, 7, 77);
    ASSERT_TRUE(answer);
    EXPECT_EQ(error_of(*answer), ENOENT);
    EXPECT_FALSE(find_answer(all, 8, 77));
    EXPECT_FALSE(find_answer(all, 6, 78));
}

TEST(NetlinkAnswer, IsRefusedWhenItIsCutOffOrItsLengthIsWrong)
{
    const Octets whole = failure(7, 77, ENOENT);
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(find_answer(NetlinkMessage{whole}.first(size), 7, 77)) << size;
    for (const std::uint32_t length : {0U, 1U, 15U, 1000U, UINT32_MAX}) {
        Octets wrong = whole + whole; // the second message is not searched for
        std::memcpy(wrong.data(), &length, sizeof length);
        EXPECT_FALSE(find_answer(wrong, 7, 77)) << length;
    }
    EXPECT_FALSE(error_of(NetlinkMessage{whole}.first(19)));
    EXPECT_FALSE(error_of(failure(7, 77, -1)));
    EXPECT_FALSE(error_of(failure(7, 77, INT32_MAX)));
    EXPECT_EQ(error_of(failure(7, 77, 0)), 0);
}

TEST(NetlinkSocket, IsAnsweredByTheKernelAndNobodyElse)
{
    Diagnosis diagnosis;
    ASSERT_TRUE(diagnosis.open());
    const FourNumbers nobody{{127, 0, 0, 1}, {127, 0, 0, 1}, 1, 1};
    for (int i = 0; i < 100; ++i) {
        const auto tcp_info = diagnosis.sample(nobody);
        ASSERT_TRUE(tcp_info);
        EXPECT_EQ(tcp_info->state, 0);
    }
}

const FourNumbers connection{{10, 0, 0, 1}, {10, 0, 0, 2}, 49152, 80};

/// An answer about one ESTABLISHED connection, with `info_bytes` of TCP_INFO.
Octets diagnosis_of(std::size_t info_bytes)
{
    inet_diag_msg body{};
    body.idiag_state = 1;
    body.idiag_inode = 5;
    body.idiag_rqueue = 3;
    body.id.idiag_dport = static_cast<std::uint16_t>(80U << 8U);
    std::memcpy(body.id.idiag_dst, connection.remote.data(), 4);
    Octets octets(sizeof body);
    std::memcpy(octets.data(), &body, sizeof body);
    const Octets attribute{static_cast<std::uint8_t>(4 + info_bytes), 0, INET_DIAG_INFO, 0};
    return message(SOCK_DIAG_BY_FAMILY, 1, 1, octets + attribute + Octets(info_bytes, 1));
}

TEST(DiagnosisAnswer, IsReadAsFarAsItGoes)
{
    for (std::size_t info = 0; info <= 248; info += 4) {
        const auto tcp_info = read_diagnosis(diagnosis_of(info), connection);
        ASSERT_TRUE(tcp_info) << info;
        EXPECT_EQ(tcp_info->state, 4);
        EXPECT_EQ(tcp_info->unread_bytes, 3U);
        EXPECT_EQ(tcp_info->has_info, 1);
    }
    const Octets whole = diagnosis_of(100);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto tcp_info = read_diagnosis(NetlinkMessage{whole}.first(size), connection);
        EXPECT_EQ(tcp_info ? tcp_info->has_info : 0, 0) << size;
    }
    EXPECT_EQ(read_diagnosis(failure(1, 1, ENOENT), connection)->state, 0);
    EXPECT_FALSE(read_diagnosis(failure(1, 1, EPERM), connection)); // unknown, which is not the same as CLOSED
    EXPECT_FALSE(read_diagnosis(message(NLMSG_DONE, 1, 1, Octets(100)), connection));
}

} // namespace
} // namespace tcpstage::live
