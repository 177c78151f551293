#include "ui/model/guide/reading.h"

#include "ui/scene/words/caption.h"

namespace tcpstage::model {

double readingSeconds(const Model& model, scene::StageTime time)
{
    QString text;
    for (const std::size_t which : {0U, 1U}) {
        if (which == 1 && !model.staged->beside) break;
        const scene::Caption said = scene::caption(model.staged->half(which), time, model.display);
        text += said.title + u' ' + said.text + u' ';
    }
    return readingSeconds(text);
}

} // namespace tcpstage::model
