#pragma once
// Reads a fuzzer's input as numbers; must() reports a violated property.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace tcpstage::fuzz {

/// Gives zeros after the last octet.
class Feed {
public:
    explicit Feed(std::span<const std::uint8_t> octets) : octets_{octets} {}

    bool empty() const { return octets_.empty(); }
    std::uint8_t octet()
    {
        if (octets_.empty()) return 0;
        const std::uint8_t first = octets_.front();
        octets_ = octets_.subspan(1);
        return first;
    }
    std::uint16_t two() { return static_cast<std::uint16_t>(octet() << 8U | octet()); }
    std::uint32_t four() { return static_cast<std::uint32_t>(two()) << 16U | two(); }
    bool flag() { return (octet() & 1U) != 0; }

private:
    std::span<const std::uint8_t> octets_;
};

inline void must(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// Requires that nothing changed by saving and opening: `difference` must be empty.
inline void must(const std::string& difference) { must(difference.empty(), difference.c_str()); }

inline void must_be_a_sentence(const std::string& error)
{
    must(!error.empty() && error.find('\n') == std::string::npos, "an error is one sentence");
}

} // namespace tcpstage::fuzz
