#include "core/capture/file/pcapng.h"

#include "core/capture/file/trouble.h"

#include <algorithm>
#include <limits>

namespace tcpstage::capture {

namespace {

constexpr std::uint32_t section_header_block = 0x0a0d0d0a;
constexpr std::uint32_t interface_block = 1;
constexpr std::uint32_t obsolete_packet_block = 2;
constexpr std::uint32_t simple_packet_block = 3;
constexpr std::uint32_t enhanced_packet_block = 6;
// They hold no packets, but Wireshark numbers them like packets.
constexpr std::uint32_t journal_block = 9;
constexpr std::uint32_t custom_block = 0xbad;
constexpr std::uint32_t custom_block_not_copied = 0x40000bad;
constexpr std::uint16_t end_of_options = 0;
constexpr std::uint16_t comment_option = 1;
constexpr std::uint16_t time_resolution_option = 9;
constexpr std::uint16_t time_offset_option = 14;

constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;
constexpr std::size_t around_body_bytes = 12; // type, length, and the length again
constexpr std::size_t most_interfaces = std::numeric_limits<std::uint16_t>::max();

constexpr std::size_t padded(std::size_t octets) { return (octets + 3) & ~std::size_t{3}; }

std::string_view as_text(std::span<const std::uint8_t> octets)
{
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

/// Calls take(code, value) for each option; ends at one that does not fit.
template <typename Take> void each_option(Order order, std::span<const std::uint8_t> options, Take take)
{
    while (options.size() >= 4) {
        const std::uint16_t code = get16(order, options, 0);
        const std::size_t length = get16(order, options, 2);
        if (code == end_of_options || length > options.size() - 4) return;
        take(code, options.subspan(4, length));
        options = options.subspan(std::min(4 + padded(length), options.size()));
    }
}

/// 10^exponent; 0 if it does not fit.
std::uint64_t power_of_ten(unsigned exponent)
{
    if (exponent > 19) return 0;
    std::uint64_t power = 1;
    for (unsigned i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

} // namespace

bool begins_as_pcapng(std::span<const std::uint8_t> octets)
{
    return octets.size() >= 4 && get32(Order::Big, octets, 0) == section_header_block;
}

bool PcapngReader::next(Input& input, Frame& frame)
{
    Step step = Step::Other;
    while (step == Step::Other)
        step = next_block(input, frame);
    return step == Step::Packet;
}

PcapngReader::Step PcapngReader::stop(Error problem)
{
    if (!problem_) problem_ = std::move(problem);
    return Step::End;
}

PcapngReader::Step PcapngReader::leave_out(OwnedText what)
{
    ++count_; // Wireshark counts it too
    if (!problem_) problem_ = Error{std::move(what), {}, {"it is left out", "略去了它"}};
    return Step::Other;
}

std::uint32_t PcapngReader::block_length(std::span<const std::uint8_t> head, std::uint64_t place)
{
    if (get32(Order::Big, head, 0) == section_header_block) {
        const bool little = get32(Order::Little, head, 8) == byte_order_magic;
        if (!little && get32(Order::Big, head, 8) != byte_order_magic) {
            stop(trouble(say({"the file is damaged: the section at octet {} does not say in which order its octets are",
                              "文件已损坏：第 {} 字节处的节没有说明字节序"},
                             place)));
            return 0;
        }
        order_ = little ? Order::Little : Order::Big;
    }
    const std::uint32_t length = get32(order_, head, 4);
    if (length >= around_body_bytes) return length;
    stop(trouble(say({"the file is damaged: the block at octet {}, before packet {}, claims to have {} octets",
                      "文件已损坏：第 {} 字节处的块（在第 {} 个分组之前）声称有 {} 字节"},
                     place, packet(), length)));
    return 0;
}

PcapngReader::Step PcapngReader::next_block(Input& input, Frame& frame)
{
    input.skip(std::exchange(to_skip_, 0));
    place_ = input.place();
    const auto head = input.peek(around_body_bytes);
    if (head.empty()) return Step::End;
    const Error cut = ends_within({packet(), place_});
    if (head.size() < around_body_bytes) return stop(cut);
    const std::uint32_t length = block_length(head, place_);
    if (length == 0) return Step::End;
    const std::uint32_t type = get32(order_, head, 0);
    const bool used = type == section_header_block || type == interface_block || type == obsolete_packet_block ||
                      type == simple_packet_block || type == enhanced_packet_block;
    const std::size_t whole = padded(length);
    if (!used) {
        if (type == journal_block || type == custom_block || type == custom_block_not_copied) ++count_;
        input.skip(whole);
        return input.place() < place_ + length ? stop(cut) : Step::Other;
    }
    if (length > most_record_bytes) return stop(impossible_size({packet(), place_}, length));
    const auto block = input.peek(whole);
    if (block.size() < length) return stop(cut);
    to_skip_ = std::min(whole, block.size());
    if (get32(order_, block, length - 4) != length)
        return stop(trouble(say(
            {"the file is damaged: the block of {}, has two different lengths", "文件已损坏：{}所在的块前后长度不一致"},
            at({packet(), place_}))));
    const Body body = block.subspan(8, length - around_body_bytes);
    switch (type) {
    case interface_block:
        return add_interface(body);
    case simple_packet_block:
        return simple_packet(body, frame);
    case enhanced_packet_block:
    case obsolete_packet_block:
        return enhanced_packet(body, frame, type == obsolete_packet_block);
    default:
        section_begin_ = interfaces_.size();
        return Step::Other;
    }
}

PcapngReader::Step PcapngReader::add_interface(Body body)
{
    constexpr std::size_t fixed_bytes = 8;
    if (interfaces_.size() == most_interfaces || body.size() < fixed_bytes)
        return stop(trouble(
            say({"the file is damaged: the interface at octet {} has a description of {} octets, after {} others",
                 "文件已损坏：第 {} 字节处的接口描述有 {} 字节，它之前有 {} 个接口"},
                place_, body.size(), interfaces_.size())));
    Interface interface;
    interface.link = get16(order_, body, 0);
    interface.most_captured = get32(order_, body, 4);
    each_option(order_, body.subspan(fixed_bytes), [&](std::uint16_t code, Body value) {
        if (code == time_resolution_option && value.size() == 1) interface.resolution = value[0];
        if (code == time_offset_option && value.size() == 8)
            interface.offset_seconds = static_cast<std::int64_t>(get64(order_, value, 0));
    });
    interfaces_.push_back(interface);
    return Step::Other;
}

std::int64_t PcapngReader::time_of(const Interface& interface, std::uint64_t count)
{
    constexpr std::uint64_t second_ns = 1'000'000'000;
    constexpr unsigned binary = 0x80;
    constexpr unsigned finest_bits = 34; // a fraction of so many bits, times 10^9, fits into 64
    const unsigned exponent = interface.resolution & ~binary;
    std::int64_t since = 0;
    if ((interface.resolution & binary) != 0) {
        const std::uint64_t seconds = exponent < 64 ? count >> exponent : 0;
        std::uint64_t fraction = exponent < 64 ? count & ((std::uint64_t{1} << exponent) - 1) : count;
        if (exponent > finest_bits) fraction = exponent - finest_bits < 64 ? fraction >> (exponent - finest_bits) : 0;
        since = in_ns(seconds, fraction * second_ns >> std::min(exponent, finest_bits));
    } else if (exponent <= 9) {
        const std::uint64_t units = power_of_ten(exponent);
        since = in_ns(count / units, count % units * (second_ns / units));
    } else {
        const std::uint64_t units_of_ns = power_of_ten(exponent - 9);
        const std::uint64_t nanoseconds = units_of_ns == 0 ? 0 : count / units_of_ns;
        since = in_ns(nanoseconds / second_ns, nanoseconds % second_ns);
    }
    constexpr std::int64_t most_seconds = std::numeric_limits<std::int64_t>::max() / 1'000'000'000;
    const std::int64_t offset = std::clamp(interface.offset_seconds, -most_seconds, most_seconds);
    return add_clipped(since, offset * static_cast<std::int64_t>(second_ns));
}

PcapngReader::Step PcapngReader::simple_packet(Body body, Frame& frame)
{
    constexpr std::size_t fixed_bytes = 4;
    if (body.size() < fixed_bytes || section_begin_ == interfaces_.size())
        return leave_out(say({"{}, belongs to no interface", "{}不属于任何接口"}, at({packet(), place_})));
    const Interface& interface = interfaces_[section_begin_];
    const std::uint32_t wire = get32(order_, body, 0);
    const std::uint32_t most = interface.most_captured == 0 ? wire : std::min(wire, interface.most_captured);
    frame.octets = body.subspan(fixed_bytes, std::min<std::size_t>(most, body.size() - fixed_bytes));
    frame.wire_octets = wire;
    frame.interface = static_cast<std::uint16_t>(section_begin_);
    frame.at_ns = last_ns_;
    frame.comment = {};
    return give(frame);
}

PcapngReader::Step PcapngReader::enhanced_packet(Body body, Frame& frame, bool obsolete)
{
    constexpr std::size_t fixed_bytes = 20;
    if (body.size() < fixed_bytes)
        return leave_out(say({"{}, is too short for its header", "{}太短，容不下它的首部"}, at({packet(), place_})));
    // The obsolete block has 16 bits for the interface, then 16 for drops.
    const std::size_t id = obsolete ? get16(order_, body, 0) : get32(order_, body, 0);
    if (id >= interfaces_.size() - section_begin_)
        return leave_out(
            say({"{}, names interface {}, which the file does not describe", "{}属于接口 {}，而文件没有描述这个接口"},
                at({packet(), place_}), id));
    const std::uint32_t captured = get32(order_, body, 12);
    if (captured > body.size() - fixed_bytes)
        return leave_out(say({"{}, claims {} octets, but its block has {}", "{}声称有 {} 字节，但它的块只有 {} 字节"},
                             at({packet(), place_}), captured, body.size() - fixed_bytes));
    frame.octets = body.subspan(fixed_bytes, captured);
    frame.wire_octets = std::max(get32(order_, body, 16), captured);
    frame.interface = static_cast<std::uint16_t>(section_begin_ + id);
    const std::uint64_t count = std::uint64_t{get32(order_, body, 4)} << 32U | get32(order_, body, 8);
    frame.at_ns = time_of(interfaces_[frame.interface], count);
    frame.comment = {};
    const std::size_t options = fixed_bytes + padded(captured);
    if (options < body.size()) take_comments(body.subspan(options), frame);
    return give(frame);
}

PcapngReader::Step PcapngReader::give(Frame& frame)
{
    frame.number = ++count_;
    frame.offset = place_;
    frame.link = interfaces_[frame.interface].link;
    frame.one_of_several = interfaces_.size() > 1;
    last_ns_ = frame.at_ns;
    return Step::Packet;
}

void PcapngReader::take_comments(Body options, Frame& frame)
{
    int comments = 0;
    each_option(order_, options, [&](std::uint16_t code, Body value) {
        if (code != comment_option) return;
        if (++comments == 1) {
            frame.comment = as_text(value);
            return;
        }
        if (comments == 2) comments_ = frame.comment;
        comments_ += '\n';
        comments_ += as_text(value);
        frame.comment = comments_;
    });
}

} // namespace tcpstage::capture
