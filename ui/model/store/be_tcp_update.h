#pragma once
// What happens to the model when a person is the TCP of one end: a segment is put together, sent, or waited instead.
// Private to this folder.

#include "ui/model/store/question_update.h"

namespace tcpstage::model {

/// A key of the board on which the segment is put together: see takes().
Where draftKey(Change& change, char key);
/// The person gives up: what TCP sends here, and why.
void showRightDraft(Change& change);
/// What the peer would have made of an illegal segment has been found out.
void hearPeer(Change& change, const PeerReplied& replied);

} // namespace tcpstage::model
