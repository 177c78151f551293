#include "ui/widgets/common/end_signals.h"

#include <QSocketNotifier>
#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace tcpstage::widgets {

namespace {

constexpr std::array signals{SIGTERM, SIGHUP, SIGINT};
std::array<int, 2> ends{-1, -1}; // of a pipe: a signal handler may do little more than write

extern "C" void noteTheSignal(int)
{
    const char octet = 0;
    [[maybe_unused]] const auto written = ::write(ends[1], &octet, 1);
}

} // namespace

EndSignals::EndSignals(QObject* parent) : QObject{parent}
{
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return; // the signals end the program as usual
    auto* notifier = new QSocketNotifier{ends[0], QSocketNotifier::Read, this};
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        for (const int signal : signals)
            std::signal(signal, SIG_DFL); // a second signal ends at once
        Q_EMIT wanted();
    });
    for (const int signal : signals)
        std::signal(signal, noteTheSignal);
}

EndSignals::~EndSignals()
{
    for (const int signal : signals)
        std::signal(signal, SIG_DFL);
    for (int& end : ends) {
        if (end >= 0) ::close(end);
        end = -1;
    }
}

} // namespace tcpstage::widgets
