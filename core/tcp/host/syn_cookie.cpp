#include "core/tcp/host/syn_cookie.h"

#include "core/tcp/keyed_hash.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

constexpr Duration tick{64s};
constexpr std::uint64_t ticks_valid = 2; // the current one and the one before
constexpr std::uint32_t hash_mask = 0xffffffU;

std::uint64_t clock_of(Instant now) { return static_cast<std::uint64_t>(now.time_since_epoch() / tick); }

Seq cookie_of(const SocketPair& pair, Seq irs, std::uint32_t mss_index, std::uint64_t secret, std::uint64_t ticks)
{
    const std::uint64_t seed = std::uint64_t{irs.value()} << 32U | (ticks & UINT32_MAX);
    const std::uint64_t known = keyed_hash(secret, pair.local, pair.remote) ^ mix(mix(seed) ^ mss_index);
    const auto hash = static_cast<std::uint32_t>(mix(known)) & hash_mask;
    return Seq{static_cast<std::uint32_t>(ticks % 32) << 27U | mss_index << 24U | hash};
}

} // namespace

Seq syn_cookie(const SocketPair& pair, Seq irs, std::uint16_t peer_mss, std::uint64_t secret, Instant now)
{
    const auto above = std::ranges::upper_bound(cookie_mss, peer_mss);
    const auto index = above == cookie_mss.begin() ? 0 : above - cookie_mss.begin() - 1;
    return cookie_of(pair, irs, static_cast<std::uint32_t>(index), secret, clock_of(now));
}

std::optional<std::uint16_t> check_syn_cookie(const SocketPair& pair, Seq irs, Seq cookie, std::uint64_t secret,
                                              Instant now)
{
    const std::uint32_t index = cookie.value() >> 24U & 7U;
    const std::uint64_t ticks = clock_of(now);
    for (std::uint64_t age = 0; age < ticks_valid && age <= ticks; ++age)
        if (cookie == cookie_of(pair, irs, index, secret, ticks - age)) return cookie_mss[index];
    return {};
}

} // namespace tcpstage::tcp
