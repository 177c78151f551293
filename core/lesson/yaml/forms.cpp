#include "core/lesson/yaml/forms.h"

#include <algorithm>

namespace tcpstage::lesson::yaml {

namespace {

template <typename Words> std::vector<std::string_view> all_of(const Words& words)
{
    return {std::begin(words), std::end(words)};
}

std::vector<std::string_view> flag_names()
{
    static const auto names = [] {
        std::array<std::string, 8> each;
        for (std::size_t bit = 0; bit < each.size(); ++bit)
            each[bit] = tcp::to_text(tcp::Flags::from_bits(static_cast<std::uint8_t>(1U << bit)));
        return each;
    }();
    return all_of(names);
}

Form one_of(std::vector<std::string_view> words) { return {.words = std::move(words)}; }
Form phrase(Phrase which) { return {.phrase = which}; }
Form on_or_off() { return one_of({switch_words[0], switch_words[1]}); }
Form anything(std::string_view) { return {}; }

Form text_form() { return {.keys = all_of(text_keys), .value = anything}; }

Form option_value(std::string_view key) { return one_of(all_of(tcp_option_words(key))); }
Form tcp_form() { return {.keys = all_of(tcp_option_names()), .value = option_value}; }

Form endpoint_value(std::string_view key) { return key == "tcp" ? tcp_form() : key == "name" ? text_form() : Form{}; }
Form endpoint_form(std::string_view)
{
    return {.keys = all_of(endpoint_keys), .value = endpoint_value, .words = all_of(mirrored_words)};
}

Form link_value(std::string_view key)
{
    if (key == "burst_loss") return {.keys = all_of(burst_keys), .value = anything, .words = {switch_words[1]}};
    return key == "icmp" || key == "shared" ? on_or_off() : Form{};
}
Form network_value(std::string_view key)
{
    if (key != "forth" && key != "back") return link_value(key);
    return {.keys = all_of(std::span{network_keys}.first(one_way_keys)), .value = link_value};
}
Form network_form() { return {.keys = all_of(network_keys), .value = network_value}; }

Form wait_entry() { return phrase(Phrase::Wait); }
Form step_value(std::string_view key)
{
    if (key == step_words[1]) return network_form();
    if (key != step_words[0]) return phrase(Phrase::Call);
    return {.entry = wait_entry, .phrase = Phrase::Wait};
}
Form step_form() { return {.keys = all_of(step_words), .ends = true, .value = step_value}; }

Form match_value(std::string_view key)
{
    return phrase(key == "from" ? Phrase::End : key == "flags" ? Phrase::Flags : Phrase::None);
}
Form edit_value(std::string_view key) { return key == "flags" ? phrase(Phrase::Flags) : Form{}; }
Form selection_value(std::string_view key)
{
    if (key == "to") return {.keys = all_of(edit_keys), .value = edit_value};
    if (key == "nth") return one_of({all_word});
    return key == "by_hand" ? on_or_off() : match_value(key);
}
Form fault_value(std::string_view word)
{
    const auto kind =
        static_cast<sim::Fault::Kind>(std::ranges::find(sim::fault_words, word) - sim::fault_words.begin());
    Form form{.keys = all_of(fault_keys), .value = selection_value};
    if (!takes_by(kind)) std::erase(form.keys, "by");
    if (!takes_to(kind)) std::erase(form.keys, "to");
    if (takes_all(kind)) form.words = {all_word};
    return form;
}
Form fault_form() { return {.keys = all_of(sim::fault_words), .value = fault_value}; }

Form injection_form() { return {.keys = all_of(injection_keys), .value = match_value}; }

Form note_value(std::string_view key) { return key == "at" ? phrase(Phrase::Moment) : text_form(); }
Form note_form() { return {.keys = all_of(note_keys), .value = note_value}; }

Form state_entry() { return one_of(state_names()); }
Form states_value(std::string_view) { return {.entry = state_entry}; }
Form count_value(std::string_view key) { return key == "only" ? one_of(all_of(only_words)) : match_value(key); }
Form count_form() { return {.keys = all_of(count_keys), .value = count_value}; }
Form delivered_value(std::string_view) { return {.keys = all_of(limit_keys), .value = anything}; }
Form moment_value(std::string_view key) { return phrase(key == "at" ? Phrase::Moment : Phrase::None); }
Form moment_form() { return {.keys = all_of(expected_moment_keys), .value = moment_value}; }
Form segment_entry() { return phrase(Phrase::Segment); }
Form expect_value(std::string_view key)
{
    if (key == "segments") return {.entry = segment_entry};
    if (key == "states") return {.ends = true, .value = states_value};
    if (key == "counts") return {.entry = count_form};
    if (key == "delivered") return {.ends = true, .value = delivered_value};
    return key == "moments" ? Form{.entry = moment_form} : Form{};
}

Form moment_entry() { return phrase(Phrase::Moment); }
Form reach_value(std::string_view key)
{
    if (key == "together") return {.entry = wait_entry, .phrase = Phrase::Wait};
    if (key == "moments" || key == "never") return {.entry = moment_entry, .phrase = Phrase::Moment};
    return key == "counts" || key == "delivered" ? expect_value(key) : Form{};
}
Form act_value(std::string_view word)
{
    if (word == "call") return {.keys = {at_key}, .ends = true, .value = step_value};
    if (word == "network")
        return {.keys = all_of(network_act_keys),
                .value = [](std::string_view key) { return key == at_key ? Form{} : network_form(); }};
    if (word == "spare") return {.keys = all_of(spare_keys), .value = match_value};
    Form form = fault_value(word);
    form.words.clear(); // an act affects one segment
    return form;
}
Form act_form() { return {.keys = all_of(act_words), .value = act_value}; }
Form goal_value(std::string_view key)
{
    if (key == "reach") return {.keys = all_of(reach_keys), .value = reach_value};
    if (key == "allowed") return {.keys = all_of(act_words), .value = anything};
    if (key == "hints") return {.entry = text_form};
    return key == "solution" ? Form{.entry = act_form} : text_form();
}
Form solves_value(std::string_view key) { return key == "acts" ? Form{.entry = act_form} : Form{}; }

Form beside_value(std::string_view key);
Form lesson_value(std::string_view key)
{
    if (key == "title" || key == "summary" || key == "keywords") return text_form();
    if (key == "group") return one_of(all_of(group_ids));
    if (key == "endpoints") return {.value = endpoint_form};
    if (key == "network") return network_form();
    if (key == "tcp") return tcp_form();
    if (key == "begin") return {.entry = wait_entry, .words = all_of(begin_words), .phrase = Phrase::Wait};
    if (key == "steps") return {.entry = step_form};
    if (key == "faults") return {.entry = fault_form};
    if (key == "inject") return {.entry = injection_form};
    if (key == "notes") return {.entry = note_form};
    if (key == "expect") return {.keys = all_of(expect_keys), .value = expect_value};
    if (key == "goal") return {.keys = all_of(goal_keys), .value = goal_value};
    if (key == "solves") return {.keys = all_of(solves_keys), .value = solves_value};
    return key == "beside" ? Form{.keys = all_of(beside_keys), .value = beside_value} : Form{};
}
Form beside_value(std::string_view key)
{
    if (key == "main") return text_form();
    if (key == "endpoints") return {.ends = true, .value = endpoint_form};
    return lesson_value(key);
}

std::vector<std::string_view> moment_next(std::span<const Word> before)
{
    if (before.size() == 1 && before[0].text == others_word) return {moment_words[0]};
    if (before.size() == 1) return all_of(std::span{moment_words}.first(moment_words.size() - 1));
    const auto kind = std::ranges::find(moment_words, before[1].text) - moment_words.begin();
    if (before.size() == 3) return kind == 0 ? all_of(fate_words) : std::vector<std::string_view>{};
    if (before.size() != 2) return {};
    if (kind == 1) return state_names();
    if (kind == 2) return all_of(tcp::timer_ids);
    if (kind == 3) return all_of(trace::call_words);
    std::vector<std::string_view> rules;
    if (kind == 4)
        for (const tcp::RuleInfo& rule : tcp::all_rules())
            rules.push_back(rule.id);
    return rules;
}

} // namespace

Form lesson_form() { return {.keys = all_of(lesson_keys), .value = lesson_value}; }

std::vector<std::string_view> next_words(Phrase phrase, const Names& names, std::span<const Word> before, bool quoted)
{
    std::vector<std::string_view> words;
    const bool first = before.empty();
    if (phrase == Phrase::Call) {
        if (first) return all_of(trace::call_words);
        return before.size() == 1 && before[0].text == "read" ? std::vector<std::string_view>{all_word} : words;
    }
    if (phrase == Phrase::Flags) return first || quoted ? flag_names() : words;
    if (phrase == Phrase::None) return words;
    if (first) words = all_of(names.words());
    if (first && phrase == Phrase::Moment) words.insert(words.end(), {others_word, start_word});
    if (first || phrase == Phrase::End || phrase == Phrase::Segment) return words;
    if (phrase == Phrase::Moment) return moment_next(before);
    if (before.size() > 1) return words;
    words = state_names();
    words.push_back(acknowledged_word);
    return words;
}

} // namespace tcpstage::lesson::yaml
