// The sequence spaces of both directions to scale: figure 3 of RFC 9293 at the sender, above figure 4 at the receiver.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/held_blocks.h"
#include "ui/scene/plots/plot_views.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/plots/space_parts.h"
#include "ui/scene/plots/space_scale.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text numbersWord{"sequence numbers of {}", "{} 的序号"};
constexpr Text partWord{"a part of them; it follows SND.UNA", "只显示一部分，随 SND.UNA 移动"};
constexpr Text shortPartWord{"a part", "一部分"};
constexpr Text ackWord{"ACK under way", "在途的 ACK"};
constexpr Text segmentWord{"segment under way", "在途的报文段"};

// Heights of a direction, times the size of its numbers: with segments under way between the bars.
constexpr double usualDirection = 15.5; // with two lines for a pointer, and the names of both ends
constexpr double leastDirection = 8.5;
constexpr double directionWithLegend = 10.5; // alone

/// A pointer to a number, above or below a bar.
struct Pointer {
    double x;
    QString name;
    tcp::Seq seq;
    Ref ref;
};

/// Draws one direction.
class Direction {
public:
    Direction(PlotPen& pen, const PlotStyle& style, const ViewInput& input, trace::Side sender, const QRectF& area)
        : pen_{pen}, style_{style}, input_{input}, staged_{input.staged}, display_{input.display},
          low_{display_.presenting || area.height() < style.small * usualDirection}, moment_{staged_.timeMap.moment(
                                                                                         input.time)},
          sender_{sender}, area_{area}, mine_{staged_.trace().at(sender, moment_)}, theirs_{staged_.trace().at(
                                                                                        trace::other(sender), moment_)},
          base_{captions::base_of(staged_.trace(), sender, sends() ? mine_.snd.iss : theirs_.rcv.irs, moment_,
                                  display_.numbers)},
          scale_{staged_, sender, moment_, area.width(), input.viewport.zoom, input.other}
    {}

    void draw()
    {
        const QRectF& area = area_;
        heading(area);
        const double pointers = style_.small * (low_ ? 1.4 : 2.5);
        const double least = low_ && !display_.presenting ? style_.small * 1.2 : style_.px(16);
        const double high = std::clamp(area.height() * 0.12, least, std::max(least, style_.px(44)));
        const QRectF send{area.left(), area.top() + style_.title * 1.5 + pointers, area.width(), high};
        const QRectF receive{area.left(), area.bottom() - pointers - high, area.width(), high};
        sendBar(send);
        receiveBar(receive);
        const QRectF lane{area.left(), send.bottom(), area.width(), receive.top() - send.bottom()};
        if (!low_) names(lane); // else the heading has the names
        underWay(lane);
    }

private:
    bool sends() const { return mine_.state > tcp::State::Listen; }
    bool receives() const { return theirs_.state > tcp::State::SynSent; }
    Ref variable(Variable which, trace::Side side) const
    {
        return {Ref::Kind::Variable, side, static_cast<std::uint32_t>(which)};
    }
    QString nameOfSide(trace::Side side) const
    {
        return endpointName(staged_.trace().endpoint(side), display_.language);
    }
    QString say(const Text& text) const { return inLanguage(text, display_.language); }
    /// A number of the sender.
    QString number(tcp::Seq seq) const { return oneNumberText(seq, base_, display_.numbers); }
    double x(tcp::Seq seq) const { return area_.left() + scale_.x(seq); }

    void heading(const QRectF& area)
    {
        const QString way = wayOf(staged_, sender_, display_);
        const double base = area.top() + style_.title;
        pen_.write({way, {area.left(), base}, style_.title, Ink::Text, 700});
        QString all = say(numbersWord);
        all = withoutGaps(all.replace(QStringLiteral("{}"), nameOfSide(sender_)));
        const double from = area.left() + textWidth(way, Face::Sans, style_.title, 700) + style_.px(12);
        const auto fitting = [&](std::initializer_list<QString> texts) {
            return firstThatFits(texts, Face::Sans, style_.small, 500, area.right() - from);
        };
        const QString more =
            scale_.whole() ? fitting({all})
                           : fitting({all + QStringLiteral(" · ") + say(partWord), say(partWord), say(shortPartWord)});
        if (!more.isEmpty()) pen_.write({more, {from, base}, style_.small, Ink::Muted, 500});
    }

    void part(const QRectF& bar, double from, double to, SpacePart part, const Ref& ref)
    {
        from = std::clamp(from, bar.left(), bar.right());
        to = std::clamp(to, bar.left(), bar.right());
        if (to - from < 0.5) return;
        const QRectF rect{from, bar.top(), to - from, bar.height()};
        pen_.still(Box{rect, 0, inkOf(part)}, ref);
        if (part == SpacePart::Hole)
            pen_.still(Box{rect.adjusted(1, 1, -1, -1), 0, Ink::None, Ink::Lost, style_.px(1.4), Stroke::Dashed}, ref);
        const QString words = firstThatFits({say(nameOf(part)), say(shortNameOf(part))}, Face::Sans, style_.small, 600,
                                            rect.width() - style_.px(8));
        if (words.isEmpty()) return;
        pen_.write({words, baselineFor(rect.center(), style_.small), style_.small, textInkOn(part), 600, Align::Centre,
                    Face::Sans, ref});
    }

    void sendBar(const QRectF& bar)
    {
        if (!sends()) {
            part(bar, bar.left(), bar.right(), SpacePart::NotYet, variable(Variable::SndNxt, sender_));
            return;
        }
        const tcp::Seq edge = mine_.snd.una + mine_.snd.wnd;
        const bool open = tcp::after(edge, mine_.snd.nxt);
        const double una = x(mine_.snd.una);
        const double nxt = x(mine_.snd.nxt);
        const double end = open ? x(edge) : nxt;
        part(bar, bar.left(), una, SpacePart::Acknowledged, variable(Variable::SndUna, sender_));
        part(bar, una, nxt, SpacePart::InFlight, refOf(Term::BytesInFlight));
        part(bar, nxt, end, SpacePart::Usable, variable(Variable::SndWnd, sender_));
        part(bar, end, bar.right(), SpacePart::NotYet, refOf(Term::WindowEdge));
        breakLine(bar);
        std::vector<Pointer> pointers{
            {una, QStringLiteral("SND.UNA"), mine_.snd.una, variable(Variable::SndUna, sender_)}};
        if (mine_.snd.una == mine_.snd.nxt)
            pointers.front().name = QStringLiteral("SND.UNA = NXT");
        else
            pointers.push_back({nxt, QStringLiteral("SND.NXT"), mine_.snd.nxt, variable(Variable::SndNxt, sender_)});
        if (mine_.snd.wnd > 0) pointers.push_back({x(edge), QStringLiteral("UNA+WND"), edge, refOf(Term::WindowEdge)});
        drawPointers(pointers, bar, true);
    }

    void receiveBar(const QRectF& bar)
    {
        const trace::Side receiver = trace::other(sender_);
        if (!receives()) {
            part(bar, bar.left(), bar.right(), SpacePart::Beyond, variable(Variable::RcvNxt, receiver));
            return;
        }
        const tcp::Seq next = theirs_.rcv.nxt;
        const tcp::Seq edge = next + theirs_.rcv.wnd;
        const double unread = x(next - theirs_.unread_bytes);
        part(bar, bar.left(), unread, SpacePart::Delivered, variable(Variable::RcvNxt, receiver));
        part(bar, unread, x(next), SpacePart::Unread, variable(Variable::Unread, receiver));
        double from = x(next);
        for (const tcp::SackBlock& block : heldBlocks(staged_, receiver, moment_)) {
            part(bar, from, x(block.left), SpacePart::Hole, variable(Variable::RcvNxt, receiver));
            part(bar, x(block.left), x(block.right), SpacePart::Held, variable(Variable::OutOfOrder, receiver));
            from = x(block.right);
        }
        const double end = std::max(from, x(edge));
        part(bar, from, end, SpacePart::Window, variable(Variable::RcvWnd, receiver));
        part(bar, end, bar.right(), SpacePart::Beyond, variable(Variable::RcvWnd, receiver));
        breakLine(bar);
        std::vector<Pointer> pointers{{x(next), QStringLiteral("RCV.NXT"), next, variable(Variable::RcvNxt, receiver)}};
        if (theirs_.rcv.wnd > 0)
            pointers.push_back({x(edge), QStringLiteral("NXT+WND"), edge, variable(Variable::RcvWnd, receiver)});
        drawPointers(pointers, bar, false);
    }

    /// Marks the break, right of which nothing is to scale.
    void breakLine(const QRectF& bar)
    {
        const double at = bar.left() + scale_.breakAt();
        for (const double shift : {-2.5, 2.5})
            pen_.still(Line{{at + style_.px(shift - 2), bar.bottom() + style_.px(2)},
                            {at + style_.px(shift + 2), bar.top() - style_.px(2)},
                            style_.px(1.4),
                            Ink::Muted});
    }

    void drawPointers(const std::vector<Pointer>& pointers, const QRectF& bar, bool above)
    {
        const double small = style_.small;
        for (const Pointer& pointer : pointers) {
            const double y = above ? bar.top() : bar.bottom();
            const double out = above ? -style_.px(5) : style_.px(5);
            pen_.still(
                Line{{pointer.x, above ? bar.bottom() : bar.top()}, {pointer.x, y + out}, style_.px(1.8), Ink::Text},
                pointer.ref);
            const QString digits = number(pointer.seq);
            if (low_) {
                besideName(pointer, digits, bar, above ? y - style_.px(7) : y + style_.px(6) + small * 0.8,
                           &pointer == &pointers.back());
                continue;
            }
            const double half =
                std::max(textWidth(pointer.name, Face::Sans, small, 600), textWidth(digits, Face::Mono, small, 600)) /
                2;
            const double middle = std::clamp(pointer.x, bar.left() + half, bar.right() - half);
            const double first = above ? y - style_.px(7) - small * 1.2 : y + style_.px(6) + small;
            const Words name{pointer.name, {middle, first}, small,      Ink::Muted,
                             600,          Align::Centre,   Face::Sans, pointer.ref};
            const Words value{
                digits, {middle, first + small * 1.2}, small, Ink::Text, 600, Align::Centre, Face::Mono, pointer.ref};
            writeIfBothAreFree(name, value);
        }
    }

    /// Writes name and number in one line, because there is little height.
    void besideName(const Pointer& pointer, const QString& digits, const QRectF& bar, double base, bool last)
    {
        const double nameWidth = textWidth(pointer.name + u' ', Face::Sans, style_.small, 600);
        const double width = nameWidth + textWidth(digits, Face::Mono, style_.small, 600);
        const double before = last ? width / 2 : width - style_.small; // leaves room for the next one
        const double left = std::clamp(pointer.x - before, bar.left(), bar.right() - width);
        const Words name{pointer.name, {left, base}, style_.small, Ink::Muted,
                         600,          Align::Left,  Face::Sans,   pointer.ref};
        const Words value{digits,     {left + nameWidth, base}, style_.small, Ink::Text, 600, Align::Left, Face::Mono,
                          pointer.ref};
        writeIfBothAreFree(name, value);
    }

    void writeIfBothAreFree(const Words& name, const Words& value)
    {
        const double gap = style_.px(4);
        if (!pen_.isFree(roomOf(name).united(roomOf(value)).adjusted(-gap, 0, gap, 0))) return;
        pen_.write(name);
        pen_.write(value);
    }

    /// Writes the names of both ends.
    void names(const QRectF& lane)
    {
        const auto name = [&](trace::Side side, Term term, double base) {
            const QString words = nameOfSide(side) + QStringLiteral(": ") + say(info(term).title);
            pen_.writeIfFree({elided(words, Face::Sans, style_.small, 600, lane.width()),
                              {lane.left(), base},
                              style_.small,
                              Ink::Muted,
                              600,
                              Align::Left,
                              Face::Sans,
                              refOf(term)});
        };
        name(sender_, Term::SendSpace, lane.top() + style_.small * 1.35);
        name(trace::other(sender_), Term::ReceiveSpace, lane.bottom() - style_.small * 0.5);
    }

    void underWay(const QRectF& lane)
    {
        const double high = std::clamp(lane.height() * 0.16, style_.px(6), style_.px(16));
        const double aside = style_.small * (low_ ? 0.3 : 1.7); // for the names
        const double top = lane.top() + aside;
        const double way = lane.height() - (low_ ? 2 * aside : style_.small * 3.2) - high;
        if (way < (low_ && !display_.presenting ? 0 : high)) return;
        std::vector<Capsule> capsules;
        for (const trace::TransitId id : transitsUnderWay(staged_.trace(), staged_.timeMap, input_.time)) {
            const trace::Transit transit = staged_.trace().transit(id);
            if (transit.connection != trace::the_conversation || transit.segment.is_datagram()) continue;
            const TransitSpan span = spanOf(transit, staged_.timeMap);
            const double part = seconds(input_.time - span.from) / std::max(1e-9, seconds(span.to - span.from)) *
                                (transit.fate == trace::Fate::Lost ? 0.55 : 1);
            const Ref ref{Ref::Kind::Segment, transit.from, id};
            if (transit.from == sender_ && transit.segment.length() > 0)
                capsules.push_back(capsule(transit.segment, ref, {top + way * part, high}));
            else if (transit.from != sender_ && transit.segment.has_ack())
                capsules.push_back(acknowledgment(transit.segment, ref, {top + way * (1 - part), high}));
        }
        for (const Capsule& each : capsules)
            pen_.avoid(each.rect);
        for (const Capsule& each : capsules)
            mark(each);
    }

    struct Height {
        double top;
        double high;
    };
    struct Capsule {
        QRectF rect;
        Ink ink;
        QString words;
        Ref ref;
    };
    void mark(const Capsule& capsule)
    {
        const QRectF& rect = capsule.rect;
        if (input_.selection == capsule.ref)
            pen_.moving(Box{rect.adjusted(-3, -3, 3, 3), 3, Ink::None, Ink::Selection, style_.px(2), Stroke::Solid});
        pen_.moving(Box{rect, 2, capsule.ink}, capsule.ref);
        const double base = baselineFor(rect.center().y(), style_.small);
        const bool inside = textWidth(capsule.words, Face::Sans, style_.small, 600) + style_.px(6) < rect.width() &&
                            rect.height() >= style_.small;
        const Words words{capsule.words, {inside ? rect.center().x() : rect.right() + style_.px(5), base},
                          style_.small,  inside ? Ink::OnSegment : capsule.ink,
                          600,           inside ? Align::Centre : Align::Left};
        const QRectF room = roomOf(words).adjusted(-2, 0, 4, 0);
        const bool onAnother =
            std::ranges::any_of(written_, [&](const QRectF& other) { return other.intersects(room); });
        if (onAnother || (!inside && (room.right() > area_.left() + scale_.breakAt() || !pen_.isFree(room)))) return;
        written_.push_back(room);
        pen_.moving(Label{words.text, words.at, words.pixels, words.ink, Face::Sans, 600, words.align, 0}, capsule.ref);
    }
    Capsule capsule(const tcp::Segment& segment, const Ref& ref, Height place) const
    {
        const double from = x(segment.seq);
        const double wide = std::max(style_.px(4), x(segment.end()) - from);
        return {{from, place.top, wide, place.high},
                inkOf(segment),
                QString::fromStdString(tcp::to_text(segment.flags)),
                ref};
    }
    Capsule acknowledgment(const tcp::Segment& segment, const Ref& ref, Height place) const
    {
        const double wide = style_.px(4);
        return {{x(segment.ack) - wide / 2, place.top, wide, place.high},
                Ink::SegmentAck,
                QStringLiteral("ack ") + number(segment.ack),
                ref};
    }

    PlotPen& pen_;
    const PlotStyle& style_;
    const ViewInput& input_;
    const StagedRun& staged_;
    const DisplayOptions& display_;
    bool low_; // a pointer has one line, and the lane no names
    trace::Moment moment_;
    trace::Side sender_;
    QRectF area_;
    tcp::Tcb mine_;
    tcp::Tcb theirs_;
    captions::Base base_;
    SpaceScale scale_;
    std::vector<QRectF> written_; // beside and in what is under way
};

std::vector<Key> spacesLegend(const DisplayOptions& display)
{
    std::vector<Key> keys;
    const auto add = [&](SpacePart part, Term term) {
        keys.push_back({Key::Sign::Swatch, inkOf(part), inLanguage(nameOf(part), display.language), refOf(term)});
    };
    add(SpacePart::Acknowledged, Term::SendSpace);
    add(SpacePart::InFlight, Term::BytesInFlight);
    add(SpacePart::Usable, Term::SendSpace);
    add(SpacePart::Unread, Term::Unread);
    add(SpacePart::Held, Term::OutOfOrder);
    add(SpacePart::Hole, Term::ReceiveSpace);
    if (display.presenting) return keys; // segments under way have labels
    keys.push_back({Key::Sign::Swatch, Ink::SegmentData, inLanguage(segmentWord, display.language), {}});
    keys.push_back({Key::Sign::Swatch, Ink::SegmentAck, inLanguage(ackWord, display.language), refOf(Term::FlagAck)});
    return keys;
}

} // namespace

Scene sequenceSpaces(const ViewInput& input)
{
    Scene scene{input.viewport.size};
    const PlotStyle style{input.viewport, input.display};
    PlotPen pen{scene};
    const double margin = style.px(14);
    const QRectF inside = QRectF{{}, scene.size}.adjusted(margin, margin * 0.7, -margin, -margin * 0.6);
    const std::vector<trace::Side> sides = withRoom({trace::Side::Left, trace::Side::Right}, input);
    const std::vector<Key> keys = input.viewport.legend ? spacesLegend(input.display) : std::vector<Key>{};
    if (sides.size() == 1) { // a projected half or a low view: most parts name themselves
        if (inside.height() < style.small * (input.display.presenting ? 0 : leastDirection) || inside.width() < 120)
            return scene;
        const double wanted = legendHeight(style, keys, inside.width());
        const double high = inside.height() - wanted < style.small * directionWithLegend ? 0 : wanted;
        Direction{pen, style, input, sides.front(), inside.adjusted(0, 0, 0, -high)}.draw();
        if (high > 0) drawLegend(pen, style, keys, {inside.left(), inside.bottom() - high, inside.width(), high});
        return scene;
    }
    const double legend = legendHeight(style, keys, inside.width());
    const double high = (inside.height() - legend - margin * 2) / 2;
    if (high < style.small * leastDirection || inside.width() < 120) return scene;
    for (const trace::Side sender : sides) {
        const double top = inside.top() + (sender == trace::Side::Left ? 0 : high + margin);
        Direction{pen, style, input, sender, {inside.left(), top, inside.width(), high}}.draw();
    }
    const double y = std::round(inside.top() + high + margin * 0.5);
    pen.still(Line{{inside.left(), y}, {inside.right(), y}, 1, Ink::Rule});
    drawLegend(pen, style, keys, {inside.left(), inside.bottom() - legend, inside.width(), legend});
    return scene;
}

} // namespace tcpstage::scene
