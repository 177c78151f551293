#include "core/lesson/yaml/emit.h"

namespace tcpstage::lesson::yaml {

namespace {

using YAML::BeginMap;
using YAML::BeginSeq;
using YAML::EndMap;
using YAML::EndSeq;
using YAML::Flow;
using YAML::Key;
using YAML::Value;

/// `text` gives the text of one number.
template <typename Write> void emit_limits(YAML::Emitter& out, const Limits& limits, Write text)
{
    const bool exactly = limits.least && limits.least == limits.most;
    if (exactly) out << Key << "exactly" << Value << text(*limits.least);
    if (limits.least && !exactly) out << Key << "at_least" << Value << text(*limits.least);
    if (limits.most && !exactly) out << Key << "at_most" << Value << text(*limits.most);
}

std::int64_t whole(std::int64_t value) { return value; }

class ExpectationWriter {
public:
    ExpectationWriter(YAML::Emitter& out, const Names& names) : out_{out}, names_{names} {}

    void write(const Expectations& expect)
    {
        out_ << BeginMap << Key << "segments" << Value << BeginSeq;
        for (const ExpectedSegment& segment : expect.segments)
            out_ << YAML::DoubleQuoted << line_of(segment);
        out_ << EndSeq << Key << "states" << Value << BeginMap;
        for (const trace::Side side : trace::both_sides) {
            out_ << Key << name_of(side) << Value << Flow << BeginSeq;
            for (const tcp::State state : expect.states[trace::index(side)])
                out_ << std::string{tcp::name(state)};
            out_ << EndSeq;
        }
        out_ << EndMap;
        if (!expect.counts.empty()) {
            out_ << Key << "counts" << Value;
            emit_counts(out_, expect.counts, names_);
        }
        if (expect.delivered[0] || expect.delivered[1]) {
            out_ << Key << "delivered" << Value;
            emit_delivered(out_, expect.delivered, names_);
        }
        if (!expect.moments.empty()) moments(expect.moments);
        out_ << EndMap;
    }

private:
    const std::string& name_of(trace::Side side) const { return names_.of[trace::index(side)]; }

    std::string line_of(const ExpectedSegment& segment) const
    {
        const std::string from = segment.source ? tcp::to_text(*segment.source) : name_of(segment.from);
        const std::string to = segment.destination ? tcp::to_text(*segment.destination) + " " : "";
        return from + " > " + to + segment.text;
    }

    void moments(const std::vector<ExpectedMoment>& moments)
    {
        out_ << Key << "moments" << Value << BeginSeq;
        for (const ExpectedMoment& moment : moments) {
            out_ << Flow << BeginMap << Key << "at" << Value << trigger_text(moment.at, names_);
            emit_limits(out_, moment.limits, [](std::int64_t ns) { return to_text(Duration{ns}); });
            out_ << EndMap;
        }
        out_ << EndSeq;
    }

    YAML::Emitter& out_;
    const Names& names_;
};

} // namespace

void emit_match(YAML::Emitter& out, const sim::SegmentMatch& which, const Names& names)
{
    if (which.from) out << Key << "from" << Value << names.of[trace::index(*which.from)];
    if (which.flags) out << Key << "flags" << Value << YAML::DoubleQuoted << tcp::flag_letters(*which.flags);
    if (which.seq) out << Key << "seq" << Value << which.seq->value();
    if (which.ack) out << Key << "ack" << Value << which.ack->value();
    if (which.payload_bytes) out << Key << "len" << Value << *which.payload_bytes;
}

void emit_counts(YAML::Emitter& out, const std::vector<ExpectedCount>& counts, const Names& names)
{
    out << BeginSeq;
    for (const ExpectedCount& count : counts) {
        out << Flow << BeginMap;
        emit_match(out, count.which, names);
        if (count.only != ExpectedCount::Only::All)
            out << Key << "only" << Value << std::string{only_words[static_cast<std::size_t>(count.only)]};
        emit_limits(out, count.limits, whole);
        out << EndMap;
    }
    out << EndSeq;
}

void emit_delivered(YAML::Emitter& out, const std::array<std::optional<Limits>, 2>& delivered, const Names& names)
{
    out << BeginMap;
    for (const trace::Side side : trace::both_sides) {
        if (!delivered[trace::index(side)]) continue;
        out << Key << names.of[trace::index(side)] << Value << Flow << BeginMap;
        emit_limits(out, *delivered[trace::index(side)], whole);
        out << EndMap;
    }
    out << EndMap;
}

void emit_expectations(YAML::Emitter& out, const Expectations& expect, const Names& names)
{
    ExpectationWriter{out, names}.write(expect);
}

} // namespace tcpstage::lesson::yaml
