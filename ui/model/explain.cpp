#include "ui/model/explain.h"

#include "ui/model/words.h"
#include "ui/scene/ladder/network_marks.h"
#include "ui/scene/words/labels.h"

namespace tcpstage {

namespace {

QString titleOf(const TermInfo& info, const Showing& showing)
{
    if (info.category == TermCategory::State && showing.stateNames == StateNames::Netstat)
        if (const auto state = parse_state(info.id)) return plain(netstat_name(*state));
    return say(info.title, showing.language);
}

} // namespace

Explanation explain(Term term, const Showing& showing)
{
    const TermInfo& entry = info(term);
    return {titleOf(entry, showing), say(entry.text, showing.language), plain(entry.source), lessonsOf(entry)};
}

std::optional<Explanation> explain(const Ref& ref, const Showing& showing)
{
    const auto term = termOf(ref);
    if (!term) return std::nullopt;
    return explain(*term, showing);
}

std::optional<Explanation> explain(const Story& story, const Ref& ref, const Showing& showing)
{
    if (ref.kind != Ref::Kind::Network) return explain(ref, showing);
    if (ref.id >= story.run.networks.size()) return std::nullopt;
    const QString when = shortDuration(story.run.networks[ref.id].at - start_of_time);
    const QString changes = waysOfChange(story, ref.id, showing).join(u'\n');
    return Explanation{say(wording::networkChanges, showing.language, {when}),
                       changes + QStringLiteral("\n\n") + say(wording::networkChangesText, showing.language),
                       {},
                       {}};
}

} // namespace tcpstage
