#pragma once
// A model whose requests are carried out immediately, without files or threads.

#include "core/lesson/scenario.h"
#include "tests/ui/model/staged_run.h"
#include "ui/model/store/update.h"
#include "ui/widgets/services.h"

#include <string>
#include <vector>

namespace tcpstage::model {

class Desktop {
public:
    explicit Desktop(const char* lesson = "three-way-handshake")
    {
        model.animates = false;
        act(OpenSource{lesson});
    }
    void act(const Action& action)
    {
        Updated updated = update(std::move(model), action);
        model = std::move(updated.model);
        for (const Request& request : updated.requests) {
            if (const auto* stageRun = std::get_if<LoadSource>(&request)) answer(*stageRun);
            if (const auto* work = std::get_if<KeepWork>(&request)) kept.push_back(*work);
        }
    }
    void steps(int count)
    {
        for (int i = 0; i < count; ++i)
            act(Command::NextStep);
    }
    void write(std::string text) { act(WriteDraft{std::make_shared<const std::string>(std::move(text))}); }
    /// Everything that must not be lost, as text.
    std::string state() const
    {
        std::string all = model.source + '\n';
        for (const Branch& branch : model.branches.all)
            all += branch.name.en + '\n' + lesson::write_scenario(branch.staged->scenario) + textOf(branch.text) +
                   textOf(branch.draft);
        return all + std::to_string(model.branches.shown) + textOf(model.branches.draft) + '\n' +
               std::to_string(model.staged->timeMap.moment(model.goal()).record);
    }

    Model model;
    std::vector<KeepWork> kept;

private:
    static std::string textOf(const TextPtr& text) { return text ? "[" + *text + "]" : std::string{"-"}; }
    void answer(const LoadSource& request)
    {
        const auto staged = widgets::loadSource(request, {});
        if (staged)
            act(RunLoaded{request.ticket, *staged, {}});
        else
            act(LoadFailed{request.ticket, staged.error().sentences()});
    }
};

} // namespace tcpstage::model
