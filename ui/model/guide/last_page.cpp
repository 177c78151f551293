#include "ui/model/guide/last_page.h"

#include "ui/model/words.h"

namespace tcpstage::model {

namespace {

std::optional<FollowingLesson> nextInHour(const Model& model)
{
    if (!model.hour || model.hour->isLast()) return {};
    return FollowingLesson{titleOfPart(model.hour->hour->parts[model.hour->part + 1]), {}};
}

} // namespace

std::optional<FollowingLesson> followingLesson(const Model& model)
{
    if (auto next = nextInHour(model)) return next;
    const LessonEntry* next = lessonAfter(model.source);
    if (!next || model.hour) return {}; // after its last part an hour is over
    return FollowingLesson{next->title, next->id};
}

scene::Caption lastPageCaption(const Model& model)
{
    const Language language = model.language();
    scene::Caption said{say(wording::lastPageTitle, language), say(wording::lastPageBack, language), {}, {}};
    if (model.staged && !model.staged->comparison) // of a comparison it is made of what the page shows
        said.beside = scene::signsLegend(*model.staged, model.goal(), language);
    const auto next = followingLesson(model);
    if (!next) return said;
    const Text& words = model.presenting ? wording::lastPageNextPresenting : wording::lastPageNext;
    said.text = say(words, language, {say(next->title, language)});
    return said;
}

} // namespace tcpstage::model
