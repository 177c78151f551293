#include "ui/model/explain.h"

#include "ui/model/words.h"
#include "ui/scene/ladder/network_marks.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"

namespace tcpstage {

namespace {

QString titleOf(const TermInfo& info, const DisplayOptions& display)
{
    if (info.category == TermCategory::State && display.stateNames == StateNames::Netstat)
        if (const auto state = parse_state(info.id)) return plain(netstat_name(*state));
    return say(info.title, display.language);
}

} // namespace

Explanation explain(Term term, const DisplayOptions& display)
{
    const TermInfo& entry = info(term);
    return {titleOf(entry, display), say(entry.text, display.language), plain(entry.source), lessonsOf(entry)};
}

std::optional<Explanation> explain(const Ref& ref, const DisplayOptions& display)
{
    const auto term = termOf(ref);
    if (!term) return std::nullopt;
    return explain(*term, display);
}

std::optional<Explanation> explain(const StagedRun& staged, const Ref& ref, const DisplayOptions& display)
{
    if (ref.kind != Ref::Kind::Network) return explain(ref, display);
    if (ref.id >= staged.run.networks.size()) return std::nullopt;
    const QString when = shortDuration(staged.run.networks[ref.id].at - start_of_time);
    const QString changes = waysOfChange(staged, ref.id, display).join(u'\n');
    return Explanation{say(wording::networkChanges, display.language, {when}),
                       changes + QStringLiteral("\n\n") + say(wording::networkChangesText, display.language),
                       {},
                       {}};
}

} // namespace tcpstage
