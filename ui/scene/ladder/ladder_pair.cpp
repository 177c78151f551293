// Two worlds on one stage: two ladders with a common stage time, and the signs of their differences between them.

#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/caption.h"
#include "ui/scene/words/variables.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

/// The width of the strip between the two ladders.
double seamOf(double width) { return std::round(std::clamp(width * 0.03, 22.0, 70.0)); }

/// The strip between two ladders: one sign for each difference, at its height.
class Seam {
public:
    Seam(Scene& scene, const ViewInput& input, const LadderView& view, const QRectF& area)
        : scene_{scene}, staged_{input.staged}, time_{input.time}, language_{input.display.language}, view_{view},
          area_{area}
    {}

    void draw()
    {
        for (const double x : {area_.left(), area_.right()})
            scene_.still.push_back(
                {Line{{x, area_.top()}, {x, area_.bottom()}, 1, Ink::Rule, Stroke::Solid, 0}, {}, 1});
        std::vector<std::pair<StageTime, const compare::Difference*>> order;
        for (const compare::Difference& difference : staged_.comparison->differences)
            order.emplace_back(differenceTime(staged_, difference), &difference);
        std::ranges::stable_sort(order, {}, &std::pair<StageTime, const compare::Difference*>::first);
        const auto late = [](const compare::Difference* difference) {
            return difference->kind == compare::Difference::Kind::Time;
        };
        // Where signs collide, a difference in time gives way to other differences. Future signs count too, so that a
        // sign never disappears again.
        std::vector<double> taken;
        for (const bool times : {false, true}) {
            const std::size_t others = times ? taken.size() : 0;
            for (const auto& [at, difference] : order)
                if (late(difference) == times && findsPlace(view_.style.y(at), taken, others) && at <= time_)
                    sign(*difference, view_.style.y(at));
        }
    }

private:
    double px(double count) const { return count * view_.style.scale; }
    double size() const { return std::min(px(18), area_.width() - 6); }

    /// Takes the place at `height` unless it touches one in `taken`, whose first `others` and whose rest are each
    /// sorted.
    bool findsPlace(double height, std::vector<double>& taken, std::size_t others) const
    {
        const auto touches = [&](double other) { return std::abs(other - height) < size() + 1; };
        const auto end = taken.begin() + static_cast<std::ptrdiff_t>(others);
        const auto below = std::lower_bound(taken.begin(), end, height);
        const bool near = (below != end && touches(*below)) || (below != taken.begin() && touches(*std::prev(below))) ||
                          (taken.size() > others && touches(taken.back()));
        if (!near) taken.push_back(height);
        return !near;
    }

    void sign(const compare::Difference& difference, double height)
    {
        const double y = height - view_.scroll + view_.corner.y();
        if (y - size() / 2 >= area_.top() && y + size() / 2 <= area_.bottom())
            sign(difference, QPointF{std::round(area_.center().x()), y});
    }

    static std::size_t whichOf(const compare::Difference& difference)
    {
        return difference.at[0] != trace::no_record ? 0 : 1;
    }

    void sign(const compare::Difference& difference, QPointF at)
    {
        const std::size_t which = whichOf(difference);
        const trace::RecordId record = difference.at[which];
        Ref ref{Ref::Kind::Step, difference.side, record, static_cast<std::uint8_t>(which)};
        if (difference.transits[which] != trace::no_transit)
            ref = {Ref::Kind::Segment, difference.side, difference.transits[which], ref.run};
        const QRectF box{at - QPointF{size() / 2, size() / 2}, QSizeF{size(), size()}};
        scene_.still.push_back(
            {Box{box, px(4), Ink::Highlight, Ink::Text, std::max(1.0, px(1)), Stroke::Solid}, ref, 1});
        const double pixels = std::round(size() * 0.7);
        const QString text = plain(tcpstage::compare::sign(difference.kind));
        scene_.still.push_back(
            {Label{text, baselineFor(at, pixels), pixels, Ink::Text, Face::Sans, 700, Align::Centre, 0}, ref, 1});
        scene_.hints.push_back({box, signMeaning(difference.kind, language_)});
    }

    Scene& scene_;
    const StagedRun& staged_;
    StageTime time_;
    Language language_;
    const LadderView& view_;
    QRectF area_;
};

/// The segments of a world that differ from the other world's in something that is not on the stage yet: their signs
/// would tell it.
std::vector<trace::TransitId> unsaidOf(const ViewInput& input, std::uint8_t run)
{
    std::vector<trace::TransitId> unsaid;
    for (const compare::Difference& difference : input.staged.comparison->differences) {
        const trace::TransitId id = difference.transits[run];
        if (id == trace::no_transit || differenceTime(input.staged, difference) <= input.time) continue;
        if (differenceOf(input.staged.half(run), id) == difference.kind)
            unsaid.push_back(id); // the sign tells this one
    }
    std::ranges::sort(unsaid);
    return unsaid;
}

/// Between the names of a world's ends, which have no panels here: what the run is about, as in "CWND 4380".
class Subject {
public:
    Subject(Scene& scene, const ViewInput& input, const LadderView& view)
        : scene_{scene}, input_{input}, view_{view}, style_{view.style}, moment_{
                                                                             input.staged.timeMap.moment(input.time)}
    {}

    void draw()
    {
        if (const auto side = subject()) write(*side, variablesOf(*side));
    }

    /// How many of the variables have a place beside a title, at every step: with five digits each.
    std::size_t countBeside(const QString& title) const
    {
        const auto [from, to] = roomBeside(title);
        std::size_t count = 0;
        double width = 0;
        for (const Variable variable : variables()) {
            width += textWidth(nameOf(variable) + QStringLiteral(" 65535"), Face::Mono, style_.tagPixels, 600);
            if (width > to - from) break;
            width += px(12);
            ++count;
        }
        return count;
    }
    bool fits(const QString& title) const
    {
        const auto [from, to] = roomBeside(title);
        return from <= to;
    }
    std::vector<Variable> variables() const
    {
        const auto side = subject();
        return side ? variablesOf(*side) : std::vector<Variable>{};
    }

private:
    double px(double count) const { return count * style_.scale; }

    /// The end whose variables the run is about.
    std::optional<trace::Side> subject() const
    {
        for (const trace::Side side : trace::both_sides) {
            const trace::Trace& trace = input_.staged.trace();
            if (trace.is_scripted(side) || trace.endpoint(side).without.tcp) continue;
            if (!subjectsOf(input_.staged, side).empty()) return side;
        }
        return {};
    }
    std::vector<Variable> variablesOf(trace::Side side) const
    {
        std::vector<Variable> variables = subjectsOf(input_.staged, side);
        variables.resize(std::min<std::size_t>(variables.size(), 2));
        return variables;
    }

    double height() const { return style_.header - style_.title - px(18); }

    /// Of the name of an end.
    double box(trace::Side side) const
    {
        const QString name = endpointName(input_.staged.trace().endpoint(side), input_.display.language);
        return std::max(px(124), textWidth(name, Face::Sans, style_.namePixels, 700) + px(28));
    }

    void write(trace::Side side, const std::vector<Variable>& variables)
    {
        change_ = changeAt(input_.staged, side, moment_);
        const double from = style_.left + box(trace::Side::Left) / 2 + px(6);
        const double to = style_.right - box(trace::Side::Right) / 2 - px(6);
        const double line = height() / static_cast<double>(variables.size());
        const double pixels = std::round(std::min(style_.numbersPixels, line / 1.3));
        const auto isTooWide = [&](Variable variable) { return width(variable, pixels) > to - from; };
        if (std::ranges::any_of(variables, isTooWide)) return beside(side, variables);
        double middle = style_.title + px(10) + line / 2;
        for (const Variable variable : variables) {
            value(side, variable, {std::round((from + to) / 2), middle}, {pixels, line - 1});
            middle += line;
        }
    }

    /// From the title to the clock.
    std::pair<double, double> roomBeside(const QString& title) const
    {
        const double sign = input_.staged.trace().is_tcp() ? 0 : px(100);
        return {px(24) + textWidth(title, Face::Sans, style_.titlePixels, 700),
                style_.width - px(24) - sign - clockWidth(style_.clockPixels, input_.staged.clockDecimals)};
    }

    /// Between the title and the clock, where the names stand close to each other.
    void beside(trace::Side side, std::vector<Variable> variables)
    {
        const auto [from, to] = roomBeside(view_.title);
        const double gap = px(12);
        double pixels = std::round(style_.clockPixels);
        const auto all = [&, this] {
            double width = -gap;
            for (const Variable variable : variables)
                width += this->width(variable, pixels) + gap;
            return width;
        };
        while (pixels > style_.tagPixels && all() > to - from)
            --pixels;
        while (!variables.empty() && all() > to - from)
            variables.pop_back(); // the first one says most
        if (variables.empty()) return;
        double x = std::round((from + to - all()) / 2);
        const double middle = style_.title - style_.titlePixels * (0.22 + halfLetter);
        for (const Variable variable : variables) {
            const double wide = width(variable, pixels);
            value(side, variable, {x + wide / 2, middle}, {pixels, pixels * 1.3});
            x += wide + gap;
        }
    }

    QString words(Variable variable) const
    {
        return nameOf(variable) + u' ' + valueOf(variable, change_.now, input_.display);
    }
    double width(Variable variable, double pixels) const { return textWidth(words(variable), Face::Mono, pixels, 600); }

    struct Sizes {
        double pixels;
        double height; // of what is highlighted
    };
    void value(trace::Side side, Variable variable, QPointF at, Sizes sizes)
    {
        const Ref ref{Ref::Kind::Variable, side, static_cast<std::uint32_t>(variable), view_.run};
        const QPointF centre = view_.corner + at;
        const QSizeF size{width(variable, sizes.pixels) + px(8), sizes.height};
        const QRectF ground{centre - QPointF{size.width() / 2, size.height() / 2}, size};
        const QString before = valueOf(variable, change_.before, input_.display);
        if (valueOf(variable, change_.now, input_.display) != before)
            scene_.moving.push_back({Box{ground, px(4), Ink::Highlight}, ref, 1});
        scene_.moving.push_back({Label{words(variable), baselineFor(centre, sizes.pixels), sizes.pixels, Ink::Text,
                                       Face::Mono, 600, Align::Centre, 0},
                                 ref, 1});
    }

    Scene& scene_;
    const ViewInput& input_;
    const LadderView& view_;
    const LadderStyle& style_;
    trace::Moment moment_;
    Change change_{};
};

/// "ACK dropped" of the branch "ACK dropped: segment 6 of server" where the whole title leaves the numbers no place.
QString shorterTitle(const QString& title, const StagedRun& staged, const Subject& subject)
{
    const bool isBranch = std::ranges::any_of(staged.scenario.setup.faults, &sim::Fault::by_hand);
    const qsizetype colon = std::max(title.indexOf(u": "), title.indexOf(u'：'));
    const bool isWhole = subject.fits(title) && subject.countBeside(title) == subject.variables().size();
    if (!isBranch || colon < 0 || isWhole) return title;
    return subject.countBeside(title.left(colon)) > 0 || !subject.fits(title) ? title.left(colon) : title;
}

} // namespace

LadderStyle halfStyle(const LadderStyle& whole, const DisplayOptions& display)
{
    const double width = std::floor((whole.width - seamOf(whole.width)) / 2);
    LadderStyle half{{width, whole.height}, whole.scale, display};
    half.title = std::round(24 * half.scale);
    half.header += half.title - (display.presenting ? std::round(8 * half.scale) : 0); // lower boxes for the names
    half.stretch = whole.stretch;
    half.least = whole.least;
    return half;
}

void addPair(Scene& scene, const ViewInput& input, const LadderView& view, bool clipped)
{
    const LadderStyle style = halfStyle(view.style, input.display);
    const double seam = view.style.width - 2 * style.width;
    LadderView half{view.corner, style, view.scroll, view.ground, {}, 0};
    half.shown = view.shown;
    const std::size_t still = scene.still.size();
    const std::size_t moving = scene.moving.size();
    half.finished = view.finished;
    for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
        const ViewInput one = input.half(run);
        half.corner = view.corner + QPointF{run == 0 ? 0 : style.width + seam, 0};
        half.run = run;
        half.twins = {&input.staged.half(1 - run), &input.staged.comparison->partner[run]};
        half.title = QString::fromStdString(one.staged.scenario.half_title()[input.display.language]);
        half.unsaid = unsaidOf(input, run);
        if (!half.finished) half.title = shorterTitle(half.title, one.staged, Subject{scene, one, half});
        addLadder(scene, one, half, clipped);
        if (!half.finished) Subject{scene, one, half}.draw();
    }
    writeAlike(scene, still, moving, input.staged);
    const QPointF corner = view.corner + QPointF{style.width, style.header};
    half.corner = view.corner;
    Seam{scene, input, half, {corner, QSizeF{seam, view.style.height - style.header}}}.draw();
}

/// How it differs from the other world's segment, once that has happened.
QString LadderBuilder::shownSign(trace::TransitId id) const
{
    return std::ranges::binary_search(unsaid_, id) ? QString{} : differenceSign(staged_, id);
}

/// Words that may begin with that sign.
QString LadderBuilder::withShownSign(const QString& words, trace::TransitId id) const
{
    if (!std::ranges::binary_search(unsaid_, id)) return words;
    const QString sign = differenceSign(staged_, id);
    return !sign.isEmpty() && words.startsWith(sign) ? words.mid(sign.size()).trimmed() : words;
}

/// Marks a segment that only the other world has with an empty ring on the sender's lifeline.
void LadderBuilder::absences()
{
    const double radius = style_.band / 2 + px(2);
    for (const Absence& absence : staged_.absences) {
        if (absence.at > time_) continue;
        const double height = style_.y(absence.at) - scroll_;
        if (!seen(height - radius, height + radius)) continue;
        const QPointF centre{style_.x(absence.side), height};
        const QRectF ring{centre - QPointF{radius, radius}, QSizeF{2 * radius, 2 * radius}};
        moving(Box{ring, radius, ground_, Ink::Text, std::max(1.2, px(1.4)), Stroke::Dashed});
        scene_.hints.push_back({ring, ringMeaning(display_.language)});
    }
}

} // namespace tcpstage::scene
