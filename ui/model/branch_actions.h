#pragma once
// What somebody who asks "what if?" does to the model.

#include "core/run/branch.h"
#include "ui/model/branches.h"

#include <string>

namespace tcpstage::model {

struct MakeCall { // what if its user made this call now?
    trace::Side side;
    trace::Call call;
    Bytes data{};                      // of a send; empty: a hundred octets
    std::uint32_t octets = UINT32_MAX; // of a read: at most
};
struct EditTransit { // what if somebody on the way edited it?
    trace::TransitId transit;
    sim::Edit edit;
};
struct SetTcpOption { // what if it were so from the beginning?
    trace::Side side;
    std::string name;
    std::string value;
};
struct WriteDraft { // what stands in the text of the shown one; it is kept as it is
    TextPtr text;   // empty: the text is unchanged
};
struct WriteLesson { // the run on the stage follows its text; it has no mistakes
    std::string yaml;
};
struct SetNetwork { // what if the network were like this from now on?
    std::array<sim::LinkSettings, 2> links;
};
struct ShowBranch {
    std::size_t number; // 0: the lesson
};
struct CloseBranch {
    std::size_t number;
};
struct CompareBranches { // side by side
    std::size_t first;
    std::size_t second;
};
struct RenameBranch {
    std::size_t number;
    std::string name;
};

} // namespace tcpstage::model
