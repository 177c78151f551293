#include "ui/model/guide/last_page.h"

#include "ui/model/words.h"

namespace tcpstage::model {

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
