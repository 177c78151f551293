#include "core/lesson/library.h"

#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/base/text_octets.h"

#include <algorithm>
#include <filesystem>

namespace tcpstage::lesson {

namespace {

Result<Scenario> read_file(const std::string& path, std::stop_token stop)
{
    return read_whole_file(path, lesson_limits(path, std::move(stop))).and_then([&](const std::string& text) {
        return read_scenario(text, path);
    });
}

} // namespace

const BuiltIn* find_built_in(std::string_view id)
{
    const auto lessons = built_in_lessons();
    const auto found = std::ranges::find(lessons, id, &BuiltIn::id);
    return found == lessons.end() ? nullptr : &*found;
}

Result<Scenario> find_lesson(const std::string& id_or_path, std::stop_token stop)
{
    if (const BuiltIn* lesson = find_built_in(id_or_path))
        return read_scenario(std::string{lesson->yaml}, std::string{lesson->id} + ".yaml");
    std::error_code error;
    const bool is_path =
        id_or_path.find_first_of("./\\") != std::string::npos || std::filesystem::is_regular_file(id_or_path, error);
    if (is_path) return read_file(id_or_path, std::move(stop));
    std::vector<std::string_view> ids;
    for (const BuiltIn& lesson : built_in_lessons())
        ids.push_back(lesson.id);
    const auto near = nearest(id_or_path, ids);
    return fail(say({"there is no lesson \"{}\"", "没有课程“{}”"}, id_or_path), {},
                near.empty() ? OwnedText{"\"tcpstage list\" shows them all", "“tcpstage list”列出全部课程"}
                             : advice_for(id_or_path, ids));
}

Result<Scenario> read_scenario_file(const std::string& path) { return read_file(path, {}); }

ReadLimits lesson_limits(const std::string& path, std::stop_token stop)
{
    constexpr Text lesson{"a lesson (YAML)", "课程（YAML）"};
    return {largest_lesson_bytes, false, std::move(stop),
            [path, lesson](std::string_view first) { return check_begins_as_text(first, path, lesson); }};
}

} // namespace tcpstage::lesson
