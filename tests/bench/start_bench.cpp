// Measures the time from process start to the first painted frame, for our window and a bare QMainWindow in turn, each
// in its own process. Needs a display, or QT_QPA_PLATFORM=offscreen. Argument: rounds (default 9).

#include "ui/widgets/open_window.h"

#include "core/compare/compare.h"
#include <QApplication>
#include <QElapsedTimer>
#include <QMainWindow>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace {

constexpr double target = 2.5;
constexpr const char* bareWord = "--bare";
constexpr const char* oursWord = "--ours";

/// The clock that all processes of the machine share.
qint64 nowNs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<qint64>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

/// Prints the time when the first paint of a main window is on the screen, and ends the program.
class FirstFrame : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (event->type() != QEvent::Paint || !widget || !qobject_cast<QMainWindow*>(widget->window())) return false;
        QTimer::singleShot(0, qApp, [] { // after the paint has been flushed
            std::printf("%lld\n", static_cast<long long>(nowNs()));
            std::fflush(stdout);
            std::_Exit(0);
        });
        return false;
    }
};

void watchFirstFrame()
{
    if (QCoreApplication::arguments().contains(QLatin1String{bareWord}) ||
        QCoreApplication::arguments().contains(QLatin1String{oursWord}))
        qApp->installEventFilter(new FirstFrame{qApp});
}

int openBare(int& argc, char** argv)
{
    QApplication application{argc, argv};
    QMainWindow window;
    window.resize(1440, 900);
    window.show();
    return QApplication::exec();
}

double milliseconds(const QString& program, const char* which)
{
    QProcess process;
    const qint64 start = nowNs();
    process.start(program, {QLatin1String{which}});
    const bool ended = process.waitForFinished(20'000);
    const QByteArray painted = process.readAllStandardOutput().trimmed();
    if (!ended || painted.isEmpty()) {
        std::fprintf(stderr, "no frame was painted (%s): is there a display?\n%s", which,
                     process.readAllStandardError().constData());
        std::exit(2);
    }
    return static_cast<double>(painted.toLongLong() - start) / 1e6;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

int compare(int argc, char** argv)
{
    QCoreApplication application{argc, argv};
    const QTemporaryDir home; // a home folder without settings
    qputenv("XDG_CONFIG_HOME", home.path().toLocal8Bit());
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 9;
    const QString program = QCoreApplication::applicationFilePath();
    milliseconds(program, bareWord); // warm-up: after this the files are in the page cache
    milliseconds(program, oursWord);
    std::vector<double> bare;
    std::vector<double> ours;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        bare.push_back(milliseconds(program, bareWord));
        ours.push_back(milliseconds(program, oursWord));
        ratios.push_back(ours.back() / bare.back());
    }
    std::printf("start to first painted frame, %d pairs         best     median\n", rounds);
    std::printf("  bare QMainWindow                       %8.1f   %8.1f ms\n",
                *std::min_element(bare.begin(), bare.end()), median(bare));
    std::printf("  TCP Stage                              %8.1f   %8.1f ms\n",
                *std::min_element(ours.begin(), ours.end()), median(ours));
    std::printf("  ratio, at most %.1f                     %8.2f   %8.2f\n", target,
                *std::min_element(ratios.begin(), ratios.end()), median(ratios));
    return 0;
}

} // namespace

Q_COREAPP_STARTUP_FUNCTION(watchFirstFrame)

int main(int argc, char** argv)
{
    if (argc > 1 && std::strcmp(argv[1], bareWord) == 0) return openBare(argc, argv);
    if (argc > 1 && std::strcmp(argv[1], oursWord) == 0) return tcpstage::widgets::openWindow(argc, argv, {});
    return compare(argc, argv);
}
