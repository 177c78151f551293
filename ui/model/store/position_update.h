#pragma once
// Where the stage stands in its run, and how it goes elsewhere: step by step, from segment to segment, to causes and
// effects, or playing. Private to update.cpp.

#include "ui/model/store/predict_update.h"

namespace tcpstage::model {

class PositionUpdate {
public:
    PositionUpdate(Model& model, std::vector<Request>& requests) : model_{model}, requests_{requests} {}

    /// One of the commands that go somewhere, or play.
    void obey(Command command);
    /// At once, and nothing moves any more.
    void stand(scene::StageTime time);
    /// Glides there in `seconds` of real time, unless steps are not animated.
    void go(scene::StageTime time, double seconds);
    void go(const PredictUpdate::Where& where);
    /// Real time goes by while something moves.
    void elapse(double seconds);
    /// To what has just happened on real sockets.
    void goLive(scene::StageTime time);

private:
    PredictUpdate predict() { return {model_, requests_}; }
    scene::StageTime end() const { return model_.staged ? model_.staged->timeMap.end() : scene::StageTime{}; }
    void step(bool forward);
    void togglePlay();
    void segment(bool forward);
    void chain(trace::RecordId (*next)(const trace::Trace&, trace::RecordId));
    void glide(double seconds);

    Model& model_;
    std::vector<Request>& requests_;
};

} // namespace tcpstage::model
