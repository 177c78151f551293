#pragma once
// Staged runs and models from which tests start.

#include "ui/model/action.h"

namespace tcpstage::model {

/// The staged run of a built-in lesson; cached for all tests.
StagedRunPtr stagedOf(const char* lesson, scene::TimeMapKind timeMap = scene::TimeMapKind::Even);
/// A model with that lesson at its beginning, without animation.
Model opened(const char* lesson);

/// The model after these actions, in order.
template <typename... Actions> Model after(Model model, const Actions&... actions);

Model afterOne(Model model, const Action& action);

template <typename... Actions> Model after(Model model, const Actions&... actions)
{
    ((model = afterOne(std::move(model), actions)), ...);
    return model;
}

} // namespace tcpstage::model
