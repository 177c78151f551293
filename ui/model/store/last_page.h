#pragma once
// The end of a lesson: after the last step the whole run stands on one page, and then the next lesson can follow.
// Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

/// Whether the lesson was looked at up to its last page, now or in an earlier start.
bool isFinished(const Model& model, const std::string& lesson);
/// The stage stands at the end already.
void showLastPage(Change& change);
/// Back from the page to the last step; false if it is not shown.
bool leaveLastPage(Model& model);
/// After each action: the page is left when the stage moves, shows another run, or asks a question. `before` was on the
/// stage.
void settleLastPage(Model& model, const StagedRunPtr& before);

} // namespace tcpstage::model
