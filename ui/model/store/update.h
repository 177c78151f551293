#pragma once
// The only function that changes the model. Pure: the same model and action give the same result.

#include "ui/model/action.h"

namespace tcpstage::model {

/// The model after an action, and what the store has to do.
struct Updated {
    Model model;
    std::vector<Request> requests;
};

/// Whether the action only makes the stroke longer that is being drawn: nothing else changes.
bool isGrowth(const Action& action);
Updated update(Model model, const Action& action);

} // namespace tcpstage::model
