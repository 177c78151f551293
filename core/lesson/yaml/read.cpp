#include "core/lesson/yaml/parts.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace tcpstage::lesson {

namespace yaml {

namespace {

std::size_t group_of(const Map& lesson)
{
    const auto item = lesson.find("group");
    return item ? item->one_of({"group", "分组"}, group_ids) : 0;
}

sim::EndpointSetup default_endpoint(std::string name, std::uint8_t last_octet, std::uint16_t port)
{
    return {std::move(name), tcp::SocketAddress{tcp::Address{{10, 0, 0, last_octet}}, port}, tcp::IssPlan{},
            tcp::Settings{}};
}

void read_setup(const Map& lesson, Scenario& scenario)
{
    sim::Setup& setup = scenario.setup;
    setup.endpoints = {default_endpoint("client", 1, 49152), default_endpoint("server", 2, 80)};
    if (const auto item = lesson.find("seed")) setup.seed = item->number(0, UINT64_MAX);
    if (const auto item = lesson.find("tcp"))
        for (sim::EndpointSetup& endpoint : setup.endpoints)
            read_tcp(*item, endpoint.settings);
    read_endpoints(lesson.need("endpoints"), setup.seed, setup);
    check_endpoints(lesson.need("endpoints"), setup);
    if (const auto item = lesson.find("network")) read_network(*item, setup.links);
    const Names names{{setup.endpoints[0].name, setup.endpoints[1].name}};
    if (const auto item = lesson.find("faults")) read_faults(*item, names, scenario);
    if (const auto item = lesson.find("inject")) read_injections(*item, names, setup);
}

std::vector<std::string> words_for_search(const Item& item)
{
    constexpr std::size_t most = 100;
    constexpr std::size_t longest = 100; // octets
    std::vector<std::string> words;
    for (const Item& entry : item.list_or_one()) {
        const std::string word = entry.text();
        if (word.empty() || word.size() > longest)
            entry.refuse(say({"a keyword has 1 to {} octets", "关键词为 1 到 {} 字节"}, longest),
                         {"write a word that people search for", "请写人们会搜索的词"});
        words.push_back(word);
    }
    if (words.size() > most)
        item.refuse(say({"there are more than {} keywords", "关键词超过 {} 个"}, most), {"use fewer", "请减少"});
    return words;
}

std::array<std::vector<std::string>, 2> keywords(const Item& item)
{
    const Map map{item, text_keys};
    std::array<std::vector<std::string>, 2> words;
    for (std::size_t i = 0; i < text_keys.size(); ++i)
        if (const auto found = map.find(text_keys[i])) words[i] = words_for_search(*found);
    return words;
}

/// `goal` and `solves`.
void read_goals(const Map& lesson, const Names& names, Scenario& scenario)
{
    const auto goal = lesson.find("goal");
    const auto solves = lesson.find("solves");
    if (solves && !goal)
        solves->refuse(
            {"there is no goal that this could solve", "没有可以达成的目标"},
            {"write the lesson's goal: as well, or leave out solves:", "请同时写课程的 goal:，或去掉 solves:"});
    if (goal && scenario.beside)
        goal->refuse({"a lesson with two worlds has no goal", "有两个世界的课程不能有目标"},
                     {"leave out beside:", "请去掉 beside:"});
    if (goal) scenario.goal = std::make_shared<const Goal>(read_goal(*goal, names));
    if (solves) scenario.solves = std::make_shared<const Solves>(read_solves(*solves, names));
}

Scenario read(const std::string& text, const std::string& file_name)
{
    const Map lesson{load(text, file_name), lesson_keys};
    Scenario scenario;
    scenario.id = std::filesystem::path{file_name}.stem().string();
    scenario.title = owned_text(lesson.need("title"));
    scenario.group = static_cast<Group>(group_of(lesson));
    if (const auto item = lesson.find("summary")) scenario.summary = owned_text(*item);
    if (const auto item = lesson.find("rfc")) scenario.rfc = item->text();
    read_setup(lesson, scenario);
    const Names names{{scenario.setup.endpoints[0].name, scenario.setup.endpoints[1].name}};
    if (const auto item = lesson.find("keywords")) scenario.keywords = keywords(*item);
    scenario.steps = read_steps(lesson.need("steps"), names);
    if (const auto item = lesson.find("begin")) read_begin(*item, names, scenario);
    if (const auto item = lesson.find("end")) scenario.end = read_end(*item);
    if (const auto item = lesson.find("notes")) scenario.notes = read_notes(*item, names);
    if (const auto item = lesson.find("expect")) scenario.expect = read_expectations(*item, names);
    if (const auto item = lesson.find("beside")) scenario.beside = read_beside(*item, scenario);
    read_goals(lesson, names, scenario);
    return scenario;
}

} // namespace

trace::Side Names::side(const Item& item, std::string_view word) const
{
    if (word == of[0]) return trace::Side::Left;
    if (word == of[1]) return trace::Side::Right;
    item.refuse_word({"endpoint", "端点"}, word, words());
}

std::vector<Word> split(std::string_view line)
{
    std::vector<Word> words;
    for (std::size_t i = 0; i < line.size();) {
        const std::size_t begin = line.find_first_not_of(' ', i);
        if (begin == std::string_view::npos) break;
        const std::size_t end = std::min(line.find(' ', begin), line.size());
        words.push_back({line.substr(begin, end - begin), begin});
        i = end;
    }
    return words;
}

OwnedText owned_text(const Item& item)
{
    if (item.is_text()) return {item.text(), {}};
    const Map map{item, text_keys};
    OwnedText text{map.need("en").text(), {}};
    if (const auto zh = map.find("zh")) text.zh = zh->text();
    return text;
}

std::uint32_t whole_number(const Item& item, const Word& word)
{
    std::uint32_t value = 0;
    const char* const last = word.text.data() + word.text.size();
    const auto [end, error] = std::from_chars(word.text.data(), last, value);
    const bool whole = error == std::errc{} && end == last;
    if (end == last && error == std::errc::result_out_of_range)
        item.refuse_at(word.offset, say({"{} is too large: at most {}", "{} 太大：最大是 {}"}, word.text, UINT32_MAX));
    if (!whole) item.refuse_wide_mark();
    if (!whole)
        item.refuse_at(word.offset, say({"\"{}\" is not a whole number", "“{}”不是整数"}, word.text),
                       {"write a number such as 100", "请写一个数，例如 100"});
    return value;
}

std::vector<std::string_view> state_names()
{
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < tcp::state_count; ++i)
        names.push_back(tcp::name(static_cast<tcp::State>(i)));
    return names;
}

tcp::State state_word(const Item& item, const Word& word)
{
    if (const auto state = tcp::parse_state(word.text)) return *state;
    item.refuse_at(word.offset, say({"unknown state \"{}\"", "未知的状态“{}”"}, word.text),
                   advice_for(word.text, state_names()));
}

tcp::SegmentPattern pattern(const Item& item, std::string_view line, std::size_t offset)
{
    auto parsed = tcp::parse_notation(line);
    if (parsed) return *parsed;
    const int column = parsed.error().where.column;
    item.refuse_at(offset + static_cast<std::size_t>(column > 0 ? column - 1 : 0), parsed.error().what,
                   parsed.error().advice);
}

} // namespace yaml

Text title(Group group)
{
    switch (group) {
    case Group::Basics:
        return {"The basics", "基础"};
    case Group::Why:
        return {"Why...", "为什么……"};
    case Group::Wrong:
        return {"When things go wrong", "出错的时候"};
    case Group::Together:
        return {"At the same time", "同时发生"};
    case Group::Data:
        return {"Moving data", "传输数据"};
    case Group::Loss:
        return {"Loss and congestion", "丢失与拥塞"};
    case Group::Goal:
        return {"Goals to reach", "目标挑战"};
    case Group::Exam:
        return {"Exam questions", "考题"};
    case Group::Real:
        return {"Real sockets", "真实套接字"};
    }
    return {};
}

Result<Scenario> read_scenario(const std::string& text, const std::string& file_name)
{
    try {
        return yaml::read(text, file_name);
    } catch (const yaml::Refused& refused) {
        return tl::unexpected<Error>{refused.error};
    }
}

} // namespace tcpstage::lesson
