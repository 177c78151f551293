#pragma once
// The TCP connections of this machine as they are now, with the process of each: for a list from which one is chosen.

#include "core/live/explain.h"
#include "core/live/watch/target.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace tcpstage::live {

struct PresentConnection {
    PresentSocket socket;
    std::uint32_t process = 0; // its number; 0: another user's, or none any more
    std::string program;       // its name
};

/// But those in TIME-WAIT and those that are being opened by a peer. Errors: the kernel cannot be asked.
Result<std::vector<PresentConnection>> present_connections();

/// Lists them every second in a thread of its own, until it is destroyed.
class PresentList {
public:
    struct News {
        std::vector<PresentConnection> connections;
        std::optional<Error> failure;   // the kernel cannot be asked
        bool knows_dumpcap = false;     // whether dumpcap may be used for them
        std::optional<Trouble> refused; // why it may not
    };
    using Listener = std::function<void(News)>; // called in that thread

    explicit PresentList(Listener listener);
    ~PresentList();
    PresentList(const PresentList&) = delete;
    PresentList& operator=(const PresentList&) = delete;

private:
    void work();

    Listener listener_;
    std::mutex mutex_;
    std::condition_variable leaves_;
    bool left_ = false;
    std::thread thread_;
};

} // namespace tcpstage::live
