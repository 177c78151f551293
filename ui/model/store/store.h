#pragma once
// Holds the one model, feeds it actions and runs what it asks for; long work goes to a worker. The only QObject of the
// model.

#include "ui/model/action.h"
#include "ui/model/playback.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

namespace tcpstage::model {

/// What the store needs from the world; a test gives its own.
struct Services {
    std::function<Result<StagedRunPtr>(const LoadSource&, std::stop_token)> load; // on a worker
    std::function<Result<void>(const WriteStage&)> write;                         // on a worker
    std::function<Result<void>(const SaveRunTo&)> save;                           // on a worker
    std::function<void(const Model&)> remember;
    LiveStarter live{};                                  // real sockets; none: not here
    std::function<Result<void>(const WriteText&)> put{}; // on a worker
    // Unsaved work, one after another on a worker of its own; none: it is kept in memory only.
    std::function<Result<void>(const Work&)> keep{};
    std::function<void(const std::string& source)> discard{};
    /// Of a source that was told, or cannot be (the story is empty).
    std::function<Recalled(const LoadSource&, const StagedRunPtr&, std::stop_token)> recall{};
};

class Store : public QObject {
    Q_OBJECT

public:
    Store(Model start, Services services, QObject* parent = nullptr);
    ~Store() override;

    const Model& model() const { return model_; }
    void dispatch(const Action& action);
    /// Waits for the workers and dispatches what they found.
    void settle();
    /// Writes down at once what is to be kept, and waits for it: the program ends.
    void keepAll();

Q_SIGNALS:
    /// The model is another one now.
    void changed(const model::Model& before);

private:
    void fulfil(const Request& request);
    void load(const LoadSource& request);
    void ask(const AskPeer& request);
    void begin(const BeginLive& request);
    /// Soon: much may follow. At once where the lesson is left.
    void keep(const KeepWork& request);
    void keepWaiting();
    void discard(const DiscardWork& request);
    /// The story with the work that was kept; the work alone where there is no story.
    Action loadedWith(const LoadSource& request, Result<StagedRunPtr> staged, const std::stop_token& stop);
    /// Writes a file by a worker and says how it went.
    void write(std::function<Result<void>()> work, const std::string& path);
    /// Dispatches in the thread of the window.
    void post(Action action);
    /// One after another, and tells of it once.
    void dispatchAll(const std::vector<Action>& actions);
    /// A frame of the film: what has happened meanwhile, and the time that went by.
    void frame(std::chrono::nanoseconds time);
    /// From any thread. Only the latest news waits, for it says all that those before it did.
    void hear(LiveNews news);
    std::optional<LiveNews> latestNews();
    void wakeForNews();

    Model model_;
    Services services_;
    Playback playback_;
    QThreadPool workers_;
    QThreadPool keeper_;
    QTimer keeping_;               // since something has been waiting
    std::vector<WorkPtr> waiting_; // to be kept
    bool keepsInVain_ = false;     // it was said
    std::stop_source loading_;     // of what a worker tells now
    std::stop_source asking_;      // of a peer's reply that a worker finds out
    std::mutex newsMutex_;
    std::optional<LiveNews> news_; // that nobody has seen
    std::unique_ptr<LiveLink> live_;
};

} // namespace tcpstage::model
