#pragma once
// Sequence numbers: integers modulo 2^32 (RFC 9293 section 3.4). There is no operator<; use before(a, b).

#include <cstdint>

namespace tcpstage::tcp {

class Seq {
public:
    constexpr Seq() = default;
    constexpr explicit Seq(std::uint32_t value) : value_{value} {}

    constexpr std::uint32_t value() const { return value_; }

    friend constexpr bool operator==(Seq, Seq) = default;
    friend constexpr Seq operator+(Seq a, std::uint32_t octets) { return Seq{a.value_ + octets}; }
    friend constexpr Seq operator-(Seq a, std::uint32_t octets) { return Seq{a.value_ - octets}; }
    /// The distance from b forward to a, modulo 2^32.
    friend constexpr std::uint32_t operator-(Seq a, Seq b) { return a.value_ - b.value_; }
    constexpr Seq& operator+=(std::uint32_t octets)
    {
        value_ += octets;
        return *this;
    }

private:
    std::uint32_t value_ = 0;
};

/// True when b is 1 to 2^31 ahead of a, modulo 2^32.
constexpr bool before(Seq a, Seq b) { return static_cast<std::int32_t>(a.value() - b.value()) < 0; }
constexpr bool after(Seq a, Seq b) { return before(b, a); }
constexpr bool at_or_before(Seq a, Seq b) { return !after(a, b); }
constexpr bool at_or_after(Seq a, Seq b) { return !before(a, b); }

/// first =< x < first + length, modulo 2^32.
constexpr bool in_range(Seq x, Seq first, std::uint32_t length) { return x - first < length; }

constexpr Seq later(Seq a, Seq b) { return before(a, b) ? b : a; }

} // namespace tcpstage::tcp
