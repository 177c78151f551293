#pragma once
// Octets stored in shared chunks (see chunks.h), and numbers in as few octets as possible. Private to core/trace.

#include "core/trace/chunks.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace tcpstage::trace {

/// Append-only pieces of octets. A piece never spans two chunks.
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
        Octet* const to = begin_piece(piece.size());
        std::copy(piece.begin(), piece.end(), to);
        return end_piece(to + piece.size());
    }
    /// Room for a piece of at most `most` octets. Write it there, then call end_piece() with the octet after it.
    Octet* begin_piece(std::size_t most)
    {
        if (used_ + most > room_) [[unlikely]]
            make_room(most);
        return own(chunks_.back(), chunk_bytes).data() + used_;
    }
    Spot end_piece(const Octet* end)
    {
        const std::size_t begins = used_;
        used_ = static_cast<std::size_t>(end - chunks_.back()->data());
        return {static_cast<std::uint32_t>(((chunks_.size() - 1) << chunk_bits) | begins)};
    }
    /// The octets from the spot to the end of its chunk; the last chunk ends with room.
    std::span<const Octet> from(Spot spot) const { return std::span{*chunks_[spot.chunk()]}.subspan(spot.octet()); }
    std::span<const Octet> chunk(std::size_t index) const { return *chunks_[index]; }
    std::size_t memory_bytes() const
    {
        std::size_t bytes = chunks_.capacity() * sizeof(std::shared_ptr<Chunk<Octet>>);
        for (const auto& chunk : chunks_)
            bytes += sizeof(Chunk<Octet>) + chunk->capacity();
        return bytes;
    }

private:
    static constexpr std::size_t chunk_bytes = usual_chunk_bytes;
    static constexpr unsigned chunk_bits = std::countr_zero(chunk_bytes);

    void add_chunk()
    {
        const bool first = chunks_.empty();
        if (!first) own(chunks_.back(), chunk_bytes).resize(used_);
        chunks_.push_back(std::make_shared<Chunk<Octet>>());
        used_ = 0;
    }

    void make_room(std::size_t most)
    {
        if (chunks_.empty() || used_ + most > chunk_bytes) add_chunk();
        auto& chunk = own(chunks_.back(), chunk_bytes);
        const std::size_t before = (chunks_.size() - 1) * chunk_bytes;
        const std::size_t room = std::max({used_ + most, 2 * chunk.size(), first_room(before, chunk_bytes)});
        chunk.resize(std::min(room, chunk_bytes));
        room_ = chunk.size();
    }

    std::vector<std::shared_ptr<Chunk<Octet>>> chunks_;
    std::size_t used_ = 0; // octets of the last chunk
    std::size_t room_ = 0; // its size
};

/// Numbers with seven bits per octet, written to and read from memory that must be large enough.
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

} // namespace tcpstage::trace
