#include "core/base/bytes.h"

#include <algorithm>

namespace tcpstage {

namespace {

constexpr std::uint32_t shared_pattern_size = 65536 + Bytes::pattern_period;
constexpr std::string_view pattern_octets = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::shared_ptr<const std::vector<std::uint8_t>> make_pattern(std::uint32_t count, std::uint64_t phase)
{
    std::vector<std::uint8_t> octets(count);
    for (std::uint32_t i = 0; i < count; ++i)
        octets[i] =
            static_cast<std::uint8_t>(pattern_octets[(phase + i) % Bytes::pattern_period % pattern_octets.size()]);
    return std::make_shared<const std::vector<std::uint8_t>>(std::move(octets));
}

} // namespace

Bytes::Bytes(std::vector<std::uint8_t> octets)
    : block_{std::make_shared<const Block>(std::move(octets))}, size_{static_cast<std::uint32_t>(block_->size())}
{}

Bytes::Bytes(std::string_view text) : Bytes{std::vector<std::uint8_t>{text.begin(), text.end()}} {}

Bytes Bytes::pattern(std::uint32_t count, std::uint64_t phase)
{
    static const auto shared = make_pattern(shared_pattern_size, 0);
    Bytes bytes;
    const auto start = static_cast<std::uint32_t>(phase % pattern_period);
    const bool fits = count <= shared_pattern_size - pattern_period;
    bytes.block_ = fits ? shared : make_pattern(count, phase);
    bytes.offset_ = fits ? start : 0;
    bytes.size_ = count;
    return bytes;
}

std::optional<std::uint32_t> Bytes::pattern_phase() const
{
    for (std::uint32_t phase = 0; phase < pattern_period; ++phase)
        if (*this == pattern(size_, phase)) return phase;
    return std::nullopt;
}

Bytes Bytes::joined(std::span<const Bytes> parts)
{
    std::vector<std::uint8_t> octets;
    for (const Bytes& part : parts)
        octets.insert(octets.end(), part.span().begin(), part.span().end());
    return Bytes{std::move(octets)};
}

Bytes Bytes::slice(std::uint32_t offset, std::uint32_t count) const
{
    const std::uint32_t begin = std::min(offset, size_);
    Bytes part;
    part.size_ = std::min(count, size_ - begin);
    part.offset_ = offset_ + begin;
    if (part.size_ != 0) part.block_ = block_;
    return part;
}

Bytes Bytes::whole_block() const
{
    Bytes whole;
    whole.block_ = block_;
    whole.size_ = block_ ? static_cast<std::uint32_t>(block_->size()) : 0;
    return whole;
}

bool operator==(const Bytes& a, const Bytes& b) { return std::ranges::equal(a.span(), b.span()); }

} // namespace tcpstage
