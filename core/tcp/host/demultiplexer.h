#pragma once
// Finds the connection of a segment by both of its sockets (RFC 9293 section 3.3.1). A hash table, so that the cost of
// a segment does not depend on the number of connections; keyed, so that nobody can choose addresses that collide.

#include "core/base/huge_pages.h"
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

    /// What was inserted with this pair, or `nobody`.
    std::uint32_t find(const SocketPair& pair) const;
    /// The pair must be new. `what` is used as an index: memory is allocated for all values up to it.
    void insert(const SocketPair& pair, std::uint32_t what);
    /// The pair must be present.
    void erase(const SocketPair& pair);
    std::size_t size() const { return size_; }

private:
    struct Place { // free if `what` is nobody; small, so that the table of many connections stays in the cache
        std::uint32_t mark = 0;
        std::uint32_t what = nobody;
    };

    /// A hash of the pair: the lower bits give its place in the table, and all of them rule out most other pairs.
    std::uint32_t mark_of(const SocketPair& pair) const;
    std::size_t home(std::uint32_t mark) const { return mark & (places_.size() - 1); }
    /// The place of the pair, or the free place where it would be inserted.
    std::size_t place_of(const SocketPair& pair) const;
    void grow();

    HugeVector<SocketPair> pairs_; // indexed by `what`
    HugeVector<Place> places_;     // linear probing; a power of two, at most half full
    std::size_t size_ = 0;
    std::uint64_t secret_;
};

} // namespace tcpstage::tcp
