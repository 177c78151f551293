#pragma once
// Branches, the answers to "what if?": made, shown, compared and closed. Private to this folder.

#include "ui/model/store/change.h"

#include <array>

namespace tcpstage::model {

/// Makes a branch of the shown one.
void branchOff(Change& change, const run::WhatIf& whatIf);
/// Makes a branch in which this fault happens to the selected segment, or else the newest one.
void strikeSegment(Change& change, sim::Fault::Kind fault);
/// Makes a branch in which that segment arrives as it was sent.
void spareSegment(Change& change);
void editTransit(Change& change, const EditTransit& edit);
void makeCall(Change& change, const MakeCall& call);
/// Makes a branch with this network from now on; replaces the shown branch if that was made by the sliders at the same
/// moment.
void setNetwork(Change& change, const std::array<sim::LinkSettings, 2>& links);
/// Makes a branch from the edited text, or replaces the shown one if that was made from text.
void writeLesson(Change& change, const std::string& yaml);

/// Adds a branch that was loaded, and returns where the stage should go.
scene::StageTime branchLoaded(Change& change, const PendingLoad& loading, const StagedRunPtr& staged);
/// The shown run was prepared with another time map.
void stagedAgain(Change& change, const StagedRunPtr& staged);

void showBranch(Change& change, std::size_t number);
void closeBranch(Change& change, std::size_t number);
void renameBranch(Change& change, std::size_t number, const std::string& name);
/// Shows a branch beside its parent, or the lesson beside its newest branch; if two are shown, the right one alone.
void compareWithParent(Change& change);
void compareBranches(Change& change, std::size_t first, std::size_t second);

} // namespace tcpstage::model
