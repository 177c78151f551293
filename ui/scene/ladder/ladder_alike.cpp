// Two worlds tell the same of what they share: where one has room for fewer numbers of a segment, the other leaves them
// out as well. Only the numbers of SYNs always stand where they have room: all that follows counts from them.

#include "ui/scene/ladder/ladder_plans.h"
#include "ui/scene/ladder/ladder_shared.h"
#include "ui/scene/marks/fonts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>

namespace tcpstage::scene {

namespace {

/// "seq=300" is of "seq"; "MSS 1460" and all that follows is of the options.
QString nameOfNumber(const QString& number)
{
    const auto end = number.indexOf(u'=');
    return end < 0 ? QStringLiteral("options") : number.left(end);
}

bool isNumber(const QString& word) { return word.contains(u'='); }

/// "ACK ×8", "seq=101…801"
bool isOfSeveral(const QStringList& words)
{
    return std::ranges::any_of(
        words, [](const QString& word) { return word.startsWith(u'×') || (isNumber(word) && word.contains(u'…')); });
}

/// The names of the numbers in a text; empty for flags alone, and of what is said of several segments at once.
QStringList namesIn(const QString& text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    const auto first = std::ranges::find_if(words, isNumber);
    if (first == words.end() || isOfSeveral(words)) return {};
    QStringList names;
    std::transform(first, words.end(), std::back_inserter(names), nameOfNumber);
    return names;
}

/// The names that both have.
QStringList common(const QStringList& here, const QStringList& there)
{
    QStringList both;
    std::ranges::copy_if(here, std::back_inserter(both), [&](const QString& name) { return there.contains(name); });
    return both;
}

/// Whether numbers give way to those of this twin: a SYN has all, and a datagram has no "seq".
bool givesWayTo(const tcp::Segment& twin) { return !twin.syn() && !twin.is_datagram(); }

/// The text with those of its numbers that are among `names`, if these are any.
QString withNumbers(const QString& text, const QStringList& names)
{
    QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    const auto first = std::ranges::find_if(words, isNumber);
    if (first == words.end() || names.isEmpty() || isOfSeveral(words)) return text;
    const auto isLeftOut = [&](const QString& word) { return !names.contains(nameOfNumber(word)); };
    const auto rest = std::remove_if(first, words.end(), isLeftOut);
    if (rest == words.end()) return text;
    words.erase(rest, words.end());
    return words.join(u' ');
}

QStringList namesIn(const ArrowPlan& plan)
{
    QStringList names;
    for (const Row* row : {&plan.label, &plan.below})
        for (const Piece& piece : row->pieces)
            names << namesIn(piece.text);
    return names;
}

using LabelsOfSegments = std::map<std::uint32_t, std::vector<Label*>>; // of each segment

QStringList namesIn(const std::vector<Label*>& labels)
{
    QStringList names;
    for (const Label* label : labels)
        names << namesIn(label->text);
    return names;
}

/// Adds the words of the segments among the marks from `from` on.
void collect(std::vector<Mark>& marks, std::size_t from, std::array<LabelsOfSegments, 2>& words)
{
    for (std::size_t i = from; i < marks.size(); ++i)
        if (auto* label = std::get_if<Label>(&marks[i].shape); label && marks[i].ref.kind == Ref::Kind::Segment)
            words[marks[i].ref.run][marks[i].ref.id].push_back(label);
}

void leaveOut(const std::vector<Label*>& labels, const QStringList& names)
{
    for (Label* label : labels)
        label->text = withNumbers(label->text, names);
}

} // namespace

ArrowPlan writtenAlike(ArrowPlan plan, const Twins& twins, trace::TransitId id, const LadderStyle& style,
                       const DisplayOptions& display)
{
    const trace::TransitId twin = id < twins.partner->size() ? (*twins.partner)[id] : trace::no_transit;
    if (twin == trace::no_transit || !givesWayTo(twins.other->trace().transit(twin).segment)) return plan;
    const ArrowPlan& other = plansOf(*twins.other).at(*twins.other, style, display).arrow(twin);
    const QStringList both = common(namesIn(plan), namesIn(other));
    const double width = plan.label.width;
    for (Row* row : {&plan.label, &plan.below}) {
        for (Piece& piece : row->pieces)
            piece.text = withNumbers(piece.text, both);
        std::erase_if(row->pieces, [](const Piece& piece) { return piece.text.isEmpty(); });
        row->width = 0;
        for (const Piece& piece : row->pieces)
            row->width =
                std::max(row->width, piece.offset + textWidth(piece.text, piece.face, piece.pixels, piece.weight));
    }
    if (!plan.words || plan.words->owner != id) return plan;
    const QPointF way = plan.to - plan.from;
    const double rest = (width - plan.label.width) / std::hypot(way.x(), way.y()); // that is not written on
    if (plan.to.x() > plan.from.x())                                               // words begin at the left
        plan.words->to -= rest;
    else
        plan.words->from += rest;
    return plan;
}

void writeAlike(Scene& scene, std::size_t still, std::size_t moving, const StagedRun& staged)
{
    std::array<LabelsOfSegments, 2> standing;
    std::array<LabelsOfSegments, 2> words;
    collect(scene.still, still, standing);
    collect(scene.moving, moving, words);
    for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}})
        for (auto& [id, labels] : words[run]) {
            const auto& partners = staged.comparison->partner[run];
            const trace::TransitId twin = id < partners.size() ? partners[id] : trace::no_transit;
            if (staged.half(run).trace().transit(id).segment.syn()) continue;
            const auto other = words[1 - run].find(twin);
            const auto stands = standing[1 - run].find(twin);
            QStringList names;
            if (other != words[1 - run].end()) names << namesIn(other->second);
            if (stands != standing[1 - run].end()) names << namesIn(stands->second);
            if (twin == trace::no_transit || !givesWayTo(staged.half(1 - run).trace().transit(twin).segment)) continue;
            leaveOut(labels, common(namesIn(labels), names));
        }
    const auto isEmpty = [](const Mark& mark) {
        const auto* label = std::get_if<Label>(&mark.shape);
        return label && label->text.isEmpty();
    };
    const auto first = scene.moving.begin() + static_cast<std::ptrdiff_t>(moving);
    scene.moving.erase(std::remove_if(first, scene.moving.end(), isEmpty), scene.moving.end());
}

} // namespace tcpstage::scene
