#include "ui/model/catalogue.h"

#include "core/lesson/library.h"
#include "ui/model/model.h"

#include <algorithm>
#include <vector>

namespace tcpstage::model {

namespace {

/// The text from the quote at `first` on to the one that ends it, without the backslashes before what is escaped.
std::string unquoted(std::string_view line, std::size_t first)
{
    std::string text;
    for (std::size_t i = first + 1; i < line.size(); ++i) {
        if (line[i] == '"') return text;
        if (line[i] == '\\' && i + 1 < line.size()) ++i;
        text += line[i];
    }
    return {};
}

/// The quoted text after `key` in `line`; empty if there is none.
std::string quoted(std::string_view line, std::string_view key)
{
    const std::size_t at = line.find(key);
    const std::size_t first = at == std::string_view::npos ? at : line.find('"', at);
    return first == std::string_view::npos ? std::string{} : unquoted(line, first);
}

lesson::Group parseGroup(std::string_view line)
{
    for (std::size_t i = 0; i < lesson::group_ids.size(); ++i)
        if (line.find(lesson::group_ids[i]) != std::string_view::npos) return static_cast<lesson::Group>(i);
    return lesson::Group::Basics;
}

/// Reads only the lines that it needs.
LessonEntry entryOf(const lesson::BuiltIn& lesson)
{
    LessonEntry entry{std::string{lesson.id}, lesson::Group::Basics, {}, {}};
    std::string_view rest = lesson.yaml;
    for (int wanted = 3; wanted > 0 && !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.starts_with("title:"))
            entry.title = OwnedText{quoted(line, "en:"), quoted(line, "zh:")};
        else if (line.starts_with("group:"))
            entry.group = parseGroup(line);
        else if (line.starts_with("summary:"))
            entry.summary = OwnedText{quoted(line, "en:"), quoted(line, "zh:")};
        else
            continue;
        --wanted;
    }
    if (entry.title.empty()) entry.title = OwnedText{entry.id, entry.id};
    return entry;
}

/// The block "keywords:" as it is written.
std::string_view keywordsOf(std::string_view yaml)
{
    const std::size_t from = yaml.find("\nkeywords:");
    if (from == std::string_view::npos) return {};
    std::size_t to = yaml.find('\n', from + 1);
    while (to + 1 < yaml.size() && (yaml[to + 1] == ' ' || yaml[to + 1] == '-')) // the lines of a list
        to = yaml.find('\n', to + 1);
    return yaml.substr(from, to - from);
}

/// The keywords, and all that stands in quotes after "en:" or "zh:".
QString textsOf(const lesson::BuiltIn& lesson)
{
    std::string texts{keywordsOf(lesson.yaml)};
    texts += ' ';
    for (const std::string_view key : {"en: \"", "zh: \""})
        for (std::size_t at = lesson.yaml.find(key); at != std::string_view::npos; at = lesson.yaml.find(key, at)) {
            at += key.size();
            std::size_t end = at;
            while (end < lesson.yaml.size() && lesson.yaml[end] != '"')
                end += lesson.yaml[end] == '\\' ? 2 : 1;
            texts += lesson.yaml.substr(at, end - at);
            texts += ' ';
            at = std::min(end, lesson.yaml.size());
        }
    return QString::fromStdString(texts);
}

std::vector<LessonEntry> readCatalogue()
{
    std::vector<LessonEntry> entries;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        entries.push_back(entryOf(lesson));
    return entries;
}

} // namespace

OwnedText titleIn(std::string_view yaml)
{
    for (std::string_view rest = yaml; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (!line.starts_with("title:")) continue;
        OwnedText title{quoted(line, "en:"), quoted(line, "zh:")};
        if (!title.en.empty() && !title.zh.empty()) return title;
        std::string one = quoted(line, "title:");
        if (one.empty()) { // without quotes
            const std::size_t first = line.find_first_not_of(" \t", sizeof "title:" - 1);
            one = first == std::string_view::npos ? "" : std::string{line.substr(first)};
        }
        return one.starts_with('{') ? OwnedText{} : OwnedText{one, one};
    }
    return {};
}

std::span<const LessonEntry> catalogue()
{
    static const std::vector<LessonEntry> entries = readCatalogue();
    return entries;
}

const QString& searchText(const LessonEntry& entry)
{
    static const std::vector<QString> texts = [] {
        std::vector<QString> all;
        for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
            all.push_back(textsOf(lesson));
        return all;
    }();
    return texts[static_cast<std::size_t>(&entry - catalogue().data())];
}

const LessonEntry* findLesson(const std::string& id)
{
    const auto all = catalogue();
    const auto found = std::find_if(all.begin(), all.end(), [&](const LessonEntry& entry) { return entry.id == id; });
    return found == all.end() ? nullptr : &*found;
}

const LessonEntry* lessonAfter(const std::string& id)
{
    static const std::vector<const LessonEntry*> listed = [] {
        std::vector<const LessonEntry*> all;
        for (const LessonEntry& entry : catalogue())
            all.push_back(&entry);
        std::ranges::stable_sort(all, {}, [](const LessonEntry* entry) { return entry->group; });
        return all;
    }();
    const auto found = std::ranges::find(listed, id, [](const LessonEntry* entry) { return entry->id; });
    return found == listed.end() || std::next(found) == listed.end() ? nullptr : *std::next(found);
}

OwnedText titleOfSource(const std::string& source)
{
    if (const LessonEntry* known = findLesson(source)) return known->title;
    const std::string name = source.substr(source.rfind('/') + 1);
    return {name, name};
}

std::optional<FollowingLesson> followingLesson(const Model& model)
{
    const auto& hour = model.hour;
    if (hour && hour->isLast()) return {}; // it is over
    if (hour) return FollowingLesson{titleOfSource(hour->hour->parts[hour->part + 1].source), {}};
    const LessonEntry* next = lessonAfter(model.source);
    return next ? std::optional{FollowingLesson{next->title, next->id}} : std::nullopt;
}

} // namespace tcpstage::model
