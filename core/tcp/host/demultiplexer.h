#pragma once
// Which connection a segment belongs to: both sockets name it (RFC 9293 section 3.3.1). A hash table, so that a segment
// costs the same however many connections there are; keyed, so that nobody can choose addresses that collide.

#include "core/tcp/segment/address.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tcpstage::tcp {

struct SocketPair {
    SocketAddress local;
    SocketAddress remote;
    friend bool operator==(const SocketPair&, const SocketPair&) = default;
};
/// The same connection as its other end sees it.
inline SocketPair reversed(const SocketPair& pair) { return {pair.remote, pair.local}; }

class Demultiplexer {
public:
    static constexpr std::uint32_t nobody = UINT32_MAX;

    explicit Demultiplexer(std::uint64_t secret = 0) : secret_{secret} {}

    /// What was inserted with this pair; nobody.
    std::uint32_t find(const SocketPair& pair) const;
    /// The pair must be new, and `what` an index: memory is taken for all below it.
    void insert(const SocketPair& pair, std::uint32_t what);
    /// The pair must be there.
    void erase(const SocketPair& pair);
    std::size_t size() const { return size_; }

private:
    struct Place { // free when `what` is nobody; small, so that the table of many connections stays near the processor
        std::uint32_t mark = 0;
        std::uint32_t what = nobody;
    };

    /// Its lower bits say where the pair belongs in the table; all of it, that it is hardly another pair.
    std::uint32_t mark_of(const SocketPair& pair) const;
    std::size_t home(std::uint32_t mark) const { return mark & (places_.size() - 1); }
    /// Where the pair is, or the free place where it would be.
    std::size_t place_of(const SocketPair& pair) const;
    void grow();

    std::vector<SocketPair> pairs_; // of each `what`
    std::vector<Place> places_;     // linear probing; a power of two, at most half full
    std::size_t size_ = 0;
    std::uint64_t secret_;
};

} // namespace tcpstage::tcp
