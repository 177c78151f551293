#pragma once
// The control bits of a segment, singly and as a set.

#include <cstdint>
#include <string>

namespace tcpstage::tcp {

/// The control bits of RFC 9293 section 3.1, as in octet 13 of the header.
enum class Flag : std::uint8_t { Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16, Urg = 32, Ece = 64, Cwr = 128 };

class Flags {
public:
    constexpr Flags() = default;
    constexpr Flags(Flag flag) : bits_{static_cast<std::uint8_t>(flag)} {} // NOLINT: a flag is a set of one
    static constexpr Flags from_bits(std::uint8_t bits)
    {
        Flags flags;
        flags.bits_ = bits;
        return flags;
    }

    constexpr bool has(Flag flag) const { return (bits_ & static_cast<std::uint8_t>(flag)) != 0; }
    constexpr std::uint8_t bits() const { return bits_; }
    constexpr Flags without(Flag flag) const
    {
        return from_bits(bits_ & static_cast<std::uint8_t>(~static_cast<unsigned>(flag)));
    }

    friend constexpr bool operator==(Flags, Flags) = default;
    friend constexpr Flags operator|(Flags a, Flags b) { return from_bits(a.bits_ | b.bits_); }

private:
    std::uint8_t bits_ = 0;
};
constexpr Flags operator|(Flag a, Flag b) { return Flags{a} | Flags{b}; }

/// "SYN, ACK"; "none" without flags. In the order FIN, SYN, RST, PSH, URG, ECE, CWR, ACK.
std::string to_text(Flags flags);

} // namespace tcpstage::tcp
