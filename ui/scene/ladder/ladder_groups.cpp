#include "ui/scene/ladder/ladder_groups.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tcpstage::scene {

namespace {

constexpr std::size_t leastBurst = 3;
constexpr double smallestWords = 0.68; // of the usual size
constexpr double crossHeight = 18;     // pixels at scale 1: two words under one another

bool isPlain(const trace::Transit& transit)
{
    const tcp::Flags flags = transit.segment.flags;
    return !transit.corrupted && !isGhost(transit) && !transit.segment.is_datagram() &&
           transit.connection == trace::the_conversation && transit.reason != trace::Reason::FromThePast &&
           !flags.has(tcp::Flag::Syn) && !flags.has(tcp::Flag::Fin) && !flags.has(tcp::Flag::Rst);
}

/// Whether one sentence can be true of both: data that follows on, or ACKs without data.
bool isOfOneKind(const trace::Transit& before, const trace::Transit& next)
{
    if (!isPlain(before) || !isPlain(next) || before.fate != next.fate) return false;
    if (before.fate == trace::Fate::Lost && before.reason != next.reason) return false;
    const auto kind = [](const trace::Transit& transit) { return transit.segment.flags.without(tcp::Flag::Psh); };
    const bool data = !before.segment.payload.empty();
    return kind(before) == kind(next) && data == !next.segment.payload.empty() &&
           (!data || next.segment.seq == before.segment.end());
}

/// Whether the two arrows are less than so many rows of words from each other.
bool areWithin(double rows, const ArrowPlan& before, const ArrowPlan& next, const LadderStyle& style)
{
    const FontHeight ink = inkHeight(std::max(style.least, std::round(style.numbersPixels * smallestWords)));
    const double needed = ink.ascent + ink.descent + 5.5 * style.scale;
    const double apart = std::max(std::abs(next.from.y() - before.from.y()), std::abs(next.to.y() - before.to.y()));
    return apart * std::cos(before.degrees * std::numbers::pi / 180) < needed * rows;
}

/// Divides the arrows of each sender into groups whose neighbours belong `together`.
template <typename Together>
std::vector<Members> grouped(const BlockArrows& block, std::size_t least, const Together& together)
{
    std::array<Members, 2> open;
    std::vector<Members> groups;
    const auto close = [&](Members& members) {
        if (members.size() >= least) groups.push_back(members);
        members.clear();
    };
    for (std::size_t i = 0; i < block.plans.size(); ++i) {
        const auto id = static_cast<trace::TransitId>(block.first + i);
        Members& members = open[trace::index(block.trace.transit(id).from)];
        if (!members.empty() && !together(members.back() - block.first, i)) close(members);
        members.push_back(id);
    }
    for (Members& members : open)
        close(members);
    return groups;
}

/// Whether two that follow on each other can be named together.
bool areAlike(const BlockArrows& block, std::size_t before, std::size_t next)
{
    const auto transit = [&](std::size_t i) {
        return block.trace.transit(static_cast<trace::TransitId>(block.first + i));
    };
    const SegmentWords& one = block.words[before];
    const SegmentWords& two = block.words[next];
    return one.remark == two.remark && one.remarkSign == two.remarkSign && one.differs == two.differs &&
           isOfOneKind(transit(before), transit(next)) && transit(next).window_bytes > 0;
}

QString rangeText(const char* name, const QString& first, const QString& last)
{
    if (first == last) return QStringLiteral("%1=%2").arg(QLatin1String{name}, first);
    return QStringLiteral("%1=%2…%3").arg(QLatin1String{name}, first, last);
}

} // namespace

std::vector<Members> burstsOf(const BlockArrows& block)
{
    return grouped(block, leastBurst, [&](std::size_t before, std::size_t next) {
        return areWithin(1, block.plans[before], block.plans[next], block.style) && areAlike(block, before, next);
    });
}

std::vector<Members> namelessOf(const BlockArrows& block, const std::vector<bool>& named)
{
    const auto isNameless = [&](std::size_t i) { return !named[i] && !block.plans[i].words; };
    std::vector<Members> groups = grouped(block, 2, [&](std::size_t before, std::size_t next) {
        return isNameless(before) && isNameless(next) &&
               areWithin(2, block.plans[before], block.plans[next], block.style) && areAlike(block, before, next);
    });
    std::erase_if(groups, [&](const Members& members) { return !isNameless(members.front() - block.first); });
    return groups;
}

bool isRemarkable(const trace::Transit& transit)
{
    return !isGhost(transit) && (transit.fate == trace::Fate::Lost || transit.corrupted || transit.retransmission ||
                                 transit.copy_of != trace::no_transit || transit.reason == trace::Reason::FromThePast);
}

std::vector<Members> lossesOf(const BlockArrows& block, Language language)
{
    return grouped(block, 2, [&](std::size_t before, std::size_t next) {
        const trace::Transit one = block.trace.transit(static_cast<trace::TransitId>(block.first + before));
        const trace::Transit two = block.trace.transit(static_cast<trace::TransitId>(block.first + next));
        return one.fate == trace::Fate::Lost && two.fate == trace::Fate::Lost && isGhost(one) == isGhost(two) &&
               lossText(one, language) == lossText(two, language) &&
               std::abs(block.plans[next].to.y() - block.plans[before].to.y()) < crossHeight * block.style.scale;
    });
}

std::optional<SegmentWords> wordsOfAll(const trace::Trace& trace, const Members& members, const DisplayOptions& display)
{
    if (members.size() < 2) return std::nullopt;
    bool sameLength = true;
    for (std::size_t i = 1; i < members.size(); ++i) {
        const trace::Transit before = trace.transit(members[i - 1]);
        const trace::Transit next = trace.transit(members[i]);
        if (!isOfOneKind(before, next)) return std::nullopt;
        sameLength = sameLength && before.segment.payload.size() == next.segment.payload.size();
    }
    const trace::Transit first = trace.transit(members.front());
    const trace::Transit last = trace.transit(members.back());
    const captions::Bases from = captions::bases_of(trace, first, display.numbers);
    const captions::Bases to = captions::bases_of(trace, last, display.numbers);
    SegmentWords words;
    words.flags = flagsText(first.segment, display) + QStringLiteral(" ×%1").arg(members.size());
    if (first.segment.payload.empty()) {
        words.numbers = rangeText("ack", oneNumberText(first.segment.ack, from.ack, from.numbers),
                                  oneNumberText(last.segment.ack, to.ack, to.numbers));
        return words;
    }
    words.numbers = rangeText("seq", oneNumberText(first.segment.seq, from.seq, from.numbers),
                              oneNumberText(last.segment.seq, to.seq, to.numbers));
    if (sameLength) words.numbers += QStringLiteral(" len=%1").arg(first.segment.payload.size());
    return words;
}

} // namespace tcpstage::scene
