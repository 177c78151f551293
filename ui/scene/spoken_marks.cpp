#include "ui/scene/spoken_marks.h"

#include "core/base/say.h"
#include "core/sources/matrix.h"
#include "ui/scene/ladder/network_marks.h"
#include "ui/scene/words/glossary.h"
#include "ui/scene/words/labels.h"
#include "ui/scene/words/mark_names.h"
#include "ui/scene/words/program_words.h"
#include "ui/scene/words/variables.h"

#include <QStringList>
#include <algorithm>
#include <map>
#include <tuple>

namespace tcpstage::scene {

namespace {

constexpr Text sentLater{"still to come", "尚未发送"};
constexpr Text underWay{"under way", "在途"};
constexpr Text hasArrived{"has arrived", "已到达"};
constexpr Text isNow{"now", "当前"};
constexpr Text isOver{"was before", "曾经处于"};
constexpr Text isNotYet{"not so far", "尚未进入"};
constexpr Text isStopped{"not running", "未运行"};
constexpr Text changeOfNetwork{"The network changes", "网络变化"};

QString joined(const QStringList& parts, Language language)
{
    return parts.join(language == Language::English ? QStringLiteral(", ") : QStringLiteral("，"));
}

struct Found {
    Ref ref;
    QStringList labels{};
    QRectF place{};
};

/// Whether a mark is of a thing that can be spoken of: chapters belong to the scrubber.
bool isThing(const Ref& ref) { return ref.kind != Ref::Kind::Nothing && ref.kind != Ref::Kind::Chapter; }

std::vector<Found> thingsIn(const Scene& scene)
{
    std::vector<Found> things;
    std::map<std::tuple<Ref::Kind, trace::Side, std::uint32_t, std::uint8_t>, std::size_t> known;
    const QRectF whole{{}, scene.size};
    for (const std::vector<Mark>* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks) {
            const QRectF place = bounds(mark) & whole;
            if (!isThing(mark.ref) || place.isEmpty()) continue;
            const auto [entry, isNew] =
                known.try_emplace({mark.ref.kind, mark.ref.side, mark.ref.id, mark.ref.run}, things.size());
            if (isNew) things.push_back({mark.ref});
            Found& thing = things[entry->second];
            thing.place |= place;
            const auto* label = std::get_if<Label>(&mark.shape);
            if (label && !label->text.isEmpty() && !thing.labels.contains(label->text)) thing.labels << label->text;
        }
    std::ranges::stable_sort(things, [](const Found& a, const Found& b) {
        return std::pair{a.place.top(), a.place.left()} < std::pair{b.place.top(), b.place.left()};
    });
    return things;
}

/// Says what the things of a run are and how they are at a moment.
class Speaker {
public:
    Speaker(const StagedRun& staged, StageTime time, const DisplayOptions& display)
        : staged_{staged}, time_{time}, display_{display}
    {}

    SpokenMark say(const Found& thing) const
    {
        const StagedRun& half = staged_.half(thing.ref.run);
        const trace::Moment moment = half.timeMap.moment(time_);
        SpokenMark mark{thing.ref, markName(staged_, thing.ref, display_), {}, thing.place};
        switch (thing.ref.kind) {
        case Ref::Kind::Segment:
            mark.value = fate(half.trace(), thing.ref.id, moment);
            break;
        case Ref::Kind::State:
            mark.value = stateValue(half, thing.ref, moment);
            break;
        case Ref::Kind::Variable:
            mark.value =
                thing.labels.contains(QStringLiteral("?")) ? QStringLiteral("?") : variable(half, thing.ref, moment);
            break;
        case Ref::Kind::Timer:
            mark.value = timer(half, thing.ref, moment);
            break;
        case Ref::Kind::Endpoint:
            mark.value = half.hasStates(thing.ref.side)
                             ? stateText(half.trace().endpoint(thing.ref.side),
                                         half.trace().at(thing.ref.side, moment).state, display_)
                             : QString{};
            break;
        case Ref::Kind::Step:
            if (thing.ref.id < half.trace().records().size())
                mark.value =
                    joined(QStringList{QString::fromStdString(said(
                               display_.language, {"at {}", "时间 {}"},
                               shortDuration(half.trace().record(thing.ref.id).at - start_of_time).toStdString()))} +
                               programLinesOf(half, thing.ref.id, moment, display_),
                           display_.language);
            break;
        default:
            sayOther(mark, thing, half);
        }
        if (staged_.beside && isThing(thing.ref) && !mark.name.isEmpty())
            mark.name.prepend(QString::fromStdString(half.scenario.half_title()[display_.language]) +
                              QStringLiteral(": "));
        return mark;
    }

private:
    /// What has a name of its own in the picture.
    void sayOther(SpokenMark& mark, const Found& thing, const StagedRun& half) const
    {
        QStringList labels = thing.labels;
        if (thing.ref.kind == Ref::Kind::Cell) {
            const auto state = static_cast<tcp::State>(thing.ref.id / sources::stimulus_count);
            const auto stimulus = static_cast<sources::Stimulus>(thing.ref.id % sources::stimulus_count);
            mark.name =
                QString::fromStdString(said(display_.language, {"In {}: {}", "在 {} 状态：{}"},
                                            stateText(state, display_).toStdString(), sources::info(stimulus).name));
        } else if (thing.ref.kind == Ref::Kind::Network) {
            mark.name = inLanguage(changeOfNetwork, display_.language);
            labels = thing.ref.id < half.run.networks.size() ? waysOfChange(half, thing.ref.id, display_) : labels;
        } else if (thing.ref.kind == Ref::Kind::Field) {
            const auto term = labels.value(0).size() > 1 ? std::nullopt : termOf(thing.ref); // "S" is not said
            mark.name = term ? inLanguage(info(*term).title, display_.language) : labels.value(0);
            labels = labels.mid(1, 1); // the octets below are in the value
        } else if (thing.ref.kind == Ref::Kind::Term) {
            labels.removeAll(mark.name);
        } else if (mark.name.isEmpty()) {
            mark.name = labels.value(0);
            labels = labels.mid(1);
        }
        mark.value = joined(labels, display_.language);
    }

    QString fate(const trace::Trace& trace, trace::TransitId id, trace::Moment moment) const
    {
        if (id >= trace.transits().size()) return {};
        const trace::Transit transit = trace.transit(id);
        const auto isAfter = [&](trace::RecordId record) {
            return record == trace::no_record || moment.record == trace::no_record || record > moment.record;
        };
        if (isAfter(transit.sent_record)) return inLanguage(sentLater, display_.language);
        if (isAfter(transit.end_record)) return inLanguage(underWay, display_.language);
        return transit.fate == trace::Fate::Lost ? lossText(transit, display_.language)
                                                 : inLanguage(hasArrived, display_.language);
    }

    QString stateValue(const StagedRun& half, const Ref& ref, trace::Moment moment) const
    {
        const auto state = static_cast<tcp::State>(ref.id);
        if (half.trace().at(ref.side, moment).state == state) return inLanguage(isNow, display_.language);
        const bool visited = half.runIndex.visited(ref.side, state, moment.record);
        return inLanguage(visited ? isOver : isNotYet, display_.language);
    }

    QString variable(const StagedRun& half, const Ref& ref, trace::Moment moment) const
    {
        const auto which = static_cast<Variable>(ref.id);
        const Change change = changeAt(half, ref.side, moment);
        const TcbBases bases = basesOf(half.trace(), ref.side, moment, display_.numbers);
        const QString now = valueOf(which, change.now, bases, display_);
        const QString before = valueOf(which, change.before, basesOf(bases, change.before), display_);
        if (now == before || before == QStringLiteral("–")) return now;
        return joined(
            {now, QString::fromStdString(said(display_.language, {"before: {}", "之前：{}"}, before.toStdString()))},
            display_.language);
    }

    QString timer(const StagedRun& half, const Ref& ref, trace::Moment moment) const
    {
        const TimerStart* start = moment.record == trace::no_record
                                      ? nullptr
                                      : half.runIndex.timerAt(ref.side, static_cast<tcp::Timer>(ref.id), moment.record);
        if (!start) return inLanguage(isStopped, display_.language);
        const Duration left = std::max(Duration{0}, start->due - half.timeMap.clock(time_));
        return QString::fromStdString(
            said(display_.language, {"{} left", "还剩 {}"}, shortDuration(left).toStdString()));
    }

    const StagedRun& staged_;
    StageTime time_;
    const DisplayOptions& display_;
};

} // namespace

QString sentence(const SpokenMark& mark, Language language)
{
    QStringList parts{mark.name};
    if (!mark.value.isEmpty()) parts << mark.value;
    return joined(parts, language);
}

std::vector<SpokenMark> spokenMarks(const Scene& scene, const StagedRun& staged, StageTime time,
                                    const DisplayOptions& display)
{
    const Speaker speaker{staged, time, display};
    std::vector<SpokenMark> marks;
    for (const Found& thing : thingsIn(scene))
        if (SpokenMark mark = speaker.say(thing); !mark.name.isEmpty()) marks.push_back(std::move(mark));
    return marks;
}

std::vector<SpokenMark> spokenMarks(const Scene& scene)
{
    std::vector<SpokenMark> marks;
    for (Found& thing : thingsIn(scene)) {
        if (thing.labels.isEmpty()) continue;
        const auto isLetter = [](const QString& label) { return label.size() == 1 && label.front().isUpper(); };
        const auto letter = std::ranges::find_if(thing.labels, isLetter);
        if (thing.labels.size() > 1 && letter != thing.labels.end()) { // of an answer: it comes first
            const QString first = *letter + u':';
            thing.labels.erase(letter);
            thing.labels.prepend(first);
        }
        marks.push_back({thing.ref, thing.labels.join(u' '), {}, thing.place});
    }
    return marks;
}

} // namespace tcpstage::scene
