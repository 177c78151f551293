#pragma once
// The fields of a TCP header, as the inspector shows them: where they stand and what they say.

#include "ui/scene/words/labels.h"

namespace tcpstage::scene {

/// The `id` of a Ref of kind Field.
enum class Field : std::uint8_t {
    SourcePort,
    DestinationPort,
    Sequence,
    Acknowledgment,
    Offset,
    Reserved,
    Cwr,
    Ece,
    Urg,
    Ack,
    Psh,
    Rst,
    Syn,
    Fin,
    Window,
    Checksum,
    Urgent,
    Options,
    Payload,
    Length,
};

struct FieldView {
    Field field;
    QString name;
    QString value;
    int row; // of 32 bits
    int bit; // first bit in the row
    int bits;
    std::uint32_t first; // octets of the segment
    std::uint32_t octets;
    bool notable = false; // worth looking at in this segment
};
/// All fields of the fixed header, and the options when there are any; of a datagram, its four.
std::vector<FieldView> fieldsOf(const StagedRun& staged, trace::TransitId id, const std::vector<std::uint8_t>& octets,
                                const DisplayOptions& display);
/// In the order of the header's octets, with the NOPs: "MSS 1460, SACK OK, NOP, WS 7".
QString optionsText(const tcp::Options& options);

} // namespace tcpstage::scene
