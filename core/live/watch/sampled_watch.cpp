#include "core/live/watch/sampled_watch.h"

#include <algorithm>
#include <cerrno>

namespace tcpstage::live {

namespace {

constexpr std::chrono::milliseconds between_samples{5};
constexpr int samples_between_lists = 4;
constexpr std::size_t most_watched = 200;

} // namespace

Result<bool> SampledWatch::run()
{
    if (!diagnosis_.open()) return tl::unexpected<Error>{Trouble{Stage::Diagnosis, errno}.error()};
    if (options_.begins) options_.begins(*this, refused_);
    tick();
    io_.run();
    return finished_;
}

std::vector<OwnedText> SampledWatch::limits() const
{
    return {{"no segments are seen, only what the kernel reports every 5 ms: states between two reports, and those of "
             "an end on another machine, are inferred; sequence numbers are relative to the first",
             "看不到报文段，只有内核每 5 毫秒的报告：两次报告之间的状态，以及另一台机器上那一端的状态，都是推断的；"
             "序号从第一个算起"}};
}

void SampledWatch::tick()
{
    if (ticks_++ % samples_between_lists == 0) find();
    bool any = false;
    for (const auto& watched : all_)
        if (!watched->over() && watched->sample(diagnosis_)) any = true;
    if (any && options_.changed) options_.changed();
    const std::size_t until = options_.until;
    if (until != 0 && until <= all_.size() && all_[until - 1]->over()) {
        finished_ = true;
        return io_.stop();
    }
    timer_.expires_after(between_samples);
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) tick();
    });
}

/// Or its other end is, on this machine too.
bool SampledWatch::is_watched(const FourNumbers& ends) const
{
    return std::ranges::any_of(all_, [&](const auto& watched) {
        return !watched->over() && (watched->ends() == ends || watched->ends() == ends.turned());
    });
}

void SampledWatch::find()
{
    std::set<FourNumbers> present;
    for (const PresentSocket& socket : diagnosis_.connections()) {
        present.insert(socket.ends);
        if (known_.contains(socket.ends) || all_.size() == most_watched) continue;
        if (socket.inode != 0) known_.insert(socket.ends); // else its process is not known yet
        if (!target_.matches(socket) || is_watched(socket.ends)) continue;
        all_.push_back(std::make_unique<SampledConnection>(socket.ends, static_cast<std::uint32_t>(all_.size()) + 1));
        if (options_.found) options_.found(static_cast<std::uint32_t>(all_.size()), all_.back()->ends());
    }
    std::erase_if(known_, [&](const FourNumbers& ends) { return !present.contains(ends); });
}

} // namespace tcpstage::live
