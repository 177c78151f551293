#include "core/live/watch/present.h"

#include "core/live/dumpcap.h"
#include "core/live/watch/processes.h"

#include <cerrno>

namespace tcpstage::live {

namespace {

constexpr std::chrono::seconds between_lists{1};

} // namespace

Result<std::vector<PresentConnection>> present_connections()
{
    Diagnosis diagnosis;
    if (!diagnosis.open()) return tl::unexpected<Error>{Trouble{Stage::Diagnosis, errno}.error()};
    const auto by_inode = processes_by_socket();
    std::vector<PresentConnection> all;
    for (const PresentSocket& socket : diagnosis.connections()) {
        PresentConnection connection{socket, 0, {}};
        if (const auto found = by_inode.find(socket.inode); found != by_inode.end()) {
            connection.process = found->second;
            connection.program = name_of_process(found->second);
        }
        all.push_back(std::move(connection));
    }
    return all;
}

PresentList::PresentList(Listener listener) : listener_{std::move(listener)}, thread_{[this] { work(); }} {}

PresentList::~PresentList()
{
    {
        const std::scoped_lock lock{mutex_};
        left_ = true;
    }
    leaves_.notify_one();
    thread_.join();
}

void PresentList::work()
{
    News news;
    const auto report = [&] {
        auto connections = present_connections();
        news.failure = connections ? std::nullopt : std::optional{connections.error()};
        news.connections = connections ? std::move(*connections) : std::vector<PresentConnection>{};
        listener_(news);
    };
    report();
    {
        Dump dump;
        news.refused = dump.start("tcp port 9"); // the discard port: no traffic is expected
        news.knows_dumpcap = true;
    }
    std::unique_lock lock{mutex_};
    while (!left_) {
        lock.unlock();
        report();
        lock.lock();
        leaves_.wait_for(lock, between_lists, [this] { return left_; });
    }
}

} // namespace tcpstage::live
