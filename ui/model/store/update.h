#pragma once
// The one function that changes what is shown. Pure: the same model and action give the same result.

#include "ui/model/action.h"

namespace tcpstage::model {

Updated update(Model model, const Action& action);

} // namespace tcpstage::model
