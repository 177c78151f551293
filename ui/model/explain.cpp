#include "ui/model/explain.h"

#include "ui/model/words.h"

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

} // namespace tcpstage
