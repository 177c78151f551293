#pragma once
// The octets of one end that were skipped and have not been captured yet. Takes no memory while there are none.

#include "core/base/time.h"
#include "core/tcp/segment/seq.h"

#include <vector>

namespace tcpstage::capture {

class Gaps {
public:
    static constexpr std::size_t most = 64; // the oldest is forgotten

    bool empty() const { return gaps_.empty(); }
    /// [left, right) was skipped at that time.
    void open(tcp::Seq left, tcp::Seq right, Instant at);
    /// When the gap came to be that [left, right) lies in; `never` if it is not all within one.
    Instant opened(tcp::Seq left, tcp::Seq right) const;
    /// [left, right) was captured. Returns how many octets of it were missing.
    std::uint32_t fill(tcp::Seq left, tcp::Seq right);
    /// Everything before `left` was acknowledged, so it has arrived without being captured.
    void forget_before(tcp::Seq left)
    {
        if (!gaps_.empty()) drop_before(left);
    }

private:
    struct Gap {
        tcp::Seq left;
        tcp::Seq right;
        Instant at;
    };
    void drop_before(tcp::Seq left);

    std::vector<Gap> gaps_; // in order, apart from each other
};

} // namespace tcpstage::capture
