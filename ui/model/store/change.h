#pragma once
// A model while an action changes it, with the requests so far. The functions of the topics change it in place.

#include "ui/model/action.h"

#include <utility>
#include <vector>

namespace tcpstage::model {

struct Change {
    Model& model;
    std::vector<Request>& requests;

    /// Asks the store for work.
    void request(Request what) { requests.push_back(std::move(what)); }
    /// Says why an action does nothing.
    void announce(const OwnedText& sentence, bool problem = false)
    {
        Notice notice{sentence, problem};
        notice.passing = true;
        notice.again = model.notice && model.notice->sentence == notice.sentence && !model.notice->again;
        model.notice = std::move(notice);
    }
};

} // namespace tcpstage::model
