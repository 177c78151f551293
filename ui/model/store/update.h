#pragma once
// The only function that changes the model. Pure: the same model and action give the same result.

#include "ui/model/action.h"

namespace tcpstage::model {

/// The model after an action, and what the store has to do.
struct Updated {
    Model model;
    std::vector<Request> requests;
};

Updated update(Model model, const Action& action);

} // namespace tcpstage::model
