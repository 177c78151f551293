#include "core/lesson/yaml/completion.h"

#include "core/lesson/yaml/forms.h"
#include "core/lesson/yaml/text_place.h"

#include <algorithm>
#include <cctype>

namespace tcpstage::lesson::yaml {

namespace {

/// Of both ends, as far as the text has them.
Names names_in(std::span<const WrittenKey> keys)
{
    Names names{{"client", "server"}};
    std::size_t side = 0;
    for (const WrittenKey& key : keys)
        if (side < 2 && key.above == std::vector<std::string>{"endpoints"}) names.of[side++] = key.name;
    return names;
}

/// Of the map or list, or of the value, in which the place is; one that accepts nothing if it is not known.
Form form_at(std::span<const Level> levels)
{
    Form form = lesson_form();
    for (const Level& level : levels) {
        if (level.continues_text) return {};
        const bool list = level.kind == Level::Kind::List;
        if (!list && level.key.empty()) continue;
        if (list ? !form.entry : !form.value) return {};
        form = list ? form.entry() : form.value(level.key);
    }
    return form;
}

bool begins_with(std::string_view word, std::string_view typed)
{
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    return word.size() >= typed.size() && std::ranges::equal(word.substr(0, typed.size()), typed, {}, lower, lower);
}

void offer(Completion& to, std::span<const std::string_view> words, std::string_view typed)
{
    for (const std::string_view word : words)
        if (begins_with(word, typed)) to.words.emplace_back(word);
}

/// What is typed of the last word of a phrase, and the words before it.
std::string_view take_last_word(std::string_view typed, std::vector<Word>& words)
{
    if (words.empty() || typed.ends_with(' ') || typed.ends_with(',')) return typed.substr(typed.size());
    const std::size_t offset = words.back().offset;
    words.pop_back();
    return typed.substr(offset);
}

void offer_values(Completion& to, const Form& form, const Names& names, std::string_view typed, bool quoted)
{
    offer(to, form.words, typed);
    if (form.phrase == Phrase::None) return;
    std::vector<Word> words = split(typed);
    const std::string_view last = take_last_word(typed, words);
    if (to.words.empty()) to.begin += typed.size() - last.size();
    offer(to, next_words(form.phrase, names, words, quoted), last);
}

} // namespace

Completion complete(std::string_view text, std::size_t cursor)
{
    cursor = std::min(cursor, text.size());
    const TextPlace place{text.substr(0, cursor)};
    const bool touches = place.begin() > 0 && text[place.begin() - 1] == ':'; // a space is missing
    if (place.is_closed() || place.levels().empty() || touches) return {};
    const TextPlace whole{text};
    const Names names = names_in(whole.keys());
    const Level& level = place.levels().back();
    const Form form = form_at(place.levels());
    const std::string_view typed = text.substr(place.begin(), cursor - place.begin());
    const bool quoted = place.begin() > 0 && (text[place.begin() - 1] == '"' || text[place.begin() - 1] == '\'');
    Completion completion{place.begin(), {}, false};
    const bool key = level.kind == Level::Kind::Map && level.key.empty();
    if (key && !quoted && (form.ends || !form.keys.empty())) {
        std::vector<std::string_view> keys = form.keys;
        if (form.ends) keys.insert(keys.begin(), {names.of[0], names.of[1]});
        std::erase_if(keys, [&](std::string_view name) {
            return std::ranges::any_of(whole.keys(), [&](const WrittenKey& written) {
                return written.map == level.number && written.name == name && name != typed;
            });
        });
        offer(completion, keys, typed);
        completion.keys = true;
    } else if (!key || !level.brackets) {
        offer_values(completion, form, names, typed, quoted);
    }
    return completion;
}

std::vector<std::string> keys_around(std::string_view text, std::size_t cursor)
{
    cursor = std::min(cursor, text.size());
    const std::size_t line = cursor == 0 ? 0 : text.rfind('\n', cursor - 1) + 1;
    if (text.substr(line, cursor - line).find_first_not_of(" -") ==
        std::string_view::npos) // before the key of the line
        cursor = std::min(text.find_first_not_of(" -", cursor), text.size());
    const std::size_t end = text.find_first_of(" \n,}]", cursor); // of the key that the cursor is in
    const TextPlace place{text.substr(0, std::min(end, text.size()))};
    std::vector<std::string> keys;
    for (const Level& level : place.levels())
        if (!level.key.empty()) keys.push_back(level.key);
    return keys;
}

} // namespace tcpstage::lesson::yaml
