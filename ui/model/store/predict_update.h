#pragma once
// What happens to the model when somebody predicts. Private to update.cpp.

#include "ui/model/action.h"

namespace tcpstage {

class PredictUpdate {
public:
    PredictUpdate(Model& model, std::vector<Request>& requests) : model_{model}, requests_{requests} {}

    /// Each answers where the stage should go; empty: it stays, or nothing was done.
    using Where = std::optional<StageTime>;

    Where toggle();
    /// Before Esc means something else. False: nothing was there to leave.
    bool leave();
    /// The next step is wanted: to the question before it, or the answer is shown. Empty: an ordinary step.
    Where next();
    Where answer(std::size_t choice);
    Where key(char key);
    void obey(Command command);
    /// What the peer would have made of an illegal segment.
    void hear(std::uint64_t ticket, const OwnedText& reply);
    Where choose(AskFor asks);
    /// Somebody is the TCP of this end, or no longer.
    Where be(Side side);
    /// On the way from one time to another: where a question stops it.
    StageTime limit(StageTime from, StageTime to) const;
    /// After anything has happened: does a question stand now?
    void settle();
    void forget();
    /// To the moment of an answer.
    Where revisit(std::size_t answer) const;
    void save(const std::string& path);

private:
    struct Coming {
        RecordId step;
        StageTime before; // just before it
    };
    Prediction& now() { return model_.prediction; }
    std::optional<Coming> coming(StageTime time) const;
    std::shared_ptr<const Question> questionAt(RecordId step) const;
    Where answered(std::string given, std::optional<Verdict> verdict, std::string right = {});
    // play_update.cpp
    std::optional<PlayTurn> turn() const;
    std::optional<Draft> drafted() const;
    Where draft(char key);
    Where send();
    Where wait();
    Where ruled(Ruling ruling, std::string given);
    void askPeer(const PlayTurn& turn, std::optional<Draft> draft);
    void give();
    Where type(char key);
    void count(char key);
    const Text* obstacle() const;
    void clear();

    Model& model_;
    std::vector<Request>& requests_;
};

} // namespace tcpstage
