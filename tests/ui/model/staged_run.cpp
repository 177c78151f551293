#include "tests/ui/model/staged_run.h"

#include "core/lesson/library.h"
#include "ui/model/store/update.h"

#include <map>

namespace tcpstage {

StagedRunPtr stagedOf(const char* lesson, TimeMapKind timeMap)
{
    static std::map<std::pair<std::string, TimeMapKind>, StagedRunPtr> told;
    StagedRunPtr& staged = told[{lesson, timeMap}];
    if (!staged) staged = tell(find_lesson(lesson).value(), timeMap);
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

} // namespace tcpstage
