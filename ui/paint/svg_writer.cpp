#include "ui/paint/svg_writer.h"

#include "ui/scene/words/mark_names.h"

#include <QHash>
#include <cmath>

namespace tcpstage::paint {

namespace {

constexpr const char* sansFamilies = "Inter, Noto Sans CJK SC, Noto Sans SC, Noto Sans, PingFang SC, Microsoft YaHei, "
                                     "sans-serif";
constexpr const char* monoFamilies =
    "JetBrains Mono, Noto Sans Mono CJK SC, Menlo, Consolas, DejaVu Sans Mono, monospace";

bool isAllowed(QChar letter)
{
    const char16_t code = letter.unicode();
    return code >= 0x20 ? code != 0xFFFE && code != 0xFFFF : code == '\t' || code == '\n' || code == '\r';
}

class SvgWriter {
public:
    SvgWriter(const Theme* theme, const SvgWords& words) : theme_{theme}, words_{words} {}

    QByteArray write(const scene::Scene& scene)
    {
        begin(scene);
        for (const auto* marks : {&scene.still, &scene.moving})
            for (const scene::Mark& mark : *marks) {
                group(mark.ref);
                const bool pale = mark.opacity != 1;
                if (pale) out_ += "<g opacity=\"" + shortNumber(mark.opacity) + "\">";
                std::visit(*this, mark.shape);
                if (pale) out_ += "</g>";
            }
        group({});
        return out_ + "</svg>\n";
    }

    void operator()(const scene::Line& line)
    {
        const QPointF along = line.to - line.from;
        const double length = std::hypot(along.x(), along.y());
        if (length <= 0) return;
        const double end = line.headLength > 0 ? std::max(0.0, length - line.headLength * 0.8) : length;
        element("line", line.from, line.from + along * (end / length));
        stroke(line.ink, line.width);
        dashes(line.stroke, line.width);
        out_ += "/>";
        if (line.headLength > 0) head(line, along / length);
    }
    void operator()(const scene::Box& box)
    {
        if (box.fill == scene::Ink::None && box.radius > 0 && box.borderWidth > box.radius) return hole(box);
        out_ += "<rect";
        attribute("x", box.rect.x());
        attribute("y", box.rect.y());
        attribute("width", std::max(0.0, box.rect.width()));
        attribute("height", std::max(0.0, box.rect.height()));
        if (box.radius > 0) attribute("rx", std::min({box.radius, box.rect.width() / 2, box.rect.height() / 2}));
        fill(box.fill);
        if (box.border != scene::Ink::None) {
            stroke(box.border, box.borderWidth);
            dashes(box.stroke, box.borderWidth);
        }
        out_ += "/>";
    }
    void operator()(const scene::Label& label)
    {
        if (label.text.isEmpty()) return;
        out_ += "<text";
        attribute("x", label.at.x());
        attribute("y", label.at.y());
        attribute("font-size", label.pixels);
        if (label.weight != 400) attribute("font-weight", label.weight);
        if (label.face == scene::Face::Mono) attribute("font-family", QString::fromLatin1(monoFamilies));
        if (label.align != scene::Align::Left)
            attribute("text-anchor",
                      label.align == scene::Align::Centre ? QStringLiteral("middle") : QStringLiteral("end"));
        fill(label.ink);
        // In another font the text is as long as it was laid out, so that it covers nothing.
        attribute("textLength", scene::textWidth(label.text, label.face, label.pixels, label.weight));
        attribute("lengthAdjust", QStringLiteral("spacingAndGlyphs"));
        if (label.degrees != 0)
            attribute("transform", QStringLiteral("rotate(%1 %2 %3)")
                                       .arg(QString::fromLatin1(shortNumber(label.degrees)),
                                            QString::fromLatin1(shortNumber(label.at.x())),
                                            QString::fromLatin1(shortNumber(label.at.y()))));
        if (label.text.contains(QStringLiteral("  "))) attribute("xml:space", QStringLiteral("preserve"));
        out_ += '>' + escaped(label.text).toUtf8() + "</text>";
    }
    void operator()(const scene::Cross& cross)
    {
        const double radius = cross.radius;
        for (const double slope : {1.0, -1.0}) {
            const QPointF corner{radius, radius * slope};
            element("line", cross.at - corner, cross.at + corner);
            stroke(cross.ink, cross.width);
            out_ += R"( stroke-linecap="round"/>)";
        }
    }
    void operator()(const scene::Curve& curve)
    {
        out_ += R"(<g fill="none" stroke-linecap="round" stroke-linejoin="round")";
        attribute("stroke", colour(curve.ink));
        out_ += '>';
        for (const scene::CurvePart& part : scene::partsOf(curve)) {
            out_ += "<path";
            attribute("stroke-width", part.width);
            out_ += " d=\"M";
            for (const QPointF& point : part.points)
                out_ += shortNumber(point.x()) + ' ' + shortNumber(point.y()) + ' ';
            out_.back() = '"';
            out_ += "/>";
        }
        out_ += "</g>";
    }

private:
    void begin(const scene::Scene& scene)
    {
        out_ += R"(<svg xmlns="http://www.w3.org/2000/svg")";
        attribute("width", scene.size.width());
        attribute("height", scene.size.height());
        attribute("viewBox", QStringLiteral("0 0 %1 %2")
                                 .arg(QString::fromLatin1(shortNumber(scene.size.width())),
                                      QString::fromLatin1(shortNumber(scene.size.height()))));
        attribute("xml:lang", words_.language == Language::Chinese ? QStringLiteral("zh-CN") : QStringLiteral("en"));
        attribute("font-family", QString::fromLatin1(sansFamilies));
        out_ += R"( role="img">)";
        title(words_.title);
        out_ += '\n';
        (*this)(scene::Box{QRectF{{}, scene.size}, 0, scene.background});
    }
    void title(const QString& words)
    {
        if (!words.isEmpty()) out_ += "<title>" + escaped(words).toUtf8() + "</title>";
    }

    /// Marks of one thing that follow each other are a group. Where others lie between, the next group has a number.
    void group(const scene::Ref& ref)
    {
        if (ref == group_) return;
        if (group_.kind != scene::Ref::Kind::Nothing) out_ += "</g>";
        group_ = ref;
        out_ += '\n';
        if (ref.kind == scene::Ref::Kind::Nothing) return;
        QString id = words_.prefix + scene::markId(ref);
        const int before = seen_[id]++;
        if (before > 0) id += QStringLiteral(".%1").arg(before + 1);
        out_ += "<g";
        attribute("id", id);
        out_ += '>';
        if (words_.names) title(words_.names(ref));
    }

    void attribute(const char* name, const QString& value)
    {
        out_ += ' ';
        out_ += name;
        out_ += "=\"" + escaped(value).toUtf8() + '"';
    }
    void attribute(const char* name, double value) { attribute(name, QString::fromLatin1(shortNumber(value))); }

    void element(const char* name, QPointF from, QPointF to)
    {
        out_ += '<';
        out_ += name;
        attribute("x1", from.x());
        attribute("y1", from.y());
        attribute("x2", to.x());
        attribute("y2", to.y());
    }
    QString colour(scene::Ink ink) const
    {
        if (ink == scene::Ink::None) return QStringLiteral("none");
        return theme_ ? (*theme_)(ink).name() : QStringLiteral("var(--i%1)").arg(static_cast<int>(ink));
    }
    void fill(scene::Ink ink) { attribute("fill", colour(ink)); }
    void stroke(scene::Ink ink, double width)
    {
        attribute("stroke", colour(ink));
        attribute("stroke-width", width);
    }
    void dashes(scene::Stroke stroke, double width)
    {
        const Dashes dashes = dashesOf(stroke, width);
        if (dashes.period > 0)
            attribute("stroke-dasharray",
                      QStringLiteral("%1 %2").arg(QString::fromLatin1(shortNumber(dashes.dash)),
                                                  QString::fromLatin1(shortNumber(dashes.period - dashes.dash))));
    }
    void head(const scene::Line& line, QPointF unit)
    {
        const QPointF back = line.to - unit * line.headLength;
        const QPointF across = QPointF{-unit.y(), unit.x()} * (line.headLength * 0.36);
        out_ += "<path d=\"M";
        for (const QPointF corner : {line.to, back + across, back - across})
            out_ += shortNumber(corner.x()) + ' ' + shortNumber(corner.y()) + ' ';
        out_ += "Z\"";
        fill(line.ink);
        out_ += "/>";
    }
    /// What a very wide border leaves free: see the painter.
    void hole(const scene::Box& box)
    {
        const double half = box.borderWidth / 2;
        const QRectF outer = box.rect.adjusted(-half, -half, half, half);
        const QRectF inner = box.rect.adjusted(half, half, -half, -half);
        const auto number = [](double value) { return shortNumber(value) + ' '; };
        out_ += "<path fill-rule=\"evenodd\" d=\"M" + number(outer.left()) + number(outer.top()) + 'H' +
                number(outer.right()) + 'V' + number(outer.bottom()) + 'H' + number(outer.left()) + 'Z';
        const QByteArray radii = number(inner.width() / 2) + number(inner.height() / 2) + "0 1 0 ";
        out_ += 'M' + number(inner.left()) + number(inner.center().y()) + 'A' + radii + number(inner.right()) +
                number(inner.center().y()) + 'A' + radii + number(inner.left()) + number(inner.center().y()) + "Z\"";
        fill(box.border);
        out_ += "/>";
    }

    const Theme* theme_;
    const SvgWords& words_;
    QByteArray out_;
    scene::Ref group_{};
    QHash<QString, int> seen_;
};

} // namespace

QString escaped(const QString& text)
{
    QString clean;
    for (const QChar letter : text)
        clean += isAllowed(letter) ? letter : QChar{QChar::ReplacementCharacter};
    return clean.toHtmlEscaped();
}

QByteArray shortNumber(double value)
{
    const double rounded = std::round(value * 100) / 100;
    if (rounded == 0) return "0"; // nor -0
    QByteArray text = QByteArray::number(rounded, 'f', 2);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.')) text.chop(1);
    return text;
}

Dashes dashesOf(scene::Stroke stroke, double width)
{
    switch (stroke) {
    case scene::Stroke::Solid:
        return {};
    case scene::Stroke::Dashed: {
        const double dash = std::max(6.0, width * 4);
        return {dash, dash * 1.7};
    }
    case scene::Stroke::Dotted: {
        const double dash = std::max(2.0, width * 2);
        return {dash, dash * 2.5};
    }
    }
    return {};
}

QByteArray svgOf(const scene::Scene& scene, const Theme& theme, const SvgWords& words)
{
    return SvgWriter{&theme, words}.write(scene);
}

QByteArray svgWithVariables(const scene::Scene& scene, const SvgWords& words)
{
    return SvgWriter{nullptr, words}.write(scene);
}

} // namespace tcpstage::paint
