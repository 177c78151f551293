#pragma once
// The staged runs of the built-in lessons, cached for all tests.

#include "core/lesson/library.h"
#include "ui/scene/views.h"

#include <QStringList>
#include <map>
#include <string>

namespace tcpstage::testing {

using StagedRunPtr = std::shared_ptr<const scene::StagedRun>;

inline StagedRunPtr stagedRun(const std::string& id, scene::TimeMapKind timeMap = scene::TimeMapKind::Even)
{
    static std::map<std::pair<std::string, scene::TimeMapKind>, StagedRunPtr> staged;
    StagedRunPtr& entry = staged[{id, timeMap}];
    if (!entry) entry = scene::stageRun(*lesson::find_lesson(id), timeMap);
    return entry;
}

inline std::vector<std::string> lessonIds()
{
    std::vector<std::string> ids;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        ids.emplace_back(lesson.id);
    return ids;
}

inline scene::StageTime timeOfStep(const scene::StagedRun& staged, std::size_t step)
{
    return staged.timeMap.at(staged.timeMap.step(step));
}

/// All texts of a scene.
inline QStringList texts(const scene::Scene& scene)
{
    QStringList list;
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const scene::Mark& mark : *marks)
            if (const auto* label = std::get_if<scene::Label>(&mark.shape)) list << label->text;
    return list;
}

} // namespace tcpstage::testing
