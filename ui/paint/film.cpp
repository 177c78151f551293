#include "ui/paint/film.h"

#include "core/base/say.h"
#include "ui/paint/painter.h"
#include "ui/scene/words/caption.h"
#include "ui/scene/words/reading.h"

#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>

namespace tcpstage::paint {

namespace {

constexpr double shortWait = 0.8;                         // seconds at a step without a note
constexpr double lastWait = 2;                            // seconds more at the end
constexpr qint64 mostWaiting = qint64{64} << 20;          // octets that ffmpeg has not taken yet
constexpr std::size_t largestFilm = std::size_t{4} << 30; // octets
constexpr int patience = 200;                             // ms until the progress is asked again

QString endingOf(const std::string& path) { return QFileInfo{QString::fromStdString(path)}.suffix().toLower(); }

double waitAt(const scene::StagedRun& staged, scene::StageTime time, const scene::DisplayOptions& display)
{
    QString text;
    bool noted = false;
    for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
        if (which == 1 && !staged.beside) break;
        const scene::Caption said = scene::caption(staged.half(which), time, display);
        noted = noted || said.noted;
        text += said.title + u' ' + said.text + u' ';
    }
    return noted ? scene::readingSeconds(text) : shortWait;
}

/// ffmpeg, which gets frames and makes a file of them.
class Encoder {
public:
    Encoder(const QString& program, const QStringList& arguments)
    {
        process_.setStandardOutputFile(QProcess::nullDevice());
        process_.start(program, arguments);
        process_.waitForStarted();
    }
    ~Encoder()
    {
        process_.kill();
        process_.waitForFinished();
    }
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;

    /// False: ffmpeg has ended.
    bool take(const QByteArray& frame, const std::function<bool()>& goesOn)
    {
        process_.write(frame);
        while (process_.bytesToWrite() > mostWaiting && running() && goesOn())
            process_.waitForBytesWritten(patience);
        return running();
    }
    /// False: cancelled. Then see error().
    bool finish(const std::function<bool()>& goesOn)
    {
        process_.closeWriteChannel();
        while (running()) {
            if (!goesOn()) return false;
            process_.waitForFinished(patience);
        }
        return true;
    }
    /// The last line that it said; empty if all is well.
    QString error()
    {
        if (process_.exitStatus() == QProcess::NormalExit && process_.exitCode() == 0 &&
            process_.error() != QProcess::FailedToStart)
            return {};
        const QStringList lines = QString::fromUtf8(process_.readAllStandardError()).split(u'\n', Qt::SkipEmptyParts);
        return lines.isEmpty() ? process_.errorString() : lines.last().trimmed();
    }

private:
    bool running() const { return process_.state() != QProcess::NotRunning; }

    QProcess process_;
};

/// The frames of a film, each painted only if it differs from the one before.
class Camera {
public:
    Camera(const scene::StagedRun& staged, const Picture& picture)
        : staged_{staged}, picture_{picture}, image_{picture.size.toSize(), QImage::Format_RGB32}
    {}

    bool ready() const { return !image_.isNull(); }
    const QByteArray& frame(scene::StageTime time)
    {
        if (!octets_.isEmpty() && time == picture_.time) return octets_;
        picture_.time = time;
        QPainter painter{&image_};
        paint(painter, sceneOf(staged_, picture_), Theme::named(picture_.theme));
        painter.end();
        octets_ = QByteArray{reinterpret_cast<const char*>(image_.constBits()), image_.sizeInBytes()};
        return octets_;
    }

private:
    const scene::StagedRun& staged_;
    Picture picture_;
    QImage image_;
    QByteArray octets_;
};

QStringList inputOf(QSize size, int framesPerSecond)
{
    return QStringLiteral("-hide_banner -loglevel error -y -f rawvideo -pix_fmt bgr0 -s %1x%2 -r %3 -i pipe:0")
        .arg(size.width())
        .arg(size.height())
        .arg(framesPerSecond)
        .split(u' ');
}

QStringList outputOf(const QString& ending, const QString& palette)
{
    if (ending == QLatin1String("gif"))
        return QStringList{QStringLiteral("-i"), palette} +
               QStringLiteral("-lavfi paletteuse=dither=none:diff_mode=rectangle -loop 0").split(u' ');
    const QString even = QStringLiteral("-vf pad=ceil(iw/2)*2:ceil(ih/2)*2 -pix_fmt yuv420p "); // as the codecs want
    if (ending == QLatin1String("webm"))
        return (even + QStringLiteral("-c:v libvpx-vp9 -crf 30 -b:v 0 -deadline good -cpu-used 5 -row-mt 1"))
            .split(u' ');
    return (even + QStringLiteral("-c:v libx264 -crf 20 -preset fast -movflags +faststart")).split(u' ');
}

tl::unexpected<Error> failed(const std::string& path, const QString& why)
{
    return fail(say({"ffmpeg could not make the film: {}", "ffmpeg 没能做出影片：{}"}, why.toStdString()), {path, 0, 0},
                {"try another size or .gif, .mp4 or .webm", "请换一个尺寸，或换成 .gif、.mp4、.webm 中的另一种"});
}

class FilmMaker {
public:
    FilmMaker(const scene::StagedRun& staged, const Picture& picture, const Steps& steps, int framesPerSecond,
              const std::string& path, const Progress& progress)
        : staged_{staged}, steps_{steps}, framesPerSecond_{framesPerSecond}, path_{path}, progress_{progress},
          ending_{endingOf(path)}, size_{picture.size.toSize()}, camera_{staged, picture}, reel_{staged,
                                                                                                 picture.display, steps,
                                                                                                 framesPerSecond}
    {}

    /// The octets of the film; empty: cancelled.
    Result<std::string> film()
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
        if (program.isEmpty())
            return fail(
                {"a film needs the program ffmpeg, which is not there", "输出影片需要 ffmpeg 程序，本机没有"},
                {path_, 0, 0},
                {"install ffmpeg, or write a page that plays: .html", "请安装 ffmpeg，或输出可播放的网页：.html"});
        if (!camera_.ready() || !folder_.isValid())
            return fail({"there is no room for the frames of this film", "没有空间存放影片的画面"}, {path_, 0, 0},
                        {"choose a smaller --size", "请选小一些的 --size"});
        const QString palette = folder_.filePath(QStringLiteral("palette.png"));
        if (ending_ == QLatin1String("gif")) {
            const auto done =
                encode(program, QStringList{QStringLiteral("-vf"), QStringLiteral("palettegen"), palette}, true);
            if (!done) return tl::unexpected{done.error()};
            if (*done == Finished::Cancelled) return std::string{};
        }
        const QString file = folder_.filePath(QStringLiteral("film.") + ending_);
        const auto done = encode(program, outputOf(ending_, palette) + QStringList{file}, false);
        if (!done) return tl::unexpected{done.error()};
        if (*done == Finished::Cancelled) return std::string{};
        return read_whole_file(file.toStdString(), {largestFilm});
    }

private:
    /// All frames, or, for their colours, one of each step.
    Result<Finished> encode(const QString& program, const QStringList& output, bool onlySteps)
    {
        Encoder encoder{program, inputOf(size_, framesPerSecond_) + output};
        std::size_t done = 0;
        bool wanted = true;
        const auto goesOn = [&] {
            wanted = wanted && (!progress_ || progress_(onlySteps ? 0 : done, reel_.frames()));
            return wanted;
        };
        const std::size_t count = onlySteps ? steps_.count() : reel_.frames();
        for (; done < count; ++done) {
            if (!goesOn()) return Finished::Cancelled;
            const scene::StageTime time = onlySteps ? timeOf(staged_, steps_.first + done) : reel_.time(done);
            if (!encoder.take(camera_.frame(time), goesOn)) break;
        }
        if (!wanted || !encoder.finish(goesOn)) return Finished::Cancelled;
        if (const QString why = encoder.error(); !why.isEmpty()) return failed(path_, why);
        return Finished::All;
    }

    const scene::StagedRun& staged_;
    Steps steps_;
    int framesPerSecond_;
    const std::string& path_;
    const Progress& progress_;
    QString ending_;
    QSize size_;
    Camera camera_;
    Reel reel_;
    QTemporaryDir folder_;
};

} // namespace

bool isFilm(const std::string& path)
{
    return QStringList{QStringLiteral("gif"), QStringLiteral("mp4"), QStringLiteral("webm")}.contains(endingOf(path));
}

int usualFrames(const std::string& path) { return endingOf(path) == QLatin1String("gif") ? 10 : 30; }

Reel::Reel(const scene::StagedRun& staged, const scene::DisplayOptions& display, const Steps& steps,
           int framesPerSecond)
{
    const auto framesIn = [&](double seconds) {
        return static_cast<std::size_t>(std::llround(seconds * framesPerSecond));
    };
    scene::StageTime from = steps.first == 1 ? scene::StageTime{} : timeOf(staged, steps.first - 1);
    for (std::size_t step = steps.first; step <= steps.last; ++step) {
        const scene::StageTime to = timeOf(staged, step);
        const std::size_t moving = framesIn(scene::seconds(to - from));
        stretches_.push_back({frames_, from, to, moving});
        frames_ += std::max<std::size_t>(moving + framesIn(waitAt(staged, to, display)), 1);
        from = to;
    }
    frames_ += framesIn(lastWait);
}

scene::StageTime Reel::time(std::size_t frame) const
{
    const auto next = std::ranges::upper_bound(stretches_, frame, {}, &Stretch::first);
    const Stretch& stretch = *std::prev(next);
    const std::size_t since = frame - stretch.first;
    if (since >= stretch.moving) return stretch.to;
    const double way = static_cast<double>((stretch.to - stretch.from).count());
    return stretch.from +
           scene::StageTime{std::llround(way * static_cast<double>(since) / static_cast<double>(stretch.moving))};
}

Result<Finished> writeFilm(const scene::StagedRun& staged, const Picture& picture, const Steps& steps,
                           int framesPerSecond, const std::string& path, const Progress& progress, Special special)
{
    if (const auto fits = checkSize(picture.size); !fits) return tl::unexpected{fits.error()};
    const auto film = FilmMaker{staged, picture, steps, framesPerSecond, path, progress}.film();
    if (!film) return tl::unexpected{film.error()};
    if (film->empty()) return Finished::Cancelled;
    return write_whole_file(path, *film, special).map([] { return Finished::All; });
}

} // namespace tcpstage::paint
