#include "ui/scene/panels/draft_board.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr std::array<const char*, 4> flagNames{"SYN", "ACK", "FIN", "RST"};
constexpr std::array<const char*, 3> fieldNames{"seq", "ack", "len"};
constexpr Text sendWord{"Send ⏎", "发送 ⏎"};
constexpr Text waitWord{"Wait (W)", "等待 (W)"};

class DraftPen {
public:
    DraftPen(Scene& scene, const DraftBoard& draft, const BoardSizes& sizes, QPointF corner)
        : scene_{scene}, draft_{draft}, pixels_{sizes.choice}, x_{corner.x()}, y_{corner.y()},
          height_{std::round(sizes.choice * 1.75)}, gap_{std::round(sizes.text * 0.6)}
    {}

    void shrinkTo(double factor) { pixels_ = std::floor(pixels_ * factor); }
    double height() const { return height_; }
    double right() const { return x_; }

    void row(const DisplayOptions& display)
    {
        for (std::size_t i = 0; i < flagNames.size(); ++i)
            flag(i);
        x_ += gap_;
        for (std::size_t i = 0; i < fieldNames.size(); ++i)
            field(i);
        x_ += gap_;
        button(DraftMark::Send, inLanguage(sendWord, display.language), true);
        button(DraftMark::Wait, inLanguage(waitWord, display.language), false);
    }

private:
    bool wrong(be_tcp::DraftPart part) const
    {
        return draft_.ruling && !draft_.ruling->legal && draft_.ruling->part == part;
    }
    static Ref refOf(DraftMark mark)
    {
        return {Ref::Kind::Answer, trace::Side::Left, static_cast<std::uint32_t>(mark)};
    }
    double base() const { return baselineFor(y_ + height_ / 2, pixels_); }
    void add(Shape shape, const Ref& ref) { scene_.moving.push_back({std::move(shape), ref, 1}); }
    void box(double width, Ink fill, Ink border, bool thick, const Ref& ref)
    {
        const double line = std::round(std::max(1.0, pixels_ * (thick ? 0.12 : 0.05)));
        add(Box{{x_, y_, width, height_}, std::round(height_ * 0.18), fill, border, line, Stroke::Solid}, ref);
    }

    void flag(std::size_t i)
    {
        const bool on = draft_.flags.has(draft_flags[i]);
        const Ref ref = refOf(static_cast<DraftMark>(static_cast<std::uint32_t>(DraftMark::Syn) + i));
        const QString name = QLatin1String{flagNames[i]};
        const double width = std::round(textWidth(QStringLiteral("SYN"), Face::Sans, pixels_, 750) + pixels_);
        const bool bad = wrong(be_tcp::DraftPart::Flags);
        box(width, on ? Ink::Accent : Ink::Panel, bad ? Ink::Lost : Ink::Rule, bad, ref);
        add(Label{name,
                  {x_ + width / 2, base()},
                  pixels_,
                  on ? Ink::AccentText : Ink::Muted,
                  Face::Sans,
                  750,
                  Align::Centre,
                  0},
            ref);
        x_ += width + std::round(gap_ * 0.5);
    }

    void field(std::size_t i)
    {
        constexpr std::array parts{be_tcp::DraftPart::Seq, be_tcp::DraftPart::Ack, be_tcp::DraftPart::Payload};
        const Ref ref = refOf(static_cast<DraftMark>(static_cast<std::uint32_t>(DraftMark::Seq) + i));
        const QString name = QLatin1String{fieldNames[i]} + QStringLiteral("=");
        const double named = textWidth(name, Face::Mono, pixels_, 500);
        const double digits = textWidth(QStringLiteral("00000"), Face::Mono, pixels_, 650);
        const double held = textWidth(draft_.fields[i] + QStringLiteral("▏"), Face::Mono, pixels_, 650);
        const double width = std::round(named + std::max(digits, held) + pixels_ * 0.8);
        const bool here = draft_.field == i;
        const bool bad = wrong(parts[i]);
        box(width, Ink::Paper, bad ? Ink::Lost : here ? Ink::Accent : Ink::Rule, bad || here, ref);
        const double left = x_ + std::round(pixels_ * 0.35);
        add(Label{name, {left, base()}, pixels_, Ink::Muted, Face::Mono, 500, Align::Left, 0}, ref);
        add(Label{draft_.fields[i] + (here ? QStringLiteral("▏") : QString{}),
                  {left + named, base()},
                  pixels_,
                  Ink::Text,
                  Face::Mono,
                  650,
                  Align::Left,
                  0},
            ref);
        x_ += width + std::round(gap_ * 0.5);
    }

    void button(DraftMark mark, const QString& words, bool filled)
    {
        const double width = std::round(textWidth(words, Face::Sans, pixels_, 700) + pixels_);
        const Ref ref = refOf(mark);
        box(width, filled ? Ink::Accent : Ink::Panel, Ink::Accent, false, ref);
        add(Label{words,
                  {x_ + width / 2, base()},
                  pixels_,
                  filled ? Ink::AccentText : Ink::Accent,
                  Face::Sans,
                  700,
                  Align::Centre,
                  0},
            ref);
        x_ += width + std::round(gap_ * 0.5);
    }

    Scene& scene_;
    const DraftBoard& draft_;
    double pixels_;
    double x_;
    double y_;
    double height_;
    double gap_;
};

} // namespace

double addDraft(Scene& scene, const DraftBoard& draft, QPointF corner, double width, const BoardSizes& sizes,
                const DisplayOptions& display)
{
    Scene measured;
    DraftPen probe{measured, draft, sizes, corner};
    probe.row(display);
    const double taken = probe.right() - corner.x();
    DraftPen pen{scene, draft, sizes, corner};
    if (taken > width) pen.shrinkTo(width / taken);
    pen.row(display);
    return pen.height();
}

QString rulingText(const DraftBoard& draft, const DisplayOptions& display)
{
    if (!draft.ruling) return {};
    const be_tcp::Ruling& ruling = *draft.ruling;
    constexpr Text right{"Right. ", "正确。"};
    constexpr Text other{"Legal, too. ", "也合法。"};
    QString text = ruling.legal ? inLanguage(ruling.other ? other : right, display.language) : QString{};
    text += QString::fromStdString(ruling.reason[display.language]);
    if (!ruling.section.empty()) text += QStringLiteral(" (%1)").arg(QString::fromStdString(ruling.section));
    if (!draft.more.isEmpty()) text += u' ' + draft.more;
    return text;
}

} // namespace tcpstage::scene
