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
        if (!expect.counts.empty()) counts(expect.counts);
        if (expect.delivered[0] || expect.delivered[1]) delivered(expect.delivered);
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

    /// `text` gives the text of one number.
    template <typename Write> void limits(const Limits& limits, Write text)
    {
        const bool exactly = limits.least && limits.least == limits.most;
        if (exactly) out_ << Key << "exactly" << Value << text(*limits.least);
        if (limits.least && !exactly) out_ << Key << "at_least" << Value << text(*limits.least);
        if (limits.most && !exactly) out_ << Key << "at_most" << Value << text(*limits.most);
    }

    static std::int64_t whole(std::int64_t value) { return value; }

    void counts(const std::vector<ExpectedCount>& counts)
    {
        out_ << Key << "counts" << Value << BeginSeq;
        for (const ExpectedCount& count : counts) {
            out_ << Flow << BeginMap;
            emit_match(out_, count.which, names_);
            if (count.only != ExpectedCount::Only::All)
                out_ << Key << "only" << Value << std::string{only_words[static_cast<std::size_t>(count.only)]};
            limits(count.limits, whole);
            out_ << EndMap;
        }
        out_ << EndSeq;
    }

    void delivered(const std::array<std::optional<Limits>, 2>& delivered)
    {
        out_ << Key << "delivered" << Value << BeginMap;
        for (const trace::Side side : trace::both_sides) {
            if (!delivered[trace::index(side)]) continue;
            out_ << Key << name_of(side) << Value << Flow << BeginMap;
            limits(*delivered[trace::index(side)], whole);
            out_ << EndMap;
        }
        out_ << EndMap;
    }

    void moments(const std::vector<ExpectedMoment>& moments)
    {
        out_ << Key << "moments" << Value << BeginSeq;
        for (const ExpectedMoment& moment : moments) {
            out_ << Flow << BeginMap << Key << "at" << Value << trigger_text(moment.at, names_);
            limits(moment.limits, [](std::int64_t ns) { return to_text(Duration{ns}); });
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

void emit_expectations(YAML::Emitter& out, const Expectations& expect, const Names& names)
{
    ExpectationWriter{out, names}.write(expect);
}

} // namespace tcpstage::lesson::yaml
