#pragma once
// One end is played by a person: composes a segment, and sends it or waits. Private to this folder.

#include "ui/model/store/question_update.h"

namespace tcpstage::model {

/// A key of the board for composing the segment: see takes().
Where draftKey(Change& change, char key);
/// The player gives up: shows what TCP sends here, and why.
void showRightDraft(Change& change);
/// The peer's reply to an illegal segment is known.
void hearPeer(Change& change, const PeerReplied& replied);

} // namespace tcpstage::model
