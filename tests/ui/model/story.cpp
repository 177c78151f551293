#include "tests/ui/model/story.h"

#include "core/lesson/library.h"
#include "ui/model/store/update.h"

#include <map>

namespace tcpstage {

StoryPtr storyOf(const char* lesson, PaceKind pace)
{
    static std::map<std::pair<std::string, PaceKind>, StoryPtr> told;
    StoryPtr& story = told[{lesson, pace}];
    if (!story) story = tell(find_lesson(lesson).value(), pace);
    return story;
}

Model opened(const char* lesson)
{
    Model model;
    model.story = storyOf(lesson);
    model.source = lesson;
    model.animates = false;
    return model;
}

Model afterOne(Model model, const Action& action) { return update(std::move(model), action).model; }

} // namespace tcpstage
