#pragma once
// What happens to work when its lesson is left, opened again or undone. Private to update.cpp and its parts.

#include "ui/model/action.h"

namespace tcpstage::model {

class WorkUpdate {
public:
    WorkUpdate(Model& model, std::vector<Request>& requests) : model_{model}, requests_{requests} {}

    /// Before something is changed: Ctrl+Z comes back to here.
    void remember();
    void undo() { swap(model_.undone, model_.done); }
    void redo() { swap(model_.done, model_.undone); }
    /// Something else comes on the stage: what is there is kept, and Ctrl+Z comes back to it.
    void leave();
    /// Another lesson is told: it comes on the stage with the work that was left there.
    void begin(const PendingLoad& loading, const RunLoaded& loaded);
    /// Whether the program remembers work of this source, so that no file has to be asked.
    bool remembers(const std::string& source) const;
    void draft(const TextPtr& text);
    /// The file on the stage was changed elsewhere.
    void sourceChanged(const std::string& text);
    /// Asks to keep what an action has changed.
    struct Before {
        std::uint64_t desk;
        Branches branches;
        scene::StageTime goal;
    };
    Before before() const { return {model_.desk.number, model_.branches, model_.goal()}; }
    void keepChanges(const Before& before);

private:
    void swap(std::vector<WorkPtr>& to, std::vector<WorkPtr>& from);
    void keep(WorkPtr work);
    WorkPtr takeLeft(const std::string& source);
    WorkPtr keptOf(const PendingLoad& loading, const Recalled& recalled);
    void resume(Work work, const StagedRunPtr& lesson);
    void put(const Work& work);
    void announce(const PendingLoad& loading, const RunLoaded& loaded, const WorkPtr& kept, bool left);

    Model& model_;
    std::vector<Request>& requests_;
};

} // namespace tcpstage::model
