#pragma once
// The built-in lessons, told once for all tests.

#include "core/lesson/library.h"
#include "ui/scene/views.h"

#include <QStringList>
#include <map>
#include <string>

namespace tcpstage::testing {

using StagedRunPtr = std::shared_ptr<const StagedRun>;

inline StagedRunPtr staged(const std::string& id, TimeMapKind timeMap = TimeMapKind::Even)
{
    static std::map<std::pair<std::string, TimeMapKind>, StagedRunPtr> told;
    StagedRunPtr& entry = told[{id, timeMap}];
    if (!entry) entry = tell(*find_lesson(id), timeMap);
    return entry;
}

inline std::vector<std::string> lessonIds()
{
    std::vector<std::string> ids;
    for (const BuiltIn& lesson : built_in_lessons())
        ids.emplace_back(lesson.id);
    return ids;
}

inline StageTime timeOfStep(const StagedRun& told, std::size_t step)
{
    return told.timeMap.at(told.timeMap.step(step));
}

/// All texts of a scene.
inline QStringList texts(const Scene& scene)
{
    QStringList list;
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (const auto* label = std::get_if<Label>(&mark.shape)) list << label->text;
    return list;
}

} // namespace tcpstage::testing
