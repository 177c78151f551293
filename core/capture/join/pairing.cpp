#include "core/capture/join/pairing.h"

#include "core/tcp/keyed_hash.h"

#include <algorithm>
#include <map>

namespace tcpstage::capture {

namespace {

constexpr std::uint8_t kept_flags = 0x17; // FIN, SYN, RST and ACK: cards set PSH and CWR on some of the pieces
constexpr std::uint64_t no_name = 0;
constexpr Duration slack{20us};     // two captures do not stamp alike
constexpr Duration longest_way{1h}; // of a segment; later ones only have the same numbers

std::uint64_t mixed(std::uint64_t value, std::uint64_t number) { return tcp::mix(value ^ number); }

std::uint64_t numbers_of(trace::Side from, const tcp::Segment& segment)
{
    const std::uint8_t flags = segment.flags.bits() & kept_flags;
    std::uint64_t value = mixed(1 + trace::index(from), std::uint64_t{segment.seq.value()} << 32U | flags);
    return mixed(value, segment.payload.size()) | 1U;
}

std::uint64_t whole_name(const Sighting& sighting) { return name_of(sighting.from, sighting.segment); }
std::uint64_t short_name(const Sighting& sighting) { return numbers_of(sighting.from, sighting.segment); }
/// What the network gives a packet to know its fragments: the same at both ends, whatever else was changed.
std::uint64_t packet_name(const Sighting& sighting)
{
    if (sighting.identification == 0) return no_name;
    return mixed(3 + trace::index(sighting.from), sighting.identification) | 1U;
}

struct Named {
    std::uint64_t name;
    std::uint32_t index;
    friend auto operator<=>(const Named&, const Named&) = default;
};

std::vector<Named> names(const Sightings& sightings, const std::vector<std::uint32_t>& partner,
                         std::uint64_t (*name)(const Sighting&))
{
    std::vector<Named> all;
    for (std::uint32_t i = 0; i < sightings.size(); ++i)
        if (partner[i] == nowhere)
            if (const std::uint64_t its = name(sightings[i]); its != no_name) all.push_back({its, i});
    std::ranges::sort(all);
    return all;
}

/// Sequence numbers as numbers that never wrap.
class Unwrapped {
public:
    explicit Unwrapped(tcp::Seq first) : seq_{first} {}
    std::int64_t operator()(tcp::Seq seq)
    {
        place_ += static_cast<std::int32_t>(seq - seq_);
        seq_ = seq;
        return place_;
    }

private:
    tcp::Seq seq_;
    std::int64_t place_ = 0;
};

/// The segments with octets that the other capture does not have, and where octets begin and end in them.
struct Odd {
    std::vector<std::pair<std::uint32_t, std::int64_t>> places; // index, and where its octets begin
    std::vector<std::int64_t> edges;
};

Odd odd_ones(const Sightings& sightings, const Sightings& other, trace::Side from, tcp::Seq first)
{
    std::vector<std::uint64_t> known;
    for (const Sighting& sighting : other)
        if (sighting.from == from) known.push_back(whole_name(sighting));
    std::ranges::sort(known);
    Odd odd;
    Unwrapped place{first};
    for (std::uint32_t i = 0; i < sightings.size(); ++i) {
        const tcp::Segment& segment = sightings[i].segment;
        if (sightings[i].from != from || segment.payload.empty() || segment.syn()) continue;
        const std::int64_t at = place(segment.seq);
        if (std::ranges::binary_search(known, whole_name(sightings[i]))) continue;
        odd.places.emplace_back(i, at);
        odd.edges.push_back(at);
        odd.edges.push_back(at + segment.payload.size());
    }
    std::ranges::sort(odd.edges);
    odd.edges.erase(std::unique(odd.edges.begin(), odd.edges.end()), odd.edges.end());
    return odd;
}

/// A piece of a segment: only the last one has its FIN and PSH.
Sighting piece_of(const Sighting& whole, std::uint32_t offset, std::uint32_t octets)
{
    Sighting piece = whole;
    piece.segment.seq = whole.segment.seq + offset;
    piece.segment.payload = whole.segment.payload.slice(offset, octets);
    if (offset + octets == whole.segment.payload.size()) return piece;
    piece.segment.flags = whole.segment.flags.without(tcp::Flag::Fin).without(tcp::Flag::Psh);
    return piece;
}

/// The pieces of each of `odd` that is cut at an edge.
using Cuts = std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>; // index; where each piece ends

Cuts cuts_of(const Odd& odd, const Sightings& sightings, const std::vector<std::int64_t>& edges)
{
    constexpr std::size_t most_pieces = 64; // a segment of 64 KiB has 45 of 1460 octets
    Cuts cuts;
    for (const auto& [index, begin] : odd.places) {
        const auto octets = static_cast<std::int64_t>(sightings[index].segment.payload.size());
        const auto first = std::ranges::upper_bound(edges, begin);
        const auto last = std::ranges::lower_bound(edges, begin + octets);
        if (first >= last || last - first >= static_cast<std::ptrdiff_t>(most_pieces)) continue;
        std::vector<std::uint32_t> ends;
        for (auto edge = first; edge != last; ++edge)
            ends.push_back(static_cast<std::uint32_t>(*edge - begin));
        ends.push_back(static_cast<std::uint32_t>(octets));
        cuts.emplace_back(index, std::move(ends));
    }
    return cuts;
}

void cut(Sightings& sightings, const Cuts& cuts)
{
    if (cuts.empty()) return;
    Sightings all;
    all.reserve(sightings.size() + 4 * cuts.size());
    auto next = cuts.begin();
    for (std::uint32_t i = 0; i < sightings.size(); ++i) {
        if (next == cuts.end() || next->first != i) {
            all.push_back(std::move(sightings[i]));
            continue;
        }
        std::uint32_t begin = 0;
        for (const std::uint32_t end : next->second) {
            all.push_back(piece_of(sightings[i], begin, end - begin));
            begin = end;
        }
        ++next;
    }
    sightings = std::move(all);
}

} // namespace

std::uint64_t name_of(trace::Side from, const tcp::Segment& segment)
{
    const tcp::Options& options = segment.options;
    std::uint64_t value = numbers_of(from, segment);
    if (segment.has_ack()) value = mixed(value, segment.ack.value());
    value = mixed(value, std::uint64_t{segment.window} << 32U | options.timestamps.value);
    for (std::size_t i = 0; i < options.sack_count; ++i)
        value = mixed(value, std::uint64_t{options.sack[i].left.value()} << 32U | options.sack[i].right.value());
    return value | 1U;
}

void cut_alike(Sightings& one, Sightings& other)
{
    for (const trace::Side side : trace::both_sides) {
        const auto first = std::ranges::find(one, side, &Sighting::from);
        if (first == one.end()) continue;
        const tcp::Seq base = first->segment.seq;
        const Odd ours = odd_ones(one, other, side, base);
        const Odd theirs = odd_ones(other, one, side, base);
        const Cuts our_cuts = cuts_of(ours, one, theirs.edges);
        const Cuts their_cuts = cuts_of(theirs, other, ours.edges);
        cut(one, our_cuts);
        cut(other, their_cuts);
    }
}

Pairing::Pairing(const Sightings& one, const Sightings& other)
    : one_{one}, other_{other}, in_other_(one.size(), nowhere), in_one_(other.size(), nowhere),
      copied_in_one_(one.size(), nowhere), copied_in_other_(other.size(), nowhere)
{
    for (const Group& group : groups(whole_name))
        if (group.one.size() == 1 && group.other.size() == 1) pair(group.one[0], group.other[0]);
}

std::vector<Pairing::Group> Pairing::groups(NameOf name) const
{
    const std::vector<Named> ours = names(one_, in_other_, name);
    const std::vector<Named> theirs = names(other_, in_one_, name);
    std::vector<Group> found;
    auto our = ours.begin();
    auto their = theirs.begin();
    while (our != ours.end() && their != theirs.end()) {
        if (our->name < their->name) {
            ++our;
        } else if (their->name < our->name) {
            ++their;
        } else {
            Group group;
            const std::uint64_t its = our->name;
            for (; our != ours.end() && our->name == its; ++our)
                group.one.push_back(our->index);
            for (; their != theirs.end() && their->name == its; ++their)
                group.other.push_back(their->index);
            found.push_back(std::move(group));
        }
    }
    return found;
}

void Pairing::pair(std::uint32_t one, std::uint32_t other)
{
    in_other_[one] = other;
    in_one_[other] = one;
}

void Pairing::pair_all(trace::Side near, const Ways& ways)
{
    for (const NameOf name : {whole_name, short_name, packet_name})
        for (const Group& group : groups(name))
            resolve(group, near, ways);
    find_copies(one_, in_other_, trace::other(near), copied_in_one_);
    find_copies(other_, in_one_, near, copied_in_other_);
}

/// The order is kept. What arrived less often than it was sent arrived as soon as it can have; what arrived more often
/// was copied.
void Pairing::resolve(const Group& group, trace::Side near, const Ways& ways)
{
    const trace::Side from = one_[group.one.front()].from;
    const bool leaves = from == near; // sent where `one` was captured
    std::vector<std::uint32_t> sent = leaves ? group.one : group.other;
    std::vector<std::uint32_t> arrived = leaves ? group.other : group.one;
    const auto link = [&](std::uint32_t s, std::uint32_t a) { leaves ? pair(s, a) : pair(a, s); };
    const auto identification = [&](bool sender, std::uint32_t index) {
        return (sender == leaves ? one_ : other_)[index].identification;
    };
    const Duration least = ways.least[trace::index(from)];
    const auto fits = [&](std::uint32_t s, std::uint32_t a) {
        const Duration took = leaves ? ways.took(s, a) : ways.took(a, s);
        return took >= least - least / 8 - slack && took <= longest_way;
    };
    std::erase_if(arrived, [&](std::uint32_t a) {
        const std::uint16_t its = identification(false, a);
        const auto same = std::ranges::find_if(
            sent, [&](std::uint32_t s) { return its != 0 && identification(true, s) == its && fits(s, a); });
        if (same == sent.end()) return false;
        link(*same, a);
        sent.erase(same);
        return true;
    });
    if (arrived.size() >= sent.size()) {
        auto next = arrived.begin();
        for (const std::uint32_t s : sent) {
            next = std::find_if(next, arrived.end(), [&](std::uint32_t a) { return fits(s, a); });
            if (next == arrived.end()) return;
            link(s, *next++);
        }
        return;
    }
    std::size_t end = sent.size();
    for (std::size_t i = arrived.size(); i-- > 0;) {
        while (end > 0 && !fits(sent[end - 1], arrived[i]))
            --end;
        if (end == 0) return;
        link(sent[--end], arrived[i]);
    }
}

/// `partner`: of each sighting; `from`: the end whose segments arrive there.
void Pairing::find_copies(const Sightings& sightings, const std::vector<std::uint32_t>& partner, trace::Side from,
                          std::vector<std::uint32_t>& copied)
{
    std::map<std::uint64_t, std::vector<std::uint32_t>> lonely; // by name
    for (std::uint32_t i = 0; i < sightings.size(); ++i)
        if (sightings[i].from == from && partner[i] == nowhere) lonely[whole_name(sightings[i])].push_back(i);
    if (lonely.empty()) return;
    for (std::uint32_t i = 0; i < sightings.size(); ++i) {
        if (sightings[i].from != from || partner[i] == nowhere) continue;
        const auto same = lonely.find(whole_name(sightings[i]));
        if (same == lonely.end()) continue;
        for (const std::uint32_t copy : same->second)
            if (sightings[copy].identification == sightings[i].identification) copied[copy] = partner[i];
    }
}

} // namespace tcpstage::capture
