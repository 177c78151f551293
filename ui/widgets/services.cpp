#include "ui/widgets/services.h"

#include "core/scenario/library.h"
#include "ui/model/choices.h"
#include "ui/paint/export.h"

#include <QSettings>

namespace tcpstage {

Result<StoryPtr> tellSource(const TellSource& request)
{
    if (request.again) return tell(request.again->scenario, request.pace);
    Result<Scenario> scenario = find_lesson(request.source);
    if (!scenario) return tl::unexpected{scenario.error()};
    return tell(std::move(*scenario), request.pace);
}

Result<void> writeStage(const WriteStage& request)
{
    Picture picture;
    picture.view = View::Stage;
    picture.time = request.time;
    picture.size = request.size;
    picture.theme = request.theme;
    picture.showing = request.showing;
    return writePicture(*request.story, picture, request.path);
}

Services programServices(QSettings& settings)
{
    return {tellSource, writeStage, [&settings](const Model& model) { remember(settings, model); }};
}

} // namespace tcpstage
