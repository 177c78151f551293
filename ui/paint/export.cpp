#include "ui/paint/export.h"

#include "core/base/files.h"
#include "ui/paint/painter.h"
#include "ui/paint/svg_writer.h"
#include "ui/scene/centre.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/views.h"
#include "ui/scene/words/mark_names.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <cmath>

namespace tcpstage::paint {

namespace {

constexpr double smallest = 16;
constexpr double largest = 16384;
constexpr int pixelsPerInch = 96;

QString titleOf(const scene::StagedRun& staged, const Picture& picture)
{
    return QString::fromStdString(staged.scenario.title[picture.display.language]);
}

QByteArray svg(const scene::StagedRun& staged, const Picture& picture, const Theme& theme)
{
    const auto names = [&](const scene::Ref& ref) { return scene::markName(staged, ref, picture.display); };
    return svgOf(sceneOf(staged, picture), theme, {titleOf(staged, picture), picture.display.language, {}, names});
}

QByteArray pdf(const scene::Scene& scene, const Theme& theme, const QString& title)
{
    QByteArray octets;
    QBuffer buffer{&octets};
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer{&buffer};
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("TCP Stage"));
    writer.setResolution(pixelsPerInch);
    writer.setPageMargins({});
    writer.setPageSize(QPageSize{scene.size * 72.0 / pixelsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch});
    QPainter painter{&writer};
    paint(painter, scene, theme);
    painter.end();
    return octets;
}

scene::Scene bothPanels(const scene::StagedRun& staged, const Picture& picture)
{
    scene::Scene scene{picture.size};
    const QSizeF half{picture.size.width() / 2, picture.size.height()};
    for (const trace::Side side : trace::both_sides)
        scene::addMoved(scene, scene::endpointPanel({staged, picture.time, {half, 0, 1}, {}, picture.display}, side),
                        {side == trace::Side::Left ? 0 : half.width(), 0});
    return scene;
}

} // namespace

Result<QByteArray> pngOf(const scene::Scene& scene, const Theme& theme)
{
    QImage image{scene.size.toSize(), QImage::Format_RGB32};
    if (image.isNull())
        return fail({"there is not enough memory for a picture of this size", "内存不足，无法生成这么大的图片"}, {},
                    {"choose a smaller --size", "请选小一些的 --size"});
    QPainter painter{&image};
    paint(painter, scene, theme);
    painter.end();
    QByteArray octets;
    QBuffer buffer{&octets};
    buffer.open(QIODevice::WriteOnly);
    if (image.save(&buffer, "PNG")) return octets;
    return fail({"there is not enough memory for a picture of this size", "内存不足，无法生成这么大的图片"}, {},
                {"choose a smaller --size", "请选小一些的 --size"});
}

Result<void> checkSize(QSizeF size)
{
    const auto fits = [](double length) { return length >= smallest && length <= largest; };
    if (fits(size.width()) && fits(size.height())) return {};
    return fail(
        {"the picture's size must be from 16x16 to 16384x16384 pixels", "图片尺寸必须在 16x16 到 16384x16384 像素之间"},
        {}, {"for example --size 1920x1080", "例如 --size 1920x1080"});
}

double ladderZoom(QSizeF size) { return std::max(0.5, std::min(size.width() / 720, size.height() / 640)); }

scene::Scene sceneOf(const scene::StagedRun& staged, const Picture& picture)
{
    scene::ViewInput input{staged, picture.time, {picture.size, 0, 1}, {}, picture.display};
    switch (picture.view) {
    case PictureKind::Ladder:
        input.viewport.zoom = ladderZoom(picture.size);
        input.viewport.scroll = scene::followingScroll(input);
        return scene::ladder(input);
    case PictureKind::View:
        input.viewport.scroll = scene::followingPan(input);
        return scene::viewScene(input);
    case PictureKind::States:
        return bothPanels(staged, picture);
    case PictureKind::Present:
        input.display.presenting = true;
        return scene::wholeStage(input, {.goal = scene::goalOf(staged, picture.display.language)});
    case PictureKind::Stage:
        return scene::wholeStage(input);
    }
    return {};
}

namespace {

Result<QByteArray> octetsOf(const scene::StagedRun& staged, const Picture& picture, const std::string& path)
{
    if (const auto fits = checkSize(picture.size); !fits) return tl::unexpected{fits.error()};
    const QString ending = QFileInfo{QString::fromStdString(path)}.suffix().toLower();
    const bool known =
        ending == QLatin1String("png") || ending == QLatin1String("svg") || ending == QLatin1String("pdf");
    if (!known)
        return fail({"a picture cannot be written in this format", "不能用这种格式保存图片"}, {path, 0, 0},
                    {"end the name in .png, .svg, .pdf or .html", "请让文件名以 .png、.svg、.pdf 或 .html 结尾"});
    const Theme& theme = Theme::named(picture.theme);
    if (ending == QLatin1String("svg")) return svg(staged, picture, theme);
    const scene::Scene scene = sceneOf(staged, picture);
    if (ending == QLatin1String("pdf")) return pdf(scene, theme, titleOf(staged, picture));
    return pngOf(scene, theme);
}

} // namespace

Result<void> writePicture(const scene::StagedRun& staged, const Picture& picture, const std::string& path,
                          Special special)
{
    return octetsOf(staged, picture, path).and_then([&](const QByteArray& octets) {
        return write_whole_file(path, {octets.constData(), static_cast<std::size_t>(octets.size())}, special);
    });
}

} // namespace tcpstage::paint
