#pragma once
// The goal of a lesson in the window: which what-ifs it allows, hints, and that it is solved. Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

/// Whether the lesson's goal, if it has one, allows this what-if; if not, the notice says why.
bool goalAllows(Change& change, const scene::StagedRun& staged, const run::WhatIf& whatIf);
/// The run on the stage has changed: a built-in lesson whose goal it reaches is marked in the list of lessons.
void noteSolved(Change& change);

/// A command.
void giveHint(Change& change);

} // namespace tcpstage::model
