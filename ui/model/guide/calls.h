#pragma once
// The calls that the application of an end can make at a moment: what each does, and why one is impossible now.

#include "core/trace/record.h"
#include "ui/model/model.h"

namespace tcpstage::model {

/// One line: what the call does, of TCP or of UDP.
Text doesOf(trace::Call call, bool udp = false);
/// Why the call would fail at the present moment of the stage (RFC 9293 sections 3.10.1 to 3.10.5); empty if it is
/// possible, or if two runs or a script on this side are on the stage.
std::optional<OwnedText> obstacleTo(const Model& model, trace::Side side, trace::Call call);

} // namespace tcpstage::model
