#pragma once
// Storage that grows by whole chunks: nothing moves, and at most one chunk is not full. Private to core/trace.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tcpstage {

/// Append-only items of one size. The first chunk grows as a vector does, for most traces are short.
template <typename Item> class Chunks {
public:
    void push_back(const Item& item)
    {
        if (size_ % per_chunk == 0) add_chunk();
        chunks_.back().push_back(item);
        ++size_;
    }
    const Item& operator[](std::size_t index) const { return chunks_[index / per_chunk][index % per_chunk]; }
    Item& operator[](std::size_t index) { return chunks_[index / per_chunk][index % per_chunk]; }
    std::size_t size() const { return size_; }
    std::size_t memory_bytes() const
    {
        std::size_t bytes = chunks_.capacity() * sizeof(std::vector<Item>);
        for (const auto& chunk : chunks_)
            bytes += chunk.capacity() * sizeof(Item);
        return bytes;
    }

private:
    static constexpr std::size_t per_chunk = 4096;

    void add_chunk()
    {
        chunks_.emplace_back();
        if (size_ != 0) chunks_.back().reserve(per_chunk);
    }

    std::vector<std::vector<Item>> chunks_;
    std::size_t size_ = 0;
};

/// Append-only pieces of octets. A piece lies in one chunk.
class OctetChunks {
public:
    using Octet = std::uint8_t;
    /// Where a piece begins: the chunk, and the octet in it.
    struct Spot {
        std::uint32_t value = 0;
        std::size_t chunk() const { return value >> chunk_bits; }
        std::size_t octet() const { return value & (chunk_bytes - 1); }
    };

    Spot append(std::span<const Octet> piece)
    {
        if (chunks_.empty() || chunks_.back().size() + piece.size() > chunk_bytes) add_chunk();
        auto& chunk = chunks_.back();
        const std::size_t begins = chunk.size();
        chunk.insert(chunk.end(), piece.begin(), piece.end());
        return {static_cast<std::uint32_t>(((chunks_.size() - 1) << chunk_bits) | begins)};
    }
    /// From the spot to the end of its chunk.
    std::span<const Octet> from(Spot spot) const { return std::span{chunks_[spot.chunk()]}.subspan(spot.octet()); }
    std::span<const Octet> chunk(std::size_t index) const { return chunks_[index]; }
    std::size_t memory_bytes() const
    {
        std::size_t bytes = chunks_.capacity() * sizeof(std::vector<Octet>);
        for (const auto& chunk : chunks_)
            bytes += chunk.capacity();
        return bytes;
    }

private:
    static constexpr unsigned chunk_bits = 16;
    static constexpr std::size_t chunk_bytes = std::size_t{1} << chunk_bits;

    void add_chunk()
    {
        const bool first = chunks_.empty();
        chunks_.emplace_back();
        if (!first) chunks_.back().reserve(chunk_bytes);
    }

    std::vector<std::vector<Octet>> chunks_;
};

/// Numbers of seven bits an octet, written to and read from memory that is known to be large enough.
inline std::uint8_t* put_number(std::uint8_t* to, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7U)
        *to++ = static_cast<std::uint8_t>(value | 0x80U);
    *to++ = static_cast<std::uint8_t>(value);
    return to;
}
inline std::uint64_t take_number(const std::uint8_t*& from)
{
    std::uint64_t value = *from & 0x7fU;
    for (unsigned shift = 7; *from++ >= 0x80; shift += 7)
        value |= static_cast<std::uint64_t>(*from & 0x7fU) << shift;
    return value;
}

/// Zigzag: small negative differences stay short.
constexpr std::uint64_t folded(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unfolded(std::uint64_t value)
{
    return static_cast<std::int64_t>((value >> 1U) ^ (0 - (value & 1U)));
}

} // namespace tcpstage
