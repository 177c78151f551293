#pragma once
// The sentence in the bar above the stage, and when it leaves: an answer to an action goes with the next action, a
// problem of a run with the run; all others stay until another one comes or they are dismissed.

#include "core/base/text.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tcpstage::model {

/// The action of a notice's button.
enum class Offer : std::uint8_t { None, StartAfresh, Continue, Reload, Undo };

struct Notice {
    OwnedText sentence;
    bool problem = false;
    Offer offer = Offer::None;
    std::string source{}; // the lesson that the button opens
    bool again = false;   // changes when the same sentence is said once more
    bool passing = false; // it answers an action, and leaves with the next one
};

/// An answer to an action of the window.
inline Notice answer(const Text& sentence, bool problem = false)
{
    return {{std::string{sentence.en}, std::string{sentence.zh}}, problem, Offer::None, {}, false, true};
}

/// Sentences that were in the bar, newest first.
using Messages = std::shared_ptr<const std::vector<OwnedText>>;

// Its actions.
struct Announce {
    Notice notice;
};
struct DismissNotice {
    OwnedText only{}; // not empty: only if it says this
};

} // namespace tcpstage::model
