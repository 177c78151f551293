#include "ui/scene/ladder/network_marks.h"

#include "core/run/networks.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/words/labels.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

const QString arrows = QStringLiteral("⇄");
constexpr StageTime below = room::pixels(3); // below the last step of the same instant

QString settings(const std::vector<run::SettingChange>& changes, std::size_t most, Language language)
{
    QStringList list;
    for (const run::SettingChange& change : changes)
        if (static_cast<std::size_t>(list.size()) < most)
            list << QStringLiteral("%1 %2 → %3")
                        .arg(inLanguage(change.name, language), QString::fromStdString(change.before),
                             QString::fromStdString(change.after));
    QString text = list.join(language == Language::English ? QStringLiteral(", ") : QStringLiteral("，"));
    if (changes.size() > most) text += QStringLiteral(" …");
    return text;
}

QStringList ways(const StagedRun& staged, std::size_t number, const DisplayOptions& display, std::size_t most)
{
    const run::NetworkChange& change = staged.run.networks[number];
    const Language language = display.language;
    constexpr Text colon{": ", "："};
    constexpr Text both{"both ways", "双向"};
    constexpr Text same{"the network stays as it is", "网络不变"};
    const std::array<QString, 2> texts{settings(run::changes(change.before[0], change.links[0]), most, language),
                                       settings(run::changes(change.before[1], change.links[1]), most, language)};
    if (texts[0].isEmpty() && texts[1].isEmpty()) return {inLanguage(same, language)};
    if (texts[0] == texts[1]) return {inLanguage(both, language) + inLanguage(colon, language) + texts[0]};
    QStringList list;
    for (const trace::Side from : trace::both_sides) {
        if (texts[trace::index(from)].isEmpty()) continue;
        const auto name = [&](trace::Side side) { return endpointName(staged.trace().endpoint(side), language); };
        list << name(from) + QStringLiteral(" → ") + name(trace::other(from)) + inLanguage(colon, language) +
                    texts[trace::index(from)];
    }
    return list;
}

} // namespace

StageTime timeOfChange(const StagedRun& staged, std::size_t number)
{
    const run::NetworkChange& change = staged.run.networks[number];
    const bool first = change.after == trace::no_record;
    const StageTime from = first ? StageTime{} : staged.timeMap.at(change.after);
    const StageTime to = staged.timeMap.nextStep(from);
    if (first || staged.trace().record(change.after).at == change.at) return std::min(from + below, to);
    return std::clamp(staged.timeMap.timeOf(change.at), from, to);
}

QStringList waysOfChange(const StagedRun& staged, std::size_t number, const DisplayOptions& display)
{
    return ways(staged, number, display, SIZE_MAX);
}

QStringList wordsOfChange(const StagedRun& staged, std::size_t number, const DisplayOptions& display)
{
    constexpr Text semicolon{"; ", "；"};
    const QString gap = inLanguage(semicolon, display.language);
    QStringList words;
    for (const std::size_t most : {SIZE_MAX, std::size_t{1}})
        words << arrows + u' ' + ways(staged, number, display, most).join(gap);
    const QStringList each = ways(staged, number, display, 1);
    if (each.size() > 1) words << arrows + u' ' + each.front() + QStringLiteral(" …");
    words << arrows;
    words.removeDuplicates();
    return words;
}

} // namespace tcpstage::scene
