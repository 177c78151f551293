#include "ui/model/store/last_page.h"

#include "ui/model/catalogue.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

/// The list of lessons marks it.
void markFinished(Change& change)
{
    Model& model = change.model;
    if (!findLesson(model.source) || isFinished(model, model.source)) return;
    std::vector<std::string> all = model.finished ? *model.finished : std::vector<std::string>{};
    all.push_back(model.source);
    model.finished = std::make_shared<const std::vector<std::string>>(std::move(all));
    change.request(RememberChoices{});
}

} // namespace

bool isFinished(const Model& model, const std::string& lesson)
{
    return model.finished && std::ranges::find(*model.finished, lesson) != model.finished->end();
}

void showLastPage(Change& change)
{
    Model& model = change.model;
    if (model.lastPage) return;
    model.viewBefore = model.display.view;
    model.display.view = scene::View::Whole;
    model.selection = scene::Ref{};
    model.lastPage = true;
    markFinished(change);
}

bool leaveLastPage(Model& model)
{
    if (!model.lastPage) return false;
    model.lastPage = false;
    if (model.display.view == scene::View::Whole) model.display.view = model.viewBefore;
    return true;
}

void settleLastPage(Model& model, const StagedRunPtr& before)
{
    if (model.prediction.on && model.display.view == scene::View::Whole) { // it would give the answers away
        model.viewBefore =
            model.lastPage && model.viewBefore != scene::View::Whole ? model.viewBefore : scene::View::Ladder;
        model.display.view = model.viewBefore;
    }
    if (!model.lastPage) return;
    if (model.display.view != scene::View::Whole)
        model.lastPage = false;
    else if (model.staged != before || !model.staged || model.goal() != model.staged->timeMap.end())
        leaveLastPage(model);
}

} // namespace tcpstage::model
