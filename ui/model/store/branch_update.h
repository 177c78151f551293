#pragma once
// What happens to the model when somebody asks "what if?". Private to update.cpp.

#include "ui/model/store/work_update.h"

namespace tcpstage::model {

class BranchUpdate {
public:
    BranchUpdate(Model& model, std::vector<Request>& requests) : model_{model}, requests_{requests} {}

    /// Drop, duplicate, delay, damage or spare the selected segment, or the newest.
    void obey(Command command);
    void change(const run::WhatIf& change);
    void call(const MakeCall& call);
    void edit(const EditTransit& edit);
    /// The same branch as long as nothing else is done: a slider is on its way.
    void network(const std::array<sim::LinkSettings, 2>& links);
    /// A branch was told. Where the stage should stand now.
    scene::StageTime loaded(const PendingLoad& loading, const StagedRunPtr& staged);
    /// The story on the stage is told with another pace.
    void loadedAgain(const StagedRunPtr& staged);
    void show(std::size_t number);
    void close(std::size_t number);
    void rename(std::size_t number, const std::string& name);
    /// With the one that the shown one was made from; the lesson with its newest branch.
    void compare();
    void compare(std::size_t first, std::size_t second);
    void write(const std::string& yaml);

private:
    /// A branch of `parent`; `replaces` one that is there already.
    void ask(const run::WhatIf& change, std::size_t parent, std::optional<std::size_t> replaces);
    StagedRunPtr stagedOf(std::size_t number) const;
    bool isSimulated();
    bool isSandbox() const;
    /// The branch takes its place: a new one, one that is there, or the sandbox itself.
    void settle(const Branch& branch, std::optional<std::size_t> replaces);
    void remember() { WorkUpdate{model_, requests_}.remember(); }
    /// The present moment where two stand side by side.
    scene::StageTime placeIn(const scene::StagedRun& pair, const PendingLoad& loading) const;
    /// What stands in a text belongs to the branch that follows it, unless it is what was run.
    TextPtr takeDraft(std::size_t number, const std::string& run);
    /// Only the lesson is left.
    void collapse();
    void put(const StagedRunPtr& staged, trace::RecordId parting);
    void complain(Text sentence);
    StagedRunPtr base() const;
    /// The shown branch's own time at what the stage shows: two runs that are compared have a time of their own.
    scene::StageTime goalIn(const scene::StagedRun& staged) const;

    Model& model_;
    std::vector<Request>& requests_;
};

} // namespace tcpstage::model
