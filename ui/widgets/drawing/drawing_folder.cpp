#include "ui/widgets/drawing/drawing_folder.h"

#include "core/base/files.h"
#include "core/base/say.h"
#include "core/sources/capture_run.h"
#include "ui/model/catalogue.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

using Strokes = std::vector<scene::PenStrokePtr>;

constexpr int mostDrawingFiles = 9; // of one lesson: others cannot be read
constexpr int nameLength = 20;

bool holds(const Strokes& strokes, const scene::PenStroke& wanted)
{
    return std::ranges::any_of(strokes, [&](const scene::PenStrokePtr& stroke) { return stroke->isSame(wanted); });
}

/// A real run is another one each time: what is drawn on it stays in memory.
Strokes withoutRealRuns(const Strokes& strokes)
{
    Strokes kept;
    for (const scene::PenStrokePtr& stroke : strokes)
        if (!stroke->branch.starts_with("real ")) kept.push_back(stroke);
    return kept;
}

QString besideFile(const QString& path)
{
    const QFileInfo file{path};
    return file.absolutePath() + QLatin1Char{'/'} + file.completeBaseName();
}

bool isFile(const std::string& path) { return QFileInfo{QString::fromStdString(path)}.isFile(); }

/// A source in a file of that folder; a lesson of the program by its id.
std::string relativeTo(const QString& folder, const std::string& source)
{
    const std::string path = sources::path_in(source);
    if (!isFile(path)) return source;
    const QString absolute = QFileInfo{QString::fromStdString(path)}.absoluteFilePath();
    return QDir{folder}.relativeFilePath(absolute).toStdString() + source.substr(path.size());
}

scene::LessonDrawing* find(std::vector<scene::LessonDrawing>& drawings, const std::string& lesson)
{
    const auto found = std::ranges::find(drawings, lesson, &scene::LessonDrawing::lesson);
    return found == drawings.end() ? nullptr : &*found;
}

std::string keyOf(const std::string& path, const std::string& lesson) { return path + '\n' + lesson; }

} // namespace

/// In the folder of the program's data.
DrawingFolder::File DrawingFolder::ownFile(const std::string& source) const
{
    const QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(source), QCryptographicHash::Sha1);
    const QString name =
        model::findLesson(source) ? QString::fromStdString(source) : QString::fromLatin1(hash.toHex().left(nameLength));
    return {folder_ + QLatin1Char{'/'} + name, source};
}

DrawingFolder::File DrawingFolder::wantedFile(const model::DrawingPlace& place) const
{
    const std::string path = place.hour.empty() ? sources::path_in(place.source) : place.hour;
    if (!isFile(path)) return ownFile(place.source);
    const QString file = QString::fromStdString(path);
    return {besideFile(file), relativeTo(QFileInfo{file}.absolutePath(), place.source)};
}

DrawingFolder::Content DrawingFolder::contentOf(const File& file, std::optional<Error>& trouble)
{
    for (int number = 1; number <= mostDrawingFiles; ++number) {
        const QString which = number > 1 ? QStringLiteral("-%1").arg(number) : QString{};
        const QString path = file.begin + QStringLiteral(".drawing%1.json").arg(which);
        const std::string name = path.toStdString();
        if (!QFileInfo::exists(path)) return {name, {}};
        auto drawings = scene::readDrawingFile(name);
        if (drawings) return {name, std::move(*drawings)};
        if (!trouble) trouble = drawings.error();
    }
    return {};
}

Result<std::optional<Strokes>> DrawingFolder::strokesIn(const File& file)
{
    std::optional<Error> trouble;
    Content content = contentOf(file, trouble);
    scene::LessonDrawing* drawing = find(content.drawings, file.lesson);
    if (trouble && !drawing) return tl::unexpected{*trouble};
    if (!drawing) return std::optional<Strokes>{};
    seen_[keyOf(content.path, file.lesson)] = drawing->strokes;
    return std::optional{std::move(drawing->strokes)};
}

Result<Strokes> DrawingFolder::read(const model::DrawingPlace& place)
{
    const File wanted = wantedFile(place);
    auto beside = strokesIn(wanted);
    if (!beside) return tl::unexpected{beside.error()};
    if (*beside) return **beside;
    if (!place.hour.empty()) return read({place.source, {}});
    const File own = ownFile(place.source); // what could not be written beside the lesson
    if (own.begin == wanted.begin) return Strokes{};
    return strokesIn(own).map([](std::optional<Strokes> strokes) { return strokes.value_or(Strokes{}); });
}

Result<void> DrawingFolder::write(const File& file, const model::KeepDrawing& request)
{
    std::optional<Error> trouble;
    Content content = contentOf(file, trouble);
    if (content.path.empty()) return tl::unexpected{*trouble};
    Strokes strokes = withoutRealRuns(request.drawing ? request.drawing->strokes : Strokes{});
    Strokes& seen = seen_[keyOf(content.path, file.lesson)];
    scene::LessonDrawing* drawing = find(content.drawings, file.lesson);
    if (drawing)
        for (const scene::PenStrokePtr& theirs : drawing->strokes) // of another window
            if (!holds(seen, *theirs) && !holds(strokes, *theirs)) strokes.push_back(theirs);
    if (!drawing && strokes.empty() && request.place.hour.empty()) return {};
    if (!drawing) drawing = &content.drawings.emplace_back(scene::LessonDrawing{file.lesson});
    drawing->strokes = strokes;
    const bool nothing =
        std::ranges::all_of(content.drawings, [](const scene::LessonDrawing& each) { return each.strokes.empty(); });
    seen = strokes;
    if (nothing && request.place.hour.empty()) {
        QDir{}.remove(QString::fromStdString(content.path));
        return {};
    }
    const std::string text = scene::drawingText(content.drawings);
    ReadLimits limits;
    limits.most_bytes = scene::most_drawing_bytes;
    if (QFileInfo::exists(QString::fromStdString(content.path)))
        if (const auto now = read_whole_file(content.path, limits); now && *now == text) return {};
    return write_whole_file(content.path, text);
}

Result<void> DrawingFolder::keep(const model::KeepDrawing& request)
{
    const File wanted = wantedFile(request.place);
    const File own = ownFile(request.place.source);
    if (own.begin != wanted.begin && write(wanted, request)) return {};
    if (!QDir{}.mkpath(folder_))
        return fail(say({"what is drawn cannot be kept in {}: the folder cannot be made",
                         "批注无法保存在 {}：无法创建该文件夹"},
                        folder_.toStdString()),
                    {}, {"it is in this window only", "它只在此窗口中"});
    const Result<void> written = write(own, request);
    if (written) return {};
    return fail(say({"what is drawn cannot be kept: {}", "批注无法保存：{}"}, written.error().what), {},
                {"it is in this window only", "它只在此窗口中"});
}

} // namespace tcpstage::widgets
