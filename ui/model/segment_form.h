#pragma once
// What people write into the fields of a segment or of a call, and what is wrong with it. Pure.

#include "core/base/text.h"
#include "core/sim/edit.h"
#include "core/trace/transit.h"

#include <QString>
#include <tl/expected.hpp>

namespace tcpstage::model {

/// A number of octets, or the octets themselves as text in quotes: as lessons say it.
struct Octets {
    std::uint32_t count = 0;
    std::optional<Bytes> text;
    friend bool operator==(const Octets&, const Octets&) = default;
};
/// At most `most`. The error is a sentence.
tl::expected<Octets, QString> readOctets(const QString& written, std::uint32_t most, Language language);
/// "100", or the text in quotes where it is one.
QString octetsText(const Bytes& payload);

/// The fields of a segment, absolute numbers.
struct SegmentForm {
    tcp::Flags flags;
    QString seq;
    QString ack;
    QString window; // octets, after scaling
    QString payload;
};
/// As it was sent.
SegmentForm formOf(const trace::Transit& transit);
/// What has to be edited to make `transit` what the form says; empty when it is that already. The error is a sentence.
tl::expected<sim::Edit, QString> readForm(const SegmentForm& form, const trace::Transit& transit, Language language);

} // namespace tcpstage::model
