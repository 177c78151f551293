#include "core/lesson/library.h"

#include "core/base/nearest.h"
#include "core/base/say.h"

#include <algorithm>
#include <filesystem>

namespace tcpstage {

const BuiltIn* find_built_in(std::string_view id)
{
    const auto lessons = built_in_lessons();
    const auto found = std::ranges::find(lessons, id, &BuiltIn::id);
    return found == lessons.end() ? nullptr : &*found;
}

Result<Scenario> find_lesson(const std::string& id_or_path)
{
    if (const BuiltIn* lesson = find_built_in(id_or_path))
        return read_scenario(std::string{lesson->yaml}, std::string{lesson->id} + ".yaml");
    std::error_code error;
    const bool is_path =
        id_or_path.find_first_of("./\\") != std::string::npos || std::filesystem::is_regular_file(id_or_path, error);
    if (is_path) return read_scenario_file(id_or_path);
    std::vector<std::string_view> ids;
    for (const BuiltIn& lesson : built_in_lessons())
        ids.push_back(lesson.id);
    const auto near = nearest(id_or_path, ids);
    return fail(say({"there is no lesson \"{}\"", "没有课程“{}”"}, id_or_path), {},
                near.empty() ? OwnedText{"\"tcpstage list\" shows them all", "“tcpstage list”列出全部课程"}
                             : advice_for(id_or_path, ids));
}

} // namespace tcpstage
