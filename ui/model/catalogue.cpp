#include "ui/model/catalogue.h"

#include "core/lesson/library.h"

#include <algorithm>
#include <vector>

namespace tcpstage::model {

namespace {

/// The quoted text after `key` in `line`; empty if there is none.
std::string quoted(std::string_view line, std::string_view key)
{
    const std::size_t at = line.find(key);
    if (at == std::string_view::npos) return {};
    const std::size_t first = line.find('"', at);
    const std::size_t last = first == std::string_view::npos ? first : line.find('"', first + 1);
    return last == std::string_view::npos ? std::string{} : std::string{line.substr(first + 1, last - first - 1)};
}

lesson::Group parseGroup(std::string_view line)
{
    for (std::size_t i = 0; i < lesson::group_ids.size(); ++i)
        if (line.find(lesson::group_ids[i]) != std::string_view::npos) return static_cast<lesson::Group>(i);
    return lesson::Group::Basics;
}

/// Reads only the two lines that it needs.
LessonEntry entryOf(const lesson::BuiltIn& lesson)
{
    LessonEntry entry{std::string{lesson.id}, lesson::Group::Basics, {}};
    std::string_view rest = lesson.yaml;
    for (int wanted = 2; wanted > 0 && !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.starts_with("title:"))
            entry.title = OwnedText{quoted(line, "en:"), quoted(line, "zh:")};
        else if (line.starts_with("group:"))
            entry.group = parseGroup(line);
        else
            continue;
        --wanted;
    }
    if (entry.title.empty()) entry.title = OwnedText{entry.id, entry.id};
    return entry;
}

std::vector<LessonEntry> readCatalogue()
{
    std::vector<LessonEntry> entries;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        entries.push_back(entryOf(lesson));
    return entries;
}

} // namespace

std::span<const LessonEntry> catalogue()
{
    static const std::vector<LessonEntry> entries = readCatalogue();
    return entries;
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

} // namespace tcpstage::model
