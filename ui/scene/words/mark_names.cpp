#include "ui/scene/words/mark_names.h"

#include "ui/scene/words/glossary.h"
#include "ui/scene/words/labels.h"
#include "ui/scene/words/variables.h"

#include <array>

namespace tcpstage::scene {

namespace {

constexpr std::array kindIds{"",        "segment", "state", "variable", "timer",  "endpoint", "step",
                             "chapter", "field",   "term",  "cell",     "answer", "network"};
static_assert(kindIds.size() == static_cast<std::size_t>(Ref::Kind::Network) + 1);

/// Whether the same number means another thing at the other end.
bool isOfSide(Ref::Kind kind)
{
    return kind == Ref::Kind::State || kind == Ref::Kind::Variable || kind == Ref::Kind::Timer ||
           kind == Ref::Kind::Endpoint;
}

QString inId(const QString& words)
{
    QString id;
    for (const QChar letter : words.toLower())
        id += letter.unicode() < 128 && letter.isLetterOrNumber() ? letter : QChar{u'-'};
    return id;
}

QString numberInId(const Ref& ref)
{
    switch (ref.kind) {
    case Ref::Kind::Segment:
        return QString::number(ref.id + 1); // as in JSON
    case Ref::Kind::State:
        return inId(plain(tcp::name(static_cast<tcp::State>(ref.id))));
    case Ref::Kind::Timer:
        return inId(shortName(static_cast<tcp::Timer>(ref.id), Language::English));
    case Ref::Kind::Variable:
        return inId(nameOf(static_cast<Variable>(ref.id)));
    case Ref::Kind::Endpoint:
    case Ref::Kind::Nothing:
        return {};
    case Ref::Kind::Step:
    case Ref::Kind::Chapter:
    case Ref::Kind::Field:
    case Ref::Kind::Term:
    case Ref::Kind::Cell:
    case Ref::Kind::Answer:
    case Ref::Kind::Network:
        break;
    }
    return QString::number(ref.id);
}

QString segmentName(const StagedRun& staged, const Ref& ref, const DisplayOptions& display)
{
    if (ref.id >= staged.trace().transits().size()) return {};
    const trace::Transit& transit = staged.trace().transit(ref.id);
    const SegmentWords words = wordsOf(staged.trace(), ref.id, display);
    QStringList parts;
    for (const QString& part : {words.flags, words.numbers, words.window, words.options, words.remark})
        if (!part.isEmpty()) parts << part;
    return endpointName(staged.trace().endpoint(transit.from), display.language) + QStringLiteral(": ") +
           parts.join(QStringLiteral(", "));
}

} // namespace

QString markId(const Ref& ref)
{
    if (ref.kind == Ref::Kind::Nothing) return {};
    QStringList parts{QString::fromLatin1(kindIds[static_cast<std::size_t>(ref.kind)])};
    if (ref.run != 0) parts.prepend(QStringLiteral("other"));
    if (isOfSide(ref.kind)) parts << (ref.side == trace::Side::Left ? QStringLiteral("left") : QStringLiteral("right"));
    if (const QString number = numberInId(ref); !number.isEmpty()) parts << number;
    return parts.join(u'-');
}

QString markName(const StagedRun& staged, const Ref& ref, const DisplayOptions& display)
{
    const StagedRun& half = staged.half(ref.run);
    const trace::EndpointInfo& endpoint = half.trace().endpoint(ref.side);
    const QString end = endpointName(endpoint, display.language) + QStringLiteral(": ");
    switch (ref.kind) {
    case Ref::Kind::Segment:
        return segmentName(half, ref, display);
    case Ref::Kind::State:
        return end + stateText(endpoint, static_cast<tcp::State>(ref.id), display);
    case Ref::Kind::Timer:
        return end + shortName(static_cast<tcp::Timer>(ref.id), display.language);
    case Ref::Kind::Variable:
        return end + nameOf(static_cast<Variable>(ref.id));
    case Ref::Kind::Endpoint:
        return end + addressText(endpoint);
    case Ref::Kind::Step:
        if (ref.id >= half.trace().records().size()) return {};
        return QString::fromStdString(captions::step_title(half.captioned(), ref.id, display.language));
    case Ref::Kind::Term:
        return inLanguage(info(static_cast<Term>(ref.id)).title, display.language);
    case Ref::Kind::Nothing:
    case Ref::Kind::Chapter:
    case Ref::Kind::Field:
    case Ref::Kind::Cell:
    case Ref::Kind::Answer:
    case Ref::Kind::Network:
        break;
    }
    return {};
}

} // namespace tcpstage::scene
