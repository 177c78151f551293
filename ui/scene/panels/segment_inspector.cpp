#include "core/base/unknown_octets.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/words/fields.h"
#include "ui/scene/words/origins.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text segmentNumber{"Segment %1", "报文段 %1"};
constexpr Text datagramNumber{"Datagram %1", "数据报 %1"};
constexpr Text octetCount{"%1 octets", "%1 字节"};
constexpr Text whereFrom{"Where the numbers come from", "这些数字从哪里来"};
constexpr Text moreOctets{"… %1 more octets", "……另有 %1 字节"};
constexpr Text notCaptured{"%1 octets were not captured", "%1 字节没有抓到"};
constexpr std::uint32_t mostOctets = 160;
constexpr double valueLine = 17;      // from one line of a value to the next
constexpr int mostLines = 40;         // of one text in the details, which scroll
constexpr int mostLinesProjected = 5; // in the card, which does not

class Inspector {
public:
    Inspector(Scene& scene, const ViewInput& input, trace::TransitId id)
        : scene_{scene}, staged_{input.staged}, id_{id}, transit_{staged_.trace().transit(id)},
          selection_{input.selection}, display_{input.display}, scale_{scaleFor(input.viewport.size.width()) *
                                                                       input.viewport.zoom},
          width_{input.viewport.size.width()}, margin_{std::clamp(width_ * 0.025, 8.0, 30.0)},
          octets_{tcp::encode(transit_.segment, staged_.trace().source(transit_).address,
                              staged_.trace().destination(transit_).address)},
          fields_{fieldsOf(staged_, id, octets_, display_)}
    {}

    static double scaleFor(double width) { return std::clamp(width / 620, 0.86, 1.7); }

    double drawNumbers()
    {
        heading();
        y_ += px(10);
        origins(mostLinesProjected);
        return y_ + px(14);
    }

    double draw()
    {
        heading();
        header();
        hex();
        origins(mostLines);
        return y_ + px(14);
    }

private:
    double px(double count) const { return count * scale_; }
    QString say(const Text& text) const { return inLanguage(text, display_.language); }
    double inner() const { return width_ - 2 * margin_; }
    Ref field(Field which) const { return {Ref::Kind::Field, transit_.from, static_cast<std::uint32_t>(which)}; }
    void add(Shape shape, const Ref& ref = {}) { scene_.still.push_back({std::move(shape), ref, 1}); }
    void text(const QString& words, QPointF at, double pixels, Ink ink, int weight, Face face = Face::Sans,
              Align align = Align::Left, const Ref& ref = {})
    {
        add(Label{words, at, pixels, ink, face, weight, align, 0}, ref);
    }

    void heading()
    {
        const double big = std::round(px(17));
        const double small = std::round(px(12));
        const auto name = [&](trace::Side side) {
            const bool there = transit_.connection == trace::the_conversation ||
                               staged_.trace().peer(transit_.connection).host == side;
            return there ? endpointName(staged_.trace().endpoint(side), display_.language)
                         : peerText(staged_.trace(), transit_.connection);
        };
        const QString way = name(transit_.from) + QStringLiteral(" → ") + name(trace::other(transit_.from));
        const QString flags = flagsText(transit_.segment, display_);
        const QString title = say(transit_.segment.is_datagram() ? datagramNumber : segmentNumber).arg(id_ + 1) +
                              QStringLiteral("  ") + flags;
        const Ref ref{Ref::Kind::Segment, transit_.from, id_};
        const QString size = counted(octetCount, octets_.size(), display_.language);
        const double sizeWidth = textWidth(size, Face::Mono, small, 500);
        const bool oneLine =
            textWidth(title + QStringLiteral("  ") + way, Face::Sans, big, 700) + sizeWidth + px(12) < inner();
        y_ = px(10) + big;
        text(oneLine ? title + QStringLiteral("  ") + way
                     : elided(title, Face::Sans, big, 700, inner() - sizeWidth - px(8)),
             {margin_, y_}, big, Ink::Text, 700, Face::Sans, Align::Left, ref);
        text(size, {width_ - margin_, y_}, small, Ink::Muted, 500, Face::Mono, Align::Right);
        if (!oneLine) {
            y_ += px(20);
            text(elided(way, Face::Sans, small, 500, inner()), {margin_, y_}, small, Ink::Muted, 500);
        }
        y_ += px(14);
    }

    void header()
    {
        const double small = std::round(px(9.5));
        const double bit = inner() / 32;
        for (int number = 0; number<32; number += inner()> 380 ? 4 : 8)
            text(QString::number(number), {margin_ + (number + 0.5) * bit, y_ + small}, small, Ink::Faint, 500,
                 Face::Mono, Align::Centre);
        text(QStringLiteral("31"), {margin_ + 31.5 * bit, y_ + small}, small, Ink::Faint, 500, Face::Mono,
             Align::Centre);
        y_ = std::round(y_ + small + px(6));
        for (std::size_t first = 0; first < fields_.size();) {
            std::size_t next = first; // the begin of the next row
            qsizetype lines = 1;
            for (; next < fields_.size() && fields_[next].row == fields_[first].row; ++next)
                lines = std::max(lines, valueLines(fields_[next], fields_[next].bits * bit).size());
            const double height = std::round(px(43) + static_cast<double>(lines - 1) * px(valueLine));
            for (; first < next; ++first)
                cell(fields_[first], {margin_ + fields_[first].bit * bit, y_, fields_[first].bits * bit, height});
            y_ += height;
        }
        y_ += px(14);
    }

    double valuePixels(const FieldView& view) const { return std::round(px(view.bits == 1 ? 11.5 : 13)); }
    /// All of a value: one that is too long for its cell, such as many options, takes more lines.
    QStringList valueLines(const FieldView& view, double width) const
    {
        if (view.bits == 1) return {view.value};
        return wrapped(view.value, Face::Mono, valuePixels(view), 700, width - 4, mostLines);
    }

    void cell(const FieldView& view, const QRectF& rect)
    {
        const Ref ref = field(view.field);
        const bool chosen = selection_ == ref;
        add(Box{rect, 0, view.notable ? Ink::Highlight : Ink::Panel, Ink::Rule, 1, Stroke::Solid}, ref);
        if (chosen) add(Box{rect.adjusted(1, 1, -1, -1), px(2), Ink::None, Ink::Selection, px(2), Stroke::Solid}, ref);
        const double name = std::round(px(10.5));
        const double value = valuePixels(view);
        const double room = rect.width() - 4;
        text(elided(view.name, Face::Sans, name, 500, room), {rect.center().x(), rect.top() + px(17)}, name, Ink::Muted,
             500, Face::Sans, Align::Centre, ref);
        double line = rect.top() + px(35);
        for (const QString& words : valueLines(view, rect.width())) {
            text(words, {rect.center().x(), line}, value, Ink::Text, 700, Face::Mono, Align::Centre, ref);
            line += px(valueLine);
        }
    }

    const FieldView* chosenField() const
    {
        if (selection_.kind != Ref::Kind::Field) return nullptr;
        const auto found = std::ranges::find(fields_, static_cast<Field>(selection_.id), &FieldView::field);
        return found == fields_.end() ? nullptr : &*found;
    }
    /// The field of an octet; the flags share one.
    Ref owner(std::uint32_t octet) const
    {
        for (const FieldView& view : fields_)
            if (octet >= view.first && octet < view.first + view.octets) return field(view.field);
        return field(Field::Payload);
    }

    void hex()
    {
        const double pixels = std::round(px(12.5));
        const double step = textWidth(QStringLiteral("00 "), Face::Mono, pixels, 500);
        const double start = margin_ + textWidth(QStringLiteral("0000  "), Face::Mono, pixels, 500);
        const std::uint32_t perRow = start + 16 * step <= width_ - margin_ + step / 3 ? 16 : 8;
        const FieldView* chosen = chosenField();
        const std::uint32_t hidden = is_unknown(transit_.segment.payload) ? transit_.segment.payload.size() : 0;
        const auto known = static_cast<std::uint32_t>(octets_.size()) - hidden;
        const std::uint32_t shown = std::min(mostOctets, known);
        const double row = px(20);
        for (std::uint32_t i = 0; i < shown; ++i) {
            const std::uint32_t above = i / perRow; // rows
            const double base = y_ + pixels + row * above;
            const double x = start + step * (i % perRow);
            if (i % perRow == 0)
                text(QStringLiteral("%1").arg(i, 4, 16, QLatin1Char{'0'}), {margin_, base}, pixels, Ink::Muted, 500,
                     Face::Mono);
            const bool lit = chosen ? i >= chosen->first && i < chosen->first + chosen->octets
                                    : selection_ == field(Field::Payload) && owner(i) == selection_;
            if (lit) add(Box{{x - step * 0.12, base - pixels, step * 0.92, row * 0.88}, 0, Ink::Caption});
            const bool unknown = hidden > 0 && owner(i) == field(Field::Checksum); // not all that it is the sum of
            text(unknown ? QStringLiteral("··") : QStringLiteral("%1").arg(octets_[i], 2, 16, QLatin1Char{'0'}),
                 {x, base}, pixels, Ink::Text, 500, Face::Mono, Align::Left, owner(i));
        }
        const std::uint32_t rows = (shown + perRow - 1) / perRow;
        y_ += row * rows;
        for (const auto& [words, count] : {std::pair{moreOctets, known - shown}, std::pair{notCaptured, hidden}}) {
            if (count == 0) continue;
            text(counted(words, count, display_.language), {margin_, y_ + pixels}, pixels, Ink::Muted, 500);
            y_ += row;
        }
        y_ += px(24);
    }

    void origins(int most)
    {
        const double title = std::round(px(14.5));
        text(say(whereFrom), {margin_, y_ + title * 0.4}, title, Ink::Text, 700);
        y_ += px(20);
        const double pixels = std::round(px(13));
        const double column = std::min(inner() * 0.34, px(118));
        for (const Origin& origin : originsOf(staged_, id_, display_)) {
            const double first = y_ + pixels;
            text(elided(origin.what, Face::Mono, pixels, 700, column - px(6)), {margin_, first}, pixels, Ink::Accent,
                 700, Face::Mono);
            const QStringList lines = wrapped(origin.text, Face::Sans, pixels, 450, inner() - column, most);
            for (const QString& line : lines) {
                text(line, {margin_ + column, y_ + pixels}, pixels, Ink::Text, 450);
                y_ += px(19);
            }
            if (!origin.because.empty()) causes(origin.because, margin_ + column);
            y_ += px(6);
        }
    }

    /// Clickable numbers of segments.
    void causes(const std::vector<trace::TransitId>& because, double left)
    {
        const double pixels = std::round(px(12));
        double x = left;
        for (const trace::TransitId cause : because) {
            const trace::Transit& transit = staged_.trace().transit(cause);
            const QString words = QStringLiteral("%1 %2").arg(cause + 1).arg(titleOf(transit.segment));
            const double width = textWidth(words, Face::Sans, pixels, 600) + px(14);
            if (x + width > width_ - margin_ && x > left) {
                x = left;
                y_ += px(24);
            }
            const Ref ref{Ref::Kind::Segment, transit.from, cause};
            const QRectF rect{x, y_ + px(1), width, px(20)};
            add(Box{rect, px(5), Ink::Paper, inkOf(transit.segment), px(1.3), Stroke::Solid}, ref);
            text(words, baselineFor(rect.center(), pixels), pixels, inkOf(transit.segment), 600, Face::Sans,
                 Align::Centre, ref);
            x += width + px(6);
        }
        y_ += px(25);
    }

    Scene& scene_;
    const StagedRun& staged_;
    trace::TransitId id_;
    trace::Transit transit_;
    const Ref& selection_;
    const DisplayOptions& display_;
    double scale_;
    double width_;
    double margin_;
    std::vector<std::uint8_t> octets_;
    std::vector<FieldView> fields_;
    double y_ = 0;
};

} // namespace

Scene segmentInspector(const ViewInput& input, trace::TransitId transit)
{
    Scene scene{input.viewport.size};
    if (transit >= input.staged.trace().transits().size()) return scene;
    const double height = Inspector{scene, input, transit}.draw();
    scene.size.setHeight(std::max(input.viewport.size.height(), std::ceil(height)));
    return scene;
}

Scene numbersCard(const ViewInput& input, trace::TransitId transit)
{
    constexpr double large = 2.6; // scale of the inspector's texts: 34 pixels at 1080 lines
    constexpr double least = 2.1; // 27 pixels
    Scene scene{input.viewport.size};
    if (transit >= input.staged.trace().transits().size()) return scene;
    for (double scale = large;; scale -= 0.1) {
        scene = Scene{input.viewport.size};
        ViewInput sized = input;
        sized.viewport.zoom = scale * input.viewport.zoom / Inspector::scaleFor(input.viewport.size.width());
        if (Inspector{scene, sized, transit}.drawNumbers() <= input.viewport.size.height() || scale <= least)
            return scene;
    }
}

} // namespace tcpstage::scene
