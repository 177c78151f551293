#pragma once
// One connection of this machine and its trace, made of what the kernel reports. Private to this folder.

#include "core/capture/list/listing.h"
#include "core/live/clocks.h"
#include "core/live/diagnosis.h"
#include "core/live/observe/observer.h"
#include "core/run/saved_run.h"

namespace tcpstage::live {

/// Left is the end with the higher port, which opened it most likely.
class SampledConnection {
public:
    SampledConnection(const FourNumbers& ends, std::uint32_t number);
    SampledConnection(const SampledConnection&) = delete;
    SampledConnection& operator=(const SampledConnection&) = delete;

    const FourNumbers& ends() const { return ends_; }
    bool over() const { return over_; }
    /// Asks the kernel. Whether it says something new.
    bool sample(Diagnosis& diagnosis);
    /// `since`: the machine's time from which others are counted too. No packets: they are not seen.
    capture::Connection summary(std::int64_t since) const;
    run::LessonRun lesson_run() const;

private:
    std::array<trace::EndpointInfo, 2> endpoints() const;
    bool ask(Diagnosis& diagnosis, trace::Side side);
    void take(trace::Side side, const TcpInfo& tcp_info);

    FourNumbers ends_; // as the left end has them
    std::uint32_t number_;
    trace::Trace trace_;
    Observer observer_;
    std::array<std::optional<TcpInfo>, 2> seen_{};      // empty: the end is on another machine, or was not seen
    std::array<std::optional<TcpInfo>, 2> first_{};     // its counters then
    std::array<std::optional<TcpInfo>, 2> last_info_{}; // the last with counters
    bool over_ = false;
};

} // namespace tcpstage::live
