#pragma once
// The only source of randomness: a seeded generator (xoshiro256**) with the same numbers on every machine.

#include <array>
#include <cstdint>

namespace tcpstage {

/// Parts per million: how likely something is, as an integer. 1'000'000 is certain.
struct Chance {
    std::uint32_t per_million = 0;
    friend bool operator==(Chance, Chance) = default;
};

class Random {
public:
    explicit Random(std::uint64_t seed);

    std::uint64_t next();
    /// Uniform in [0, bound); bound is at least 1.
    std::uint64_t below(std::uint64_t bound);
    bool happens(Chance chance) { return chance.per_million != 0 && below(1'000'000) < chance.per_million; }
    /// An independent generator for the given purpose; the same for the same seed and purpose.
    Random fork(std::uint64_t purpose) const;

    friend bool operator==(const Random&, const Random&) = default;

private:
    std::array<std::uint64_t, 4> state_{};
};

} // namespace tcpstage
