#pragma once
// Both ends of a diagram, its numbers beside those of the engine, and what is found. Private to core/diagram.

#include "core/diagram/finding.h"
#include "core/diagram/played_end.h"

namespace tcpstage::diagram {

class PlayedEnds {
protected:
    explicit PlayedEnds(std::array<std::string, 2> names) : names_{std::move(names)} {}

    PlayedEnd& end(trace::Side side) { return ends_[trace::index(side)]; }
    const std::string& name(trace::Side side) const { return names_[trace::index(side)]; }
    /// Its text has a length that is not said: the next number is what the diagram says.
    void loosen(trace::Side side) { loose_[trace::index(side)] = true; }

    /// Adds a finding. Without a section it is that of the rule.
    Finding& find(int line, OwnedText sentence, std::string_view section, std::optional<tcp::Rule> rule = {});
    std::vector<Finding> take_findings() { return std::move(findings_); }
    /// "SYN, ACK seq=y ack=x+1", as far as the numbers are known.
    std::string written(trace::Side from, const tcp::Segment& segment);

    // Each compares an arrow with the segment that the engine sends there.
    void check_seq(const Arrow& arrow, const tcp::Segment& right);
    void check_ack(const Arrow& arrow, const tcp::Segment& right);
    void check_flags(const Arrow& arrow, const Outgoing& right);
    /// The arrow repeats `first` under another symbol: from now on the numbers are those.
    void number_again(const Arrow& arrow, const tcp::Segment& first);
    /// Whether the numbers, as far as they are known, are the same.
    bool numbers_fit(const Arrow& arrow, const tcp::Segment& segment);

private:
    bool is_known_symbol(const std::string& symbol) const;
    const tcp::Segment* last_of(trace::Side side);

    std::array<std::string, 2> names_;
    std::array<PlayedEnd, 2> ends_{PlayedEnd{trace::Side::Left}, PlayedEnd{trace::Side::Right}};
    std::array<bool, 2> loose_{};
    std::vector<Finding> findings_;
};

} // namespace tcpstage::diagram
