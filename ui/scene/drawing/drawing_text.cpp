#include "ui/scene/drawing/drawing_text.h"

#include "core/base/files.h"
#include "core/base/say.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>

namespace tcpstage::scene {

namespace {

constexpr int version = 1;
constexpr double farthest = 1e7;  // of a coordinate: steps of the longest run
constexpr double thinnest = 0.01; // width of a point
constexpr std::size_t mostLessons = 200;
constexpr QLatin1String versionKey{"tcpstage-drawing"};
constexpr QLatin1String lessonsKey{"lessons"};
constexpr QLatin1String lessonKey{"lesson"};
constexpr QLatin1String strokesKey{"strokes"};
constexpr QLatin1String branchKey{"branch"};
constexpr QLatin1String stepKey{"step"};
constexpr QLatin1String onKey{"on"};
constexpr QLatin1String penKey{"pen"};
constexpr QLatin1String pointsKey{"points"};
constexpr std::string_view ladderWord = "ladder";
constexpr std::string_view stageWord = "stage-";

constexpr std::array<std::string_view, view_count> viewWords{
#define TCPSTAGE_VIEW(name, id, ...) id,
#include "ui/scene/marks/views.def"
#undef TCPSTAGE_VIEW
};

/// "ladder", "window", "stage-ladder", "stage-window"
std::string wordOf(const PenStroke& stroke)
{
    const std::string view{viewWords[static_cast<std::size_t>(stroke.view)]};
    if (stroke.on == SurfaceKind::Ladder) return std::string{ladderWord};
    return stroke.on == SurfaceKind::Stage ? std::string{stageWord} + view : view;
}

QByteArray quoted(const std::string& text)
{
    const QByteArray list = QJsonDocument{QJsonArray{QString::fromStdString(text)}}.toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

QByteArray numberText(double value)
{
    QByteArray text = QByteArray::number(value, 'f', 4);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.')) text.chop(1);
    return text == "-0" ? QByteArray{"0"} : text;
}

QByteArray strokeText(const PenStroke& stroke)
{
    QByteArray text = "{";
    if (!stroke.branch.empty()) text += "\"branch\":" + quoted(stroke.branch) + ',';
    text += "\"step\":" + QByteArray::number(stroke.step) + ",\"on\":" + quoted(wordOf(stroke)) +
            ",\"pen\":" + QByteArray::number(stroke.pen + 1) + ",\"points\":[";
    for (const PenPoint& point : stroke.points)
        text += numberText(point.x) + ',' + numberText(point.y) + ',' + numberText(point.width) + ',';
    if (!stroke.points.empty()) text.chop(1);
    return text + "]}";
}

/// Thrown by the reader, and caught in this file.
struct Wrong {
    Text what;
};

constexpr Text noStroke{"a stroke in it is not as this program writes them", "其中有一笔不是本程序所写的格式"};
constexpr Text noDrawing{"it is no drawing", "它不是批注文件"};
constexpr Text tooMany{"it has too many strokes", "其中的笔画太多"};

QJsonArray arrayIn(const QJsonObject& object, QLatin1String key, Text otherwise)
{
    const QJsonValue value = object.value(key);
    if (!value.isArray()) throw Wrong{otherwise};
    return value.toArray();
}

/// A whole number from `least` to `most`.
std::uint32_t wholeIn(const QJsonObject& object, QLatin1String key, double least, double most)
{
    const QJsonValue value = object.value(key);
    const double number = value.toDouble(-1);
    if (!value.isDouble() || !(number >= least && number <= most) || number != std::floor(number))
        throw Wrong{noStroke};
    return static_cast<std::uint32_t>(number);
}

std::string textIn(const QJsonObject& object, QLatin1String key, Text otherwise)
{
    constexpr qsizetype longest = 4096;
    const QJsonValue value = object.value(key);
    if (!value.isString() || value.toString().size() > longest) throw Wrong{otherwise};
    return value.toString().toStdString();
}

double coordinate(const QJsonValue& value)
{
    const double number = value.toDouble(2 * farthest);
    if (!(std::abs(number) <= farthest)) throw Wrong{noStroke};
    return number;
}

void placeOn(PenStroke& stroke, std::string_view word)
{
    if (word == ladderWord) return;
    stroke.on = word.starts_with(stageWord) ? SurfaceKind::Stage : SurfaceKind::View;
    if (stroke.on == SurfaceKind::Stage) word.remove_prefix(stageWord.size());
    const auto* view = std::ranges::find(viewWords, word);
    if (view == viewWords.end()) throw Wrong{noStroke};
    stroke.view = all_views[static_cast<std::size_t>(view - viewWords.begin())];
}

PenStrokePtr strokeFrom(const QJsonValue& value)
{
    constexpr double lastStep = 1e9;
    if (!value.isObject()) throw Wrong{noStroke};
    const QJsonObject object = value.toObject();
    auto stroke = std::make_shared<PenStroke>();
    if (object.contains(branchKey)) stroke->branch = textIn(object, branchKey, noStroke);
    stroke->step = wholeIn(object, stepKey, 0, lastStep);
    placeOn(*stroke, textIn(object, onKey, noStroke));
    stroke->pen = static_cast<std::uint8_t>(wholeIn(object, penKey, 1, pen_count) - 1);
    const QJsonArray points = arrayIn(object, pointsKey, noStroke);
    const auto count = static_cast<std::size_t>(points.size());
    if (count == 0 || count % 3 != 0 || count / 3 > most_stroke_points) throw Wrong{noStroke};
    for (qsizetype i = 0; i < points.size(); i += 3) {
        const PenPoint point{coordinate(points[i]), coordinate(points[i + 1]), coordinate(points[i + 2])};
        if (point.width < thinnest || point.width > most_pressed) throw Wrong{noStroke};
        stroke->points.push_back(point);
    }
    return stroke;
}

std::vector<LessonDrawing> drawingsFrom(const QJsonDocument& document)
{
    const QJsonObject all = document.object();
    if (!all.value(versionKey).isDouble()) throw Wrong{noDrawing};
    if (all.value(versionKey).toInt() != version)
        throw Wrong{{"a later version of this program has written it", "它由本程序的更新版本写成"}};
    std::vector<LessonDrawing> drawings;
    const QJsonArray lessons = arrayIn(all, lessonsKey, noDrawing);
    if (static_cast<std::size_t>(lessons.size()) > mostLessons) throw Wrong{tooMany};
    for (const auto& lesson : lessons) {
        const QJsonObject object = lesson.toObject();
        LessonDrawing drawing{textIn(object, lessonKey, noDrawing)};
        const QJsonArray strokes = arrayIn(object, strokesKey, noDrawing);
        if (static_cast<std::size_t>(strokes.size()) > most_strokes) throw Wrong{tooMany};
        for (const auto& stroke : strokes)
            drawing.strokes.push_back(strokeFrom(stroke));
        drawings.push_back(std::move(drawing));
    }
    return drawings;
}

Result<std::vector<LessonDrawing>> cannotRead(const std::string& file, Text what)
{
    return fail(say({"what is drawn cannot be read: {}", "无法读取批注：{}"}, what), {file, 0, 0},
                {"the file is left as it is; a new drawing gets a file of its own",
                 "这个文件保持原样；新的批注会写入另一个文件"});
}

} // namespace

std::string drawingText(const std::vector<LessonDrawing>& drawings)
{
    QByteArray text = "{\"tcpstage-drawing\":" + QByteArray::number(version) + ",\"lessons\":[";
    for (const LessonDrawing& drawing : drawings) {
        text += (&drawing == &drawings.front() ? "\n{\"lesson\":" : ",\n{\"lesson\":") + quoted(drawing.lesson) +
                ",\"strokes\":[";
        for (const PenStrokePtr& stroke : drawing.strokes)
            text += (stroke == drawing.strokes.front() ? "\n" : ",\n") + strokeText(*stroke);
        text += "]}";
    }
    return text.append("]}\n").toStdString();
}

Result<std::vector<LessonDrawing>> readDrawings(const std::string& text, const std::string& file)
{
    if (text.size() > most_drawing_bytes) return cannotRead(file, tooMany);
    QJsonParseError wrong;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(text), &wrong);
    if (wrong.error != QJsonParseError::NoError || !document.isObject()) return cannotRead(file, noDrawing);
    try {
        return drawingsFrom(document);
    } catch (const Wrong& error) {
        return cannotRead(file, error.what);
    }
}

Result<std::vector<LessonDrawing>> readDrawingFile(const std::string& path)
{
    ReadLimits limits;
    limits.most_bytes = most_drawing_bytes;
    return read_whole_file(path, limits).and_then([&](const std::string& text) { return readDrawings(text, path); });
}

DrawingPtr onTheLesson(const std::vector<PenStrokePtr>& strokes)
{
    Drawing own;
    std::ranges::copy_if(strokes, std::back_inserter(own.strokes),
                         [](const PenStrokePtr& stroke) { return stroke->branch.empty(); });
    return own.strokes.empty() ? nullptr : std::make_shared<const Drawing>(std::move(own));
}

const LessonDrawing* drawingOf(const std::vector<LessonDrawing>& drawings, const std::string& lesson)
{
    const auto nameOf = [](const std::string& path) { return std::filesystem::path{path}.filename(); };
    const auto same = std::ranges::find(drawings, lesson, &LessonDrawing::lesson);
    const auto found = same != drawings.end() ? same : std::ranges::find_if(drawings, [&](const LessonDrawing& each) {
        return nameOf(each.lesson) == nameOf(lesson);
    });
    return found == drawings.end() ? nullptr : &*found;
}

} // namespace tcpstage::scene
