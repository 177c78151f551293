#include "tests/ui/model/staged_run.h"

#include "core/lesson/library.h"
#include "ui/model/store/update.h"

#include <map>

namespace tcpstage::model {

StagedRunPtr stagedOf(const char* lesson, scene::TimeMapKind timeMap)
{
    static std::map<std::pair<std::string, scene::TimeMapKind>, StagedRunPtr> loaded;
    StagedRunPtr& staged = loaded[{lesson, timeMap}];
    if (!staged) staged = scene::stageRun(lesson::find_lesson(lesson).value(), timeMap);
    return staged;
}

Model opened(const char* lesson)
{
    Model model;
    model.staged = stagedOf(lesson);
    model.source = lesson;
    model.animates = false;
    return model;
}

Model afterOne(Model model, const Action& action) { return update(std::move(model), action).model; }

} // namespace tcpstage::model
