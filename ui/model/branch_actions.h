#pragma once
// Actions that make or change branches ("what if?").

#include "core/run/branch.h"
#include "ui/model/branches.h"

#include <string>

namespace tcpstage::model {

struct MakeCall { // the user of an end makes a call now
    trace::Side side;
    trace::Call call;
    Bytes data{};                      // for a send; empty: 100 octets of the pattern
    std::uint32_t octets = UINT32_MAX; // for a read: at most this many octets
};
struct EditTransit { // a middlebox edits the segment
    trace::TransitId transit;
    sim::Edit edit;
};
struct SetTcpOption { // an option of an end, from the beginning
    trace::Side side;
    std::string name;
    std::string value;
};
struct WriteDraft { // keeps the edited text of the shown branch
    TextPtr text;   // empty: not edited
};
struct WriteLesson { // runs the edited text, which is valid
    std::string yaml;
};
struct SetNetwork { // the network from now on
    std::array<sim::LinkSettings, 2> links;
};
struct ShowBranch {
    std::size_t number; // 0: the lesson
};
struct CloseBranch {
    std::size_t number;
};
struct CompareBranches { // shows two branches side by side
    std::size_t first;
    std::size_t second;
};
struct RenameBranch {
    std::size_t number;
    std::string name;
};

} // namespace tcpstage::model
