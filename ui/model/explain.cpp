#include "ui/model/explain.h"

#include "ui/model/words.h"
#include "ui/scene/ladder/network_marks.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"

namespace tcpstage::model {

namespace {

QString titleOf(const scene::TermInfo& info, const scene::DisplayOptions& display)
{
    if (info.category == scene::TermCategory::State && display.stateNames != scene::StateNames::Rfc)
        if (const auto state = tcp::parse_state(info.id))
            if (const QString name = scene::stateText(*state, display); name != scene::plain(info.id)) return name;
    return say(info.title, display.language);
}

} // namespace

Explanation explain(scene::Term term, const scene::DisplayOptions& display)
{
    const scene::TermInfo& entry = scene::info(term);
    return {titleOf(entry, display), say(entry.text, display.language), scene::plain(entry.source),
            scene::lessonsOf(entry)};
}

std::optional<Explanation> explain(const scene::Ref& ref, const scene::DisplayOptions& display)
{
    const auto term = scene::termOf(ref);
    if (!term) return std::nullopt;
    return explain(*term, display);
}

std::optional<Explanation> explain(const scene::StagedRun& staged, const scene::Ref& ref,
                                   const scene::DisplayOptions& display)
{
    if (ref.kind != scene::Ref::Kind::Network) return explain(ref, display);
    if (ref.id >= staged.run.networks.size()) return std::nullopt;
    const QString when = scene::shortDuration(staged.run.networks[ref.id].at - start_of_time);
    const QString changes = scene::waysOfChange(staged, ref.id, display).join(u'\n');
    return Explanation{say(wording::networkChanges, display.language, {when}),
                       changes + QStringLiteral("\n\n") + say(wording::networkChangesText, display.language),
                       {},
                       {}};
}

QString stepText(const scene::StagedRun* staged, scene::StageTime time, Language language)
{
    if (!staged) return say(wording::stepOf, language, {QStringLiteral("0"), QStringLiteral("0")});
    const bool before = time < staged->opening();
    const std::size_t step = before ? staged->stepsUntil(time) : staged->shownStep(time);
    const std::size_t steps = before ? staged->stepsUntil(staged->opening()) : staged->shownSteps();
    return say(before ? wording::stepBefore : wording::stepOf, language,
               {QString::number(step), QString::number(steps)});
}

QStringList longestStepTexts(const scene::StagedRun* staged, QChar digit, Language language)
{
    const auto text = [&](const Text& words, std::size_t steps) {
        const QString number{QString::number(steps).size(), digit};
        return say(words, language, {number, number});
    };
    QStringList texts{text(wording::stepOf, staged ? staged->shownSteps() : 0)};
    const std::size_t before = staged ? staged->stepsUntil(staged->opening()) : 0;
    if (before > 0) texts << text(wording::stepBefore, before);
    return texts;
}

QString branchSign(const Model& model)
{
    const Branches& branches = model.branches;
    if (branches.compared || branches.shown == 0 || branches.shown >= branches.all.size()) return {};
    const OwnedText& name = branches.all[branches.shown].name;
    return say(wording::whatIfBranch, model.language(), {QString::fromStdString(name[model.language()])});
}

std::array<bool, 3> depthsHere(const Model& model)
{
    if (!model.staged) return {false, true, false};
    const lesson::Note* note = scene::noteAt(*model.staged, model.staged->timeMap.moment(model.goal()));
    return {note && !note->simple.empty(), true, note && !note->analogy.empty()};
}

bool hasAnswerHere(const Model& model)
{
    if (!model.staged) return false;
    const auto asks = [&](const scene::StagedRun& staged) {
        const lesson::Note* note = scene::noteAt(staged, staged.timeMap.moment(model.goal()));
        return note && !note->answer.empty();
    };
    return asks(*model.staged) || (model.staged->beside && asks(*model.staged->beside));
}

} // namespace tcpstage::model
