#pragma once
// The octets of a fuzzer as numbers, and what it is told when something must never be.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace tcpstage::fuzz {

/// After the last octet it gives zeros.
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

/// `difference` is empty, as what is saved and opened again gives the same.
inline void must(const std::string& difference) { must(difference.empty(), difference.c_str()); }

inline void must_be_a_sentence(const std::string& error)
{
    must(!error.empty() && error.find('\n') == std::string::npos, "an error is one sentence");
}

} // namespace tcpstage::fuzz
