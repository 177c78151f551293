#pragma once
// Octets, shared and immutable: copying or slicing never copies the octets themselves.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace tcpstage {

class Bytes {
public:
    Bytes() = default;
    Bytes(const Bytes&) = default;
    Bytes& operator=(const Bytes&) = default;
    /// The other one is empty afterwards.
    Bytes(Bytes&& other) noexcept
        : block_{std::move(other.block_)}, offset_{other.offset_}, size_{std::exchange(other.size_, 0)}
    {}
    Bytes& operator=(Bytes&& other) noexcept
    {
        block_ = std::move(other.block_);
        offset_ = other.offset_;
        size_ = std::exchange(other.size_, 0);
        return *this;
    }
    ~Bytes() = default;
    explicit Bytes(std::vector<std::uint8_t> octets);
    explicit Bytes(std::string_view text);

    /// `count` octets of a pattern, which repeats after pattern_period octets and starts at `phase`: letters and digits
    /// (A to Z, a to z, 0 to 9), because other programs take control characters for a damaged message. Up to 64 KiB
    /// share one block.
    static Bytes pattern(std::uint32_t count, std::uint64_t phase = 0);
    static constexpr std::uint32_t pattern_period = 251; // a prime, so that no length of segments divides it
    /// The phase with which these octets are that pattern, the least; empty if they are not. Without octets it is 0.
    std::optional<std::uint32_t> pattern_phase() const;
    /// The octets of `parts`, one after another, in one new block.
    static Bytes joined(std::span<const Bytes> parts);

    std::uint32_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    std::uint8_t operator[](std::uint32_t index) const { return data()[index]; }
    const std::uint8_t* data() const { return block_ ? block_->data() + offset_ : nullptr; }
    std::span<const std::uint8_t> span() const { return {data(), size_}; }

    /// The `count` octets from `offset` on; both are clipped to what is there.
    Bytes slice(std::uint32_t offset, std::uint32_t count) const;
    Bytes from(std::uint32_t offset) const { return slice(offset, size_); }
    /// Becomes whole.slice(offset, count), which must be within it. Quicker than an assignment.
    void become_slice(const Bytes& whole, std::uint32_t offset, std::uint32_t count)
    {
        block_ = whole.block_;
        offset_ = whole.offset_ + offset;
        size_ = count;
    }

    /// The offset in the block that it shares with others, and the whole of that block.
    std::uint32_t offset_in_block() const { return offset_; }
    Bytes whole_block() const;
    bool shares_block(const Bytes& other) const { return block_ == other.block_; }

    friend bool operator==(const Bytes& a, const Bytes& b);

private:
    using Block = std::vector<std::uint8_t>;

    std::shared_ptr<const Block> block_;
    std::uint32_t offset_ = 0;
    std::uint32_t size_ = 0;
};

} // namespace tcpstage
