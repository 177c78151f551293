#pragma once
// Segments that came before their time: octets beyond RCV.NXT, kept until the gap before them is filled.

#include "core/base/bytes.h"
#include "core/tcp/seq.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace tcpstage {

class Reassembly {
public:
    /// Keeps what is new of `data` at `seq`; octets that are already held are not replaced. `fin`: a FIN follows the data.
    void insert(Seq seq, Bytes data, bool fin);
    /// The octets at `next`, if the gap before them is gone; call again until empty. Drops what lies before `next`.
    Bytes take(Seq next);
    /// A FIN stands at `next`: everything before it was taken.
    bool fin_at(Seq next) const { return fin_ && *fin_ == next; }

    std::uint32_t bytes() const { return bytes_; }
    bool empty() const { return pieces_.empty() && !fin_; }
    void clear();

private:
    struct Piece {
        Seq seq;
        Bytes data;
        Seq end() const { return seq + data.size(); }
    };

    std::vector<Piece> pieces_; // in order, without overlap
    std::uint32_t bytes_ = 0;
    std::optional<Seq> fin_;
};

} // namespace tcpstage
