// Checks that the window keeps 60 frames per second while real sockets exchange 2,000 segments per second. Needs a
// display, or QT_QPA_PLATFORM=offscreen, and a machine on which the wire works.

#include "ui/model/store/store.h"
#include "ui/paint/painter.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/services.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

namespace {

using namespace tcpstage;

/// 1,000 data segments per second and an ACK for each.
constexpr const char* many = "title: {en: Many segments, zh: 很多报文段}\n"
                             "endpoints:\n"
                             "  client: {address: 10.0.0.1, port: 49152, iss: 100}\n"
                             "  server: {address: 10.0.0.2, port: 80, iss: 300}\n"
                             "network: {forth: {delay: 5 ms, rate: 8320 kbit/s}, back: {delay: 5 ms}}\n"
                             "tcp: {mss: 1000}\n"
                             "steps:\n"
                             "  - server: listen\n"
                             "  - client: connect\n"
                             "  - wait: [client ESTABLISHED, server ESTABLISHED]\n"
                             "  - client: send 3000000\n"
                             "  - wait: 3 s\n"
                             "  - client: send 3000000\n"
                             "  - wait: 3 s\n"
                             "  - client: send 3000000\n"
                             "  - wait: 3 s\n"
                             "  - client: send 3000000\n"
                             "  - wait: 3 s\n";

/// The processor time of this thread, in ms.
double worked()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Collects the time between frames and the processor time of each frame. A frame is a paint of the ladder.
class Frames : public QObject {
public:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) tick();
        return QObject::eventFilter(watched, event);
    }
    void tick()
    {
        const double now = worked();
        if (clock_.isValid()) {
            times_.push_back(static_cast<double>(clock_.nsecsElapsed()) / 1e6);
            work_.push_back(now - worked_);
        }
        worked_ = now;
        clock_.start();
    }
    void print(double seconds, std::size_t segments)
    {
        const std::size_t third = work_.size() / 3; // to check that a frame costs no more when the run has become long
        std::vector<double> first{work_.begin(), work_.begin() + static_cast<std::ptrdiff_t>(third)};
        std::vector<double> last{work_.end() - static_cast<std::ptrdiff_t>(third), work_.end()};
        for (std::vector<double>* list : {&times_, &work_, &first, &last})
            std::ranges::sort(*list);
        const auto of = [](const std::vector<double>& list, double part) {
            return list.empty() ? 0.0 : list[static_cast<std::size_t>(part * static_cast<double>(list.size() - 1))];
        };
        const auto at = [&](double part) { return of(times_, part); };
        const auto late = std::ranges::count_if(times_, [](double time) { return time > 25; });
        std::printf("  segments per second                %10.0f\n", static_cast<double>(segments) / seconds);
        std::printf("  frames per second                  %10.1f   >= 60\n",
                    static_cast<double>(times_.size()) / seconds);
        std::printf("  between two frames, median         %10.1f ms\n", at(0.5));
        std::printf("  between two frames, 99th of 100    %10.1f ms\n", at(0.99));
        std::printf("  between two frames, longest        %10.1f ms\n", at(1));
        std::printf("  work for a frame, median           %10.1f ms\n", of(work_, 0.5));
        std::printf("  work for a frame, 99th of 100      %10.1f ms\n", of(work_, 0.99));
        std::printf("  work for a frame, longest          %10.1f ms\n", of(work_, 1));
        std::printf("  median of the first third, last    %10.1f ms, %.1f ms\n", of(first, 0.5), of(last, 0.5));
        std::printf("  frames that came late (over 25 ms) %10lld of %zu\n", static_cast<long long>(late),
                    times_.size());
    }

private:
    QElapsedTimer clock_;
    std::vector<double> times_;
    std::vector<double> work_;
    double worked_ = 0;
};

} // namespace

int main(int argc, char** argv)
{
    QApplication application{argc, argv};
    paint::chooseFonts();
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("many.yaml"));
    QFile file{path};
    if (!file.open(QIODevice::WriteOnly)) return 1;
    file.write(many);
    file.close();
    QSettings settings{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    model::Store store{model::Model{}, widgets::programServices(settings)};
    store.dispatch(model::OpenSource{path.toStdString()});
    store.settle();
    widgets::MainWindow window{store, settings};
    window.resize(1920, 1080);
    window.show();
    Frames frames;
    window.stage().ladderCanvas().installEventFilter(&frames);
    QElapsedTimer all;
    QObject::connect(&store, &model::Store::changed, [&](const model::Model& before) {
        const bool began = store.model().live && store.model().live->stage == model::LivePlay::Stage::Running;
        if (began && !all.isValid() && store.model().staged->trace().transits().size() > 100) all.start();
        if (before.live && before.live->goesOn() && !(store.model().live && store.model().live->goesOn()))
            QApplication::quit();
    });
    store.dispatch(model::StartLive{path.toStdString(), false, {}});
    QTimer::singleShot(30'000, &application, &QApplication::quit);
    QApplication::exec();
    if (store.model().notice) std::printf("  %s\n", store.model().notice->sentence.en.c_str());
    if (!all.isValid()) return 1;
    std::printf("the window while real sockets are played\n");
    frames.print(static_cast<double>(all.elapsed()) / 1000, store.model().staged->trace().transits().size());
    return 0;
}
