#include "core/capture/file/pcap.h"

#include "core/capture/file/trouble.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

constexpr std::uint32_t in_microseconds = 0xa1b2c3d4;
constexpr std::uint32_t in_nanoseconds = 0xa1b23c4d;
constexpr std::size_t file_header_bytes = 24;
constexpr std::size_t record_header_bytes = 16;

bool is_magic(std::uint32_t number) { return number == in_microseconds || number == in_nanoseconds; }

} // namespace

bool begins_as_pcap(std::span<const std::uint8_t> octets)
{
    return octets.size() >= 4 && (is_magic(get32(Order::Little, octets, 0)) || is_magic(get32(Order::Big, octets, 0)));
}

PcapReader::PcapReader(Input& input)
{
    const auto header = input.peek(file_header_bytes);
    order_ = is_magic(get32(Order::Little, header, 0)) ? Order::Little : Order::Big;
    if (get32(order_, header, 0) == in_nanoseconds) fractions_ns_ = 1;
    if (header.size() < file_header_bytes) {
        problem_ = trouble(say({"the file is cut: its header ends at octet {}", "文件不完整：文件头在第 {} 字节处结束"},
                               header.size()));
        return;
    }
    constexpr std::uint32_t link_bits = 0x03ff'ffff; // above it: the length of the frame check sequence
    link_ = get32(order_, header, 20) & link_bits;
    to_skip_ = file_header_bytes;
}

bool PcapReader::next(Input& input, Frame& frame)
{
    if (problem_) return false;
    input.skip(std::exchange(to_skip_, 0));
    const Spot spot{count_ + 1, input.place()};
    auto record = input.peek(record_header_bytes);
    if (record.size() < record_header_bytes) {
        if (!record.empty()) problem_ = ends_within(spot);
        return false;
    }
    const std::uint32_t captured = get32(order_, record, 8);
    if (captured > most_record_bytes) {
        problem_ = impossible_size(spot, captured);
        return false;
    }
    record = input.peek(record_header_bytes + captured);
    if (record.size() < record_header_bytes + captured) {
        problem_ = ends_within(spot);
        return false;
    }
    to_skip_ = record_header_bytes + captured;
    frame.number = ++count_;
    frame.offset = spot.octet;
    frame.link = link_;
    frame.interface = 0;
    constexpr std::uint32_t most_fractions_ns = 999'999'999;
    const std::uint64_t fractions = std::uint64_t{get32(order_, record, 4)} * fractions_ns_;
    frame.at_ns = in_ns(get32(order_, record, 0), std::min<std::uint64_t>(fractions, most_fractions_ns));
    frame.octets = record.subspan(record_header_bytes, captured);
    frame.wire_octets = std::max(get32(order_, record, 12), captured);
    frame.comment = {};
    return true;
}

} // namespace tcpstage::capture
