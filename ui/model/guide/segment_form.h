#pragma once
// Reads and checks the input fields of a segment or a call. Pure functions.

#include "core/base/text.h"
#include "core/sim/edit.h"
#include "core/trace/transit.h"

#include <QString>
#include <tl/expected.hpp>

namespace tcpstage::model {

/// A number of octets, or the octets themselves as quoted text, as in lessons.
struct Octets {
    std::uint32_t count = 0;
    std::optional<Bytes> text;
    friend bool operator==(const Octets&, const Octets&) = default;
};
/// Reads at most `most` octets. The error is a sentence.
tl::expected<Octets, QString> readOctets(const QString& written, std::uint32_t most, Language language);
/// "100", or the quoted text if the payload is printable text of at most 60 octets.
QString octetsText(const Bytes& payload);

/// The fields of a segment, with absolute numbers.
struct SegmentForm {
    tcp::Flags flags;
    QString seq;
    QString ack;
    QString window; // octets, after scaling
    QString payload;
};
/// The fields of a transit's segment as sent.
SegmentForm formOf(const trace::Transit& transit);
/// The edit that turns `transit` into the form's segment; empty if they are equal. The error is a sentence.
tl::expected<sim::Edit, QString> readForm(const SegmentForm& form, const trace::Transit& transit, Language language);

} // namespace tcpstage::model
