#include "ui/paint/painter.h"

#include "ui/paint/own_fonts.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <QGlyphRun>
#include <QGuiApplication>
#include <QHash>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>
#include <cmath>

namespace tcpstage::paint {

namespace {

constexpr qsizetype mostTexts = 4000;

struct TextKey {
    QString text;
    int font; // face, size and weight
    friend bool operator==(const TextKey&, const TextKey&) = default;
};
size_t qHash(const TextKey& key, size_t seed = 0) { return ::qHash(key.text, seed) ^ ::qHash(key.font, seed); }

struct Runs {
    QList<QGlyphRun> glyphs; // relative to the beginning of the baseline
    double width = 0;
};

Runs laidOut(const scene::Label& label)
{
    QTextLayout layout{label.text, scene::fontFor(label.face, label.pixels, label.weight)};
    layout.beginLayout();
    QTextLine line = layout.createLine();
    if (line.isValid()) line.setNumColumns(static_cast<int>(label.text.size()));
    layout.endLayout();
    Runs runs;
    if (!line.isValid()) return runs;
    runs.width = scene::textWidth(label.text, label.face, label.pixels, label.weight);
    const QPointF baseline{0, line.ascent()};
    runs.glyphs = line.glyphRuns();
    for (QGlyphRun& run : runs.glyphs) {
        QList<QPointF> positions = run.positions();
        for (QPointF& position : positions)
            position -= baseline;
        run.setPositions(positions);
    }
    return runs;
}

/// The cached glyph runs of a label, of this thread.
const Runs& runsOf(const scene::Label& label)
{
    static thread_local QHash<TextKey, Runs> cache; // a font belongs to its thread: pictures are written by others
    const int font =
        (static_cast<int>(std::lround(label.pixels)) * 1024 + label.weight) * 2 + static_cast<int>(label.face);
    const TextKey key{label.text, font};
    const auto known = cache.constFind(key);
    if (known != cache.constEnd()) return *known;
    if (cache.size() > mostTexts) cache.clear();
    return *cache.insert(key, laidOut(label));
}

bool wantsText(const QPainter& painter)
{
    const QPaintEngine::Type type = painter.paintEngine()->type();
    return type == QPaintEngine::SVG || type == QPaintEngine::Pdf || type == QPaintEngine::Picture;
}

Qt::PenStyle styleOf(scene::Stroke stroke)
{
    return stroke == scene::Stroke::Solid ? Qt::SolidLine : Qt::CustomDashLine;
}

QPen penFor(const QColor& colour, double width, scene::Stroke stroke)
{
    QPen pen{colour, width, styleOf(stroke), Qt::FlatCap, Qt::MiterJoin};
    if (stroke == scene::Stroke::Dashed)
        pen.setDashPattern({6 / std::max(1.0, width / 2), 4 / std::max(1.0, width / 2)});
    if (stroke == scene::Stroke::Dotted) pen.setDashPattern({2, 3});
    return pen;
}

struct Brush {
    QPainter& painter;
    const Theme& theme;

    void operator()(const scene::Line& line) const
    {
        const QPointF along = line.to - line.from;
        const double length = std::hypot(along.x(), along.y());
        if (length <= 0) return;
        const QColor colour = theme(line.ink);
        const double end = line.headLength > 0 ? std::max(0.0, length - line.headLength * 0.8) : length;
        if (wantsText(painter)) {
            painter.setPen(penFor(colour, line.width, line.stroke));
            painter.drawLine(line.from, line.from + along * (end / length));
        } else {
            strokes(line, along / length, end, colour);
        }
        if (line.headLength > 0) head(line, along / length, colour);
    }
    /// Draws strokes as filled shapes, because QPainter draws pens of up to a pixel differently and a clip changes
    /// their dashes. So a repainted part matches the rest, except for an invisible difference (5 of 255) at the edge of
    /// a slanted line.
    void strokes(const scene::Line& line, QPointF unit, double length, const QColor& colour) const
    {
        const bool level = unit.x() == 0 || unit.y() == 0;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        if (line.stroke == scene::Stroke::Solid && !level) return slanted(line, unit, length, colour);
        const QPointF across = QPointF{-unit.y(), unit.x()} * (line.width / 2);
        const double dash = line.stroke == scene::Stroke::Solid    ? length
                            : line.stroke == scene::Stroke::Dashed ? std::max(6.0, line.width * 4)
                                                                   : std::max(2.0, line.width * 2);
        const double step = line.stroke == scene::Stroke::Solid
                                ? length + 1
                                : dash * (line.stroke == scene::Stroke::Dashed ? 1.7 : 2.5);
        painter.setRenderHint(QPainter::Antialiasing, !level);
        const QRectF visible = shownPart(dash);
        for (int i = 0; i * step < length; ++i) {
            const double begin = i * step;
            const QPointF a = line.from + unit * begin;
            const QPointF b = line.from + unit * std::min(length, begin + dash);
            if (line.stroke != scene::Stroke::Solid && !visible.contains(a)) continue;
            if (level) {
                painter.fillRect(QRectF{a - across, b + across}.normalized(), colour);
                continue;
            }
            const std::array<QPointF, 4> corners{a + across, b + across, b - across, a - across};
            painter.drawConvexPolygon(corners.data(), 4);
        }
        painter.setRenderHint(QPainter::Antialiasing, true);
    }
    /// The visible part of the painter's area.
    QRectF shownPart(double margin) const
    {
        if (!painter.hasClipping()) return {-1e9, -1e9, 2e9, 2e9};
        return painter.clipBoundingRect().adjusted(-margin, -margin, margin, margin);
    }
    /// Draws a slanted line as a rotated rectangle, which the raster engine fills twice as fast as a polygon.
    void slanted(const scene::Line& line, QPointF unit, double length, const QColor& colour) const
    {
        painter.save();
        painter.translate(line.from);
        painter.rotate(qRadiansToDegrees(std::atan2(unit.y(), unit.x())));
        painter.fillRect(QRectF{0, -line.width / 2, length, line.width}, colour);
        painter.restore();
    }
    void head(const scene::Line& line, QPointF unit, const QColor& colour) const
    {
        const QPointF back = line.to - unit * line.headLength;
        const QPointF across = QPointF{-unit.y(), unit.x()} * (line.headLength * 0.36);
        const std::array<QPointF, 3> corners{line.to, back + across, back - across};
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawConvexPolygon(corners.data(), 3);
    }
    void operator()(const scene::Box& box) const
    {
        if (box.border == scene::Ink::None && box.radius <= 0) {
            painter.fillRect(box.rect, theme(box.fill));
            return;
        }
        if (box.fill == scene::Ink::None && box.radius > 0 && box.borderWidth > box.radius) return hole(box);
        painter.setPen(box.border == scene::Ink::None ? QPen{Qt::NoPen}
                                                      : penFor(theme(box.border), box.borderWidth, box.stroke));
        painter.setBrush(box.fill == scene::Ink::None ? QBrush{} : QBrush{theme(box.fill)});
        if (box.radius > 0)
            painter.drawRoundedRect(box.rect, box.radius, box.radius);
        else
            painter.drawRect(box.rect);
    }
    /// What a very wide border leaves free, with a smooth edge: a pen so wide would draw it in a few straight lines.
    void hole(const scene::Box& box) const
    {
        const double half = box.borderWidth / 2;
        QPainterPath path;
        path.setFillRule(Qt::OddEvenFill);
        path.addRect(box.rect.adjusted(-half, -half, half, half));
        path.addEllipse(box.rect.adjusted(half, half, -half, -half));
        painter.fillPath(path, theme(box.border));
    }
    void operator()(const scene::Label& label) const
    {
        if (label.text.isEmpty()) return;
        painter.setPen(theme(label.ink));
        const bool turned = label.degrees != 0;
        if (turned) {
            painter.save();
            painter.translate(label.at);
            painter.rotate(label.degrees);
        }
        write(label, turned ? QPointF{} : label.at);
        if (turned) painter.restore();
    }
    void write(const scene::Label& label, QPointF at) const
    {
        const bool text = wantsText(painter);
        const double width =
            text ? scene::textWidth(label.text, label.face, label.pixels, label.weight) : runsOf(label).width;
        if (label.align != scene::Align::Left) at.rx() -= label.align == scene::Align::Centre ? width / 2 : width;
        if (text) {
            painter.setFont(scene::fontFor(label.face, label.pixels, label.weight));
            painter.drawText(at, label.text);
            return;
        }
        for (const QGlyphRun& run : runsOf(label).glyphs)
            painter.drawGlyphRun(at, run);
    }
    void operator()(const scene::Cross& cross) const
    {
        QPen pen{theme(cross.ink), cross.width};
        pen.setCapStyle(Qt::RoundCap);
        painter.setPen(pen);
        const QPointF down{cross.radius, cross.radius};
        const QPointF up{cross.radius, -cross.radius};
        painter.drawLine(cross.at - down, cross.at + down);
        painter.drawLine(cross.at - up, cross.at + up);
    }
    void operator()(const scene::Curve& curve) const
    {
        painter.setBrush(Qt::NoBrush);
        for (const scene::CurvePart& part : scene::partsOf(curve)) {
            painter.setPen(QPen{theme(curve.ink), part.width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
            painter.drawPolyline(part.points);
        }
    }
};

} // namespace

void paint(QPainter& painter, const scene::Mark& mark, const Theme& theme)
{
    painter.setRenderHint(QPainter::Antialiasing, true);
    if (mark.opacity != 1) painter.setOpacity(mark.opacity);
    std::visit(Brush{painter, theme}, mark.shape);
    if (mark.opacity != 1) painter.setOpacity(1);
}

void paint(QPainter& painter, const scene::Scene& scene, const Theme& theme)
{
    painter.fillRect(QRectF{{}, scene.size}, theme(scene.background));
    for (const scene::Mark& mark : scene.still)
        paint(painter, mark, theme);
    for (const scene::Mark& mark : scene.moving)
        paint(painter, mark, theme);
}

void chooseFonts()
{
    addFontsOf(folderOfOwnFonts());
    QFont::insertSubstitutions(QStringLiteral("Inter"), {QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans"),
                                                         QStringLiteral("sans-serif")});
    QFont::insertSubstitutions(QStringLiteral("JetBrains Mono"),
                               {QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")});
    QGuiApplication::setFont(scene::fontFor(scene::Face::Sans, 13, QFont::Normal));
}

} // namespace tcpstage::paint
