#include "core/capture/decode/copies.h"

#include "core/capture/file/octet_order.h"

namespace tcpstage::capture {

namespace {

constexpr std::size_t slots = 8192;
constexpr std::int64_t longest_way_ns = 2'000'000'000;
constexpr std::int64_t longest_loopback_ns = 1'000'000;

} // namespace

bool Copies::is_copy(std::uint64_t key, const Heard& heard)
{
    if (known_.empty()) known_.resize(slots);
    Known& known = known_[key % slots];
    const std::int64_t since = add_clipped(heard.at_ns, -std::max(known.at_ns, -INT64_MAX));
    if (known.heard == 0 || known.key != key || since > longest_way_ns || since < -longest_way_ns) {
        known = {key, heard.place, heard.at_ns, 1, 0};
        return false;
    }
    if (known.place != heard.place) return true;
    const bool twice = heard.on_loopback && known.copies < known.heard && since <= longest_loopback_ns;
    known.at_ns = heard.at_ns;
    (twice ? known.copies : known.heard) += 1;
    return twice;
}

} // namespace tcpstage::capture
