#pragma once
// The only function that changes the model. Pure: the same model and action give the same result.

#include "ui/model/action.h"

namespace tcpstage::model {

Updated update(Model model, const Action& action);

} // namespace tcpstage::model
