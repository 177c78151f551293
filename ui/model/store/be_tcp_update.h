#pragma once
// The user plays one end: composes a segment and sends it, or waits. Private to this folder.

#include "ui/model/store/question_update.h"

namespace tcpstage::model {

/// Handles a key of the board on which the segment is composed: see takes().
Where draftKey(Change& change, char key);
/// The user asks for the answer: shows what TCP sends here, and why.
/// What the played end has to send, "SYN seq 100", or "wait"; empty: it is not its turn.
std::string rightDraft(const Model& model);
void showRightDraft(Change& change);
/// Shows the peer's reply to an illegal segment; ignores a reply to an earlier one.
void hearPeer(Change& change, const PeerReplied& replied);

} // namespace tcpstage::model
