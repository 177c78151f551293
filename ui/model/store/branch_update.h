#pragma once
// What happens to the model when a person asks "what if?": branches are made, shown, compared and closed. Private to
// this folder.

#include "ui/model/store/change.h"

#include <array>

namespace tcpstage::model {

/// A branch of the one that is shown.
void branchOff(Change& change, const run::WhatIf& whatIf);
/// A branch in which the selected segment, or the newest, meets this fault.
void strikeSegment(Change& change, sim::Fault::Kind fault);
/// A branch in which it arrives as it was sent.
void spareSegment(Change& change);
void editTransit(Change& change, const EditTransit& edit);
void makeCall(Change& change, const MakeCall& call);
/// The same branch as long as nothing else is done: a slider is on its way.
void setNetwork(Change& change, const std::array<sim::LinkSettings, 2>& links);
void writeLesson(Change& change, const std::string& yaml);

/// A branch has been made. Where the stage should stand now.
scene::StageTime branchLoaded(Change& change, const PendingLoad& loading, const StagedRunPtr& staged);
/// The run on the stage has been prepared with another time map.
void stagedAgain(Change& change, const StagedRunPtr& staged);

void showBranch(Change& change, std::size_t number);
void closeBranch(Change& change, std::size_t number);
void renameBranch(Change& change, std::size_t number, const std::string& name);
/// The shown one with the one that it was made from; the lesson with its newest branch. Again: one alone.
void compareWithParent(Change& change);
void compareBranches(Change& change, std::size_t first, std::size_t second);

} // namespace tcpstage::model
