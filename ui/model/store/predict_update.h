#pragma once
// What happens to the model when somebody predicts. Private to update.cpp.

#include "ui/model/action.h"

namespace tcpstage::model {

class PredictUpdate {
public:
    PredictUpdate(Model& model, std::vector<Request>& requests) : model_{model}, requests_{requests} {}

    /// Each answers where the stage should go; empty: it stays, or nothing was done.
    using Where = std::optional<scene::StageTime>;

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
    Where be(trace::Side side);
    /// On the way from one time to another: where a question stops it.
    scene::StageTime limit(scene::StageTime from, scene::StageTime to) const;
    /// After anything has happened: does a question stand now?
    void settle();
    void forget();
    /// To the moment of an answer.
    Where revisit(std::size_t answer) const;
    void save(const std::string& path);

private:
    struct Coming {
        trace::RecordId step;
        scene::StageTime before; // just before it
    };
    Prediction& now() { return model_.prediction; }
    std::optional<Coming> coming(scene::StageTime time) const;
    std::shared_ptr<const predict::Question> questionAt(trace::RecordId step) const;
    Where answered(std::string given, std::optional<predict::Verdict> verdict, std::string right = {});
    // play_update.cpp
    std::optional<be_tcp::PlayTurn> turn() const;
    std::optional<be_tcp::Draft> drafted() const;
    Where draft(char key);
    Where send();
    Where wait();
    Where ruled(be_tcp::Ruling ruling, std::string given);
    void askPeer(const be_tcp::PlayTurn& turn, std::optional<be_tcp::Draft> draft);
    void give();
    Where type(char key);
    void count(char key);
    const Text* obstacle() const;
    void clear();

    Model& model_;
    std::vector<Request>& requests_;
};

} // namespace tcpstage::model
