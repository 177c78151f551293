#include "core/lesson/yaml/parts.h"

#include <algorithm>

namespace tcpstage::lesson::yaml {

namespace {

ExpectedSegment expected_segment(const Item& item, const Names& names)
{
    const std::string line = item.text();
    const auto words = split(line);
    if (words.size() < 3 || words[1].text != ">")
        item.refuse(say({"\"{}\" is not an expected segment", "“{}”不是预期的报文段"}, line),
                    {"write \"client > S 100:100(0)\"", "请写成“client > S 100:100(0)”"});
    ExpectedSegment expected;
    expected.source = tcp::parse_socket(words[0].text);
    expected.from = expected.source ? trace::Side::Left : names.side(item, words[0].text);
    expected.destination = words.size() > 3 ? tcp::parse_socket(words[2].text) : std::nullopt;
    const std::size_t begin = words[expected.destination ? 3 : 2].offset;
    expected.text = line.substr(begin);
    expected.pattern = pattern(item, expected.text, begin);
    expected.place = item.place();
    return expected;
}

/// `exactly`, `at_least`, `at_most`; `read` reads one of them. At least one is there.
template <typename Read> Limits limits(const Map& map, Read read)
{
    const auto exactly = map.find(limit_keys[0]);
    const auto least = map.find(limit_keys[1]);
    const auto most = map.find(limit_keys[2]);
    const OwnedText advice{"write exactly, at_least or at_most", "请写 exactly、at_least 或 at_most"};
    if (!exactly && !least && !most)
        map.item().refuse(say({"{} says no number", "“{}”没有给出数值"}, map.item().path()), advice);
    if (exactly && (least || most))
        exactly->refuse(
            {"\"exactly\" leaves nothing for at_least and at_most", "“exactly”之外不能再写 at_least 和 at_most"},
            {"write one or the other", "两者只写一种"});
    Limits result;
    if (exactly) result.least = result.most = read(*exactly);
    if (least) result.least = read(*least);
    if (most) result.most = read(*most);
    if (least && most && *result.least > *result.most)
        least->refuse({"at_least is more than at_most", "at_least 大于 at_most"}, {"swap them", "请对调"});
    return result;
}

std::int64_t whole(const Item& item) { return static_cast<std::int64_t>(item.number(0, std::uint64_t{1} << 62U)); }

ExpectedMoment expected_moment(const Item& item, const Names& names)
{
    const Map map{item, expected_moment_keys};
    ExpectedMoment moment;
    moment.at = read_trigger(map.need("at"), names);
    moment.limits = limits(map, [](const Item& time) { return time.duration().count(); });
    moment.place = item.place();
    return moment;
}

} // namespace

ExpectedCount read_count(const Item& item, const Names& names)
{
    const Map map{item, count_keys};
    ExpectedCount count;
    count.which = read_match(map, names);
    if (const auto only = map.find("only"))
        count.only = static_cast<ExpectedCount::Only>(only->one_of({"kind of segments", "报文段种类"}, only_words));
    count.limits = limits(map, whole);
    count.place = item.place();
    return count;
}

void read_delivered(const Item& item, const Names& names, std::array<std::optional<Limits>, 2>& delivered)
{
    for (const auto& [key, value] : item.entries()) {
        std::optional<Limits>& of_side = delivered[trace::index(names.side(key))];
        if (value.is_text())
            of_side = Limits{whole(value), whole(value)};
        else
            of_side = limits(Map{value, limit_keys}, whole);
    }
}

Expectations read_expectations(const Item& item, const Names& names)
{
    const Map map{item, expect_keys};
    Expectations expect;
    expect.place = item.place();
    if (const auto segments = map.find("segments"))
        for (const Item& entry : segments->list())
            expect.segments.push_back(expected_segment(entry, names));
    if (const auto states = map.find("states"))
        for (const auto& [key, value] : states->entries())
            for (const Item& entry : value.list())
                expect.states[trace::index(names.side(key))].push_back(state_word(entry, {entry.text(), 0}));
    if (const auto counts = map.find("counts"))
        for (const Item& entry : counts->list())
            expect.counts.push_back(read_count(entry, names));
    if (const auto delivered = map.find("delivered")) read_delivered(*delivered, names, expect.delivered);
    if (const auto moments = map.find("moments"))
        for (const Item& entry : moments->list())
            expect.moments.push_back(expected_moment(entry, names));
    return expect;
}

} // namespace tcpstage::lesson::yaml
