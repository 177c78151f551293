#pragma once
// Stories and models to begin a test with.

#include "ui/model/action.h"

namespace tcpstage::model {

/// A built-in lesson, told. Told once for all tests.
StagedRunPtr stagedOf(const char* lesson, scene::TimeMapKind timeMap = scene::TimeMapKind::Even);
/// That lesson on the stage, at its beginning; steps are not animated.
Model opened(const char* lesson);

/// What becomes of `model` when these things happen, one after another.
template <typename... Actions> Model after(Model model, const Actions&... actions);

Model afterOne(Model model, const Action& action);

template <typename... Actions> Model after(Model model, const Actions&... actions)
{
    ((model = afterOne(std::move(model), actions)), ...);
    return model;
}

} // namespace tcpstage::model
