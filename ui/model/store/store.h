#pragma once
// Holds the model, applies actions to it and carries out its requests; long work runs on worker threads. The only
// QObject of the model.

#include "ui/model/action.h"
#include "ui/model/playback.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>

namespace tcpstage::model {

/// The services that the store needs; tests pass their own.
struct Services {
    std::function<Result<StagedRunPtr>(const LoadSource&, std::stop_token)> load; // on a worker
    std::function<Result<void>(const WriteStage&)> write;                         // on a worker
    std::function<Result<void>(const SaveRunTo&)> save;                           // on a worker
    std::function<void(const Model&)> remember;
    LiveStarter live{};                                  // live runs; empty: not available
    std::function<Result<void>(const WriteText&)> put{}; // on a worker
    // Unsaved work; called in order on a separate worker. Empty: work is kept in memory only.
    std::function<Result<void>(const Work&)> keep{};
    std::function<void(const std::string& source)> discard{};
    /// The kept work of a source that was loaded or could not be loaded (then the staged run is empty).
    std::function<Recalled(const LoadSource&, const StagedRunPtr&, std::stop_token)> recall{};
    // What is drawn by hand; called in order on the worker of unsaved work. Empty: it is in memory only.
    std::function<Result<std::vector<scene::PenStrokePtr>>(const DrawingPlace&)> readDrawing{};
    std::function<Result<void>(const KeepDrawing&)> keepDrawing{};
    std::function<bool(const std::string& address)> browse{}; // whether a browser opens; empty: there is none
    /// The hour in a file; empty: it is something else. On a worker.
    std::function<std::optional<Result<lesson::Hour>>(const std::string& path)> hour{};
    /// The connections of a capture; `progress` gets the part of the file that was read. On a worker of its own.
    std::function<Result<capture::Listing>(const std::string& path, std::stop_token,
                                           std::function<void(double)> progress)>
        list{};
};

class Store : public QObject {
    Q_OBJECT

public:
    Store(Model start, Services services, QObject* parent = nullptr);
    ~Store() override;

    const Model& model() const { return model_; }
    void dispatch(const Action& action);
    /// What is drawn on a lesson itself, as it was read or drawn; waits for the file. Empty: nothing, or not readable.
    scene::DrawingPtr drawnOn(const DrawingPlace& place);
    /// Waits for the workers and dispatches their results.
    void settle();
    /// Keeps unsaved work at once and waits for it; for the end of the program.
    void keepAll();

Q_SIGNALS:
    /// The model has changed.
    void changed(const model::Model& before);
    /// The stroke that is being drawn has grown, and nothing else has changed.
    void grown();

private:
    void fulfil(const Request& request);
    void load(const LoadSource& request);
    void ask(const AskPeer& request);
    void begin(const BeginLive& request);
    /// Keeps work after a short delay, because more changes may follow; at once if the lesson is left.
    void keep(const KeepWork& request);
    void keepWaiting();
    void read(const ReadDrawing& request);
    void keep(const KeepDrawing& request);
    void keepDrawings();
    void hearKept(const std::string& source, const OwnedText& problem);
    void discard(const DiscardWork& request);
    void browse(const Browse& request);
    void list(const ReadConnections& request);
    /// The action for a loaded run with its kept work, or for the work alone if the run could not be loaded.
    Action loadedWith(const LoadSource& request, Result<StagedRunPtr> staged, const std::stop_token& stop);
    /// Writes a file on a worker and reports the result.
    void write(std::function<Result<void>()> work, const std::string& path);
    /// Dispatches an action in the GUI thread; may be called from any thread.
    void post(Action action);
    /// Applies all actions, and emits changed() once.
    void dispatchAll(const std::vector<Action>& actions);
    /// An animation frame: applies the latest news and the elapsed time.
    void frame(std::chrono::nanoseconds time);
    /// May be called from any thread. Only the latest news is kept, because it includes all earlier ones.
    void hear(LiveNews news);
    std::optional<LiveNews> latestNews();
    void wakeForNews();

    Model model_;
    Services services_;
    Playback playback_;
    QThreadPool workers_;
    QThreadPool keeper_;
    QThreadPool lister_;
    QTimer keeping_;                                               // delay since the first change that waits
    std::vector<WorkPtr> waiting_;                                 // work to be kept
    std::map<DrawingPlace, scene::DrawingPtr> drawn_;              // and drawings
    bool drawsInVain_ = false;                                     // they cannot be kept, which was said
    std::optional<std::pair<std::string, OwnedText>> keepsInVain_; // a source, and the problem that was reported
    std::stop_source loading_;                                     // for the current load
    std::stop_source asking_;                                      // for the peer's reply that a worker computes
    std::stop_source listing_;                                     // for the connections of a capture
    std::mutex newsMutex_;
    std::optional<LiveNews> news_; // not applied yet
    std::unique_ptr<LiveLink> live_;
};

} // namespace tcpstage::model
