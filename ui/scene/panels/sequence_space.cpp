// The sequence spaces in an endpoint's panel, as in figures 3 and 4 of RFC 9293, with the name of every part. Not to
// scale.

#include "core/tcp/tcb/state.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panel_parts.h"
#include "ui/scene/plots/space_parts.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

struct Tick {
    double at; // part of the bar's width
    QString number;
    QString name;
    Ref ref;
};

/// A section of a bar, in parts of its width.
struct Stretch {
    double from;
    double to;
    SpacePart part;
    Ref ref;
};

void drawTicks(PanelPen& pen, const QRectF& bar, const std::vector<Tick>& ticks)
{
    const double numbers = std::max(9.0, std::round(pen.px(10)));
    const double names = std::max(9.0, std::round(pen.px(9)));
    double free = bar.left() - pen.px(6);
    for (const Tick& tick : ticks) {
        const double x = bar.left() + bar.width() * tick.at;
        pen.add(Line{{x, bar.top() - pen.px(2)}, {x, bar.bottom() + pen.px(4)}, pen.px(1.4), Ink::Text}, tick.ref);
        const double half =
            std::max(textWidth(tick.number, Face::Mono, numbers, 600), textWidth(tick.name, Face::Sans, names, 450)) /
            2;
        const double middle = std::min(x, bar.right() + pen.px(8) - half);
        if (middle - half < free) continue;
        free = middle + half + pen.px(4);
        pen.text(tick.number, {middle, bar.bottom() + pen.px(5) + numbers}, numbers, Ink::Text, 600, Align::Centre,
                 Face::Mono, tick.ref);
        pen.text(tick.name, {middle, bar.bottom() + pen.px(7) + numbers + names}, names, Ink::Muted, 450, Align::Centre,
                 Face::Sans, tick.ref);
    }
}

void drawStretch(PanelPen& pen, const QRectF& bar, const Stretch& stretch, Language language)
{
    if (stretch.to <= stretch.from) return;
    const QRectF rect{bar.left() + bar.width() * stretch.from, bar.top(), bar.width() * (stretch.to - stretch.from),
                      bar.height()};
    pen.fill(rect, 0, inkOf(stretch.part), stretch.ref);
    const double pixels = std::max(8.0, std::round(pen.px(9)));
    const QString words =
        firstThatFits({inLanguage(nameOf(stretch.part), language), inLanguage(shortNameOf(stretch.part), language)},
                      Face::Sans, pixels, 600, rect.width() - pen.px(4));
    if (words.isEmpty()) return;
    pen.text(words, baselineFor(rect.center(), pixels), pixels, textInkOn(stretch.part), 600, Align::Centre, Face::Sans,
             stretch.ref);
}

class Bar {
public:
    Bar(const tcp::Tcb& tcb, const PanelInput& input) : tcb_{tcb}, input_{input} {}

    void send()
    {
        const bool flying = tcb_.snd.nxt != tcb_.snd.una;
        const double nxt = flying ? 0.54 : 0.32;
        const tcp::Seq limit = tcb_.snd.una + tcb_.snd.wnd;
        const bool open = tcb_.snd.wnd > 0 && tcp::after(limit, tcb_.snd.nxt);
        const double edge = open ? 0.80 : nxt;
        stretches = {{0, 0.32, SpacePart::Acknowledged, variable(Variable::SndUna)},
                     {0.32, nxt, SpacePart::InFlight, variable(Variable::SndNxt)},
                     {nxt, edge, SpacePart::Usable, variable(Variable::SndWnd)},
                     {edge, 1, SpacePart::NotYet, variable(Variable::SndWnd)}};
        ticks.push_back({0.32, number(tcb_.snd.una, bases_.own),
                         flying ? QStringLiteral("UNA") : QStringLiteral("UNA=NXT"), variable(Variable::SndUna)});
        if (flying)
            ticks.push_back({nxt, number(tcb_.snd.nxt, bases_.own), QStringLiteral("NXT"), variable(Variable::SndNxt)});
        if (open)
            ticks.push_back({edge, number(limit, bases_.own), QStringLiteral("UNA+WND"), refOf(Term::WindowEdge)});
    }

    void receive()
    {
        const bool unread = tcb_.unread_bytes > 0;
        const bool held = tcb_.out_of_order_bytes > 0;
        const double edge = tcb_.rcv.wnd == 0 ? 0.36 : 0.80;
        const double kept = unread ? 0.18 : 0.36;
        stretches = {{0, kept, SpacePart::Delivered, variable(Variable::RcvNxt)},
                     {kept, 0.36, SpacePart::Unread, variable(Variable::Unread)}};
        if (held && edge > 0.5) {
            stretches.push_back({0.36, 0.48, SpacePart::Hole, variable(Variable::RcvNxt)});
            stretches.push_back({0.48, 0.62, SpacePart::Held, variable(Variable::OutOfOrder)});
        }
        stretches.push_back({held ? std::min(0.62, edge) : 0.36, edge, SpacePart::Window, variable(Variable::RcvWnd)});
        stretches.push_back({edge, 1, SpacePart::Beyond, variable(Variable::RcvWnd)});
        ticks.push_back({0.36, number(tcb_.rcv.nxt, bases_.peer), QStringLiteral("NXT"), variable(Variable::RcvNxt)});
        if (edge > 0.36)
            ticks.push_back({edge, number(tcb_.rcv.nxt + tcb_.rcv.wnd, bases_.peer), QStringLiteral("NXT+WND"),
                             variable(Variable::RcvWnd)});
    }

    std::vector<Stretch> stretches;
    std::vector<Tick> ticks;

private:
    Ref variable(Variable which) const { return {Ref::Kind::Variable, input_.side, static_cast<std::uint32_t>(which)}; }
    QString number(tcp::Seq seq, const captions::Base& base) const
    {
        return oneNumberText(seq, base, input_.display.numbers);
    }

    const tcp::Tcb& tcb_;
    const PanelInput& input_;
    TcbBases bases_ = basesOf(input_.staged.trace(), input_.side, input_.moment, input_.display.numbers);
};

} // namespace

void drawSequenceSpace(PanelPen& pen, const tcp::Tcb& tcb, bool sending, const QRectF& area, const PanelInput& input)
{
    const Term title = sending ? Term::SendSpace : Term::ReceiveSpace;
    const double pixels = std::round(pen.px(10.5));
    pen.text(inLanguage(info(title).title, input.display.language), {area.left(), area.top() + pixels}, pixels,
             Ink::Muted, 500, Align::Left, Face::Sans, refOf(title));
    const QRectF bar{area.left(), area.top() + pen.px(15), area.width(), pen.px(14)};
    const bool known = tcb.state > tcp::State::SynSent || (sending && tcb.state == tcp::State::SynSent);
    if (!known) {
        pen.fill(bar, pen.px(2), Ink::Track);
        return;
    }
    Bar parts{tcb, input};
    sending ? parts.send() : parts.receive();
    for (const Stretch& stretch : parts.stretches)
        drawStretch(pen, bar, stretch, input.display.language);
    drawTicks(pen, bar, parts.ticks);
}

} // namespace tcpstage::scene
