#pragma once
// One change of the model: the model, which becomes the new one, and what it asks the world for meanwhile.

#include "ui/model/action.h"

#include <utility>
#include <vector>

namespace tcpstage::model {

struct Change {
    Model& model;
    std::vector<Request>& requests;

    void request(Request what) { requests.push_back(std::move(what)); }
};

} // namespace tcpstage::model
