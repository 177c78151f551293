#include "ui/page/page_marks.h"

#include "ui/page/page_json.h"
#include "ui/paint/svg_writer.h"
#include "ui/scene/words/mark_names.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::page {

namespace {

/// A mark as a list of numbers, with its kind first: 0 line, 1 box, 2 label, 3 cross, 4 curve. Then the thing that it
/// represents and the opacity in percent.
class Encoded {
public:
    /// `down`: it is moved by so many pixels. `coarse`: places are rounded to so many hundredths of a pixel.
    Encoded(const scene::Mark& mark, int thing, double down, double coarse) : down_{down}, coarse_{coarse}
    {
        values_ << QByteArray::number(static_cast<int>(mark.shape.index())) << QByteArray::number(thing)
                << paint::shortNumber(mark.opacity * 100);
        std::visit(*this, mark.shape);
    }
    QByteArray text() const { return listOf(values_); }

    void operator()(const scene::Line& line)
    {
        point(line.from);
        point(line.to);
        numbers({line.width, line.headLength});
        word(line.ink);
        word(line.stroke);
    }
    void operator()(const scene::Box& box)
    {
        point(box.rect.topLeft());
        const double most = std::min(box.rect.width(), box.rect.height()) / 2;
        const bool hole = box.fill == scene::Ink::None && box.radius > 0 && box.borderWidth > box.radius;
        numbers({std::max(0.0, rounded(box.rect.width())), std::max(0.0, rounded(box.rect.height())),
                 hole ? box.radius : std::clamp(box.radius, 0.0, std::max(0.0, most)), box.borderWidth});
        word(box.fill);
        word(box.border);
        word(box.stroke);
    }
    void operator()(const scene::Label& label)
    {
        point(label.at);
        numbers({label.pixels, label.degrees, scene::textWidth(label.text, label.face, label.pixels, label.weight)});
        word(label.ink);
        word(label.face);
        word(label.align);
        numbers({static_cast<double>(label.weight)});
        values_ << quoted(label.text);
    }
    void operator()(const scene::Cross& cross)
    {
        point(cross.at);
        numbers({cross.radius, cross.width});
        word(cross.ink);
    }
    void operator()(const scene::Curve& curve)
    {
        word(curve.ink);
        for (const scene::CurvePart& part : scene::partsOf(curve)) {
            numbers({part.width});
            QString points;
            for (const QPointF& point : part.points)
                points += QString::fromLatin1(paint::shortNumber(rounded(point.x())) + ' ' +
                                              paint::shortNumber(rounded(point.y() + down_)) + ' ');
            values_ << quoted(points.chopped(1));
        }
    }

private:
    double rounded(double place) const { return std::round(place * 100 / coarse_) * coarse_ / 100; }
    void point(QPointF at) { numbers({rounded(at.x()), rounded(at.y() + down_)}); }
    void numbers(std::initializer_list<double> list)
    {
        for (const double number : list)
            values_ << paint::shortNumber(number);
    }
    template <typename Enum> void word(Enum value) { values_ << QByteArray::number(static_cast<int>(value)); }

    double down_;
    double coarse_;
    QByteArrayList values_;
};

} // namespace

int PageMarks::thingOf(const scene::Ref& ref)
{
    const QString id = scene::markId(ref);
    if (id.isEmpty()) return 0;
    const auto known = thingNumbers_.constFind(id);
    if (known != thingNumbers_.constEnd()) return *known;
    const int number = static_cast<int>(things_.size());
    things_.push_back(ref);
    thingNumbers_.insert(id, number);
    return number;
}

std::vector<int> PageMarks::numbersOfStill(const scene::Scene& scene, double scroll)
{
    std::vector<int> numbers;
    for (const scene::Mark& mark : scene.still)
        numbers.push_back(marks_.numberOf(Encoded{mark, thingOf(mark.ref), scroll, 1}.text()));
    return numbers;
}

std::vector<int> PageMarks::numbersOfMoving(const scene::Scene& scene)
{
    std::vector<int> numbers;
    for (const scene::Mark& mark : scene.moving)
        numbers.push_back(marks_.numberOf(Encoded{mark, thingOf(mark.ref), 0, 10}.text()));
    return numbers;
}

QByteArray PageMarks::marks() const { return '[' + marks_.texts().join(",\n") + ']'; }

QByteArray PageMarks::ids() const
{
    QByteArrayList ids;
    for (const scene::Ref& ref : things_)
        ids << quoted(scene::markId(ref));
    return listOf(ids);
}

QByteArray PageMarks::names(Language language) const
{
    scene::DisplayOptions display = display_;
    display.language = language;
    QByteArrayList names;
    for (const scene::Ref& ref : things_)
        names << quoted(scene::markName(staged_, ref, display));
    return listOf(names);
}

QByteArray PageFrames::change(std::vector<int>& before, std::vector<int> now)
{
    std::vector<int> change;
    if (before == now) return listOf(change);
    std::size_t at = 0; // in `before`
    for (std::size_t i = 0; i < now.size();) {
        std::size_t kept = 0;
        while (i + kept < now.size() && at + kept < before.size() && now[i + kept] == before[at + kept])
            ++kept;
        i += kept;
        at += kept;
        std::vector<int> fresh;
        auto found = before.end();
        for (; i < now.size(); ++i) {
            found = std::find(before.begin() + static_cast<std::ptrdiff_t>(at), before.end(), now[i]);
            if (found != before.end()) break;
            fresh.push_back(now[i]);
        }
        const auto left = static_cast<std::size_t>(found - before.begin()) - at; // left out
        for (const std::size_t count : {kept, left, fresh.size()})
            change.push_back(static_cast<int>(count));
        change.insert(change.end(), fresh.begin(), fresh.end());
        at += left;
    }
    if (now.empty()) change = {0, static_cast<int>(before.size()), 0};
    before = std::move(now);
    return listOf(change);
}

void PageFrames::add(const scene::Scene& scene, double scroll)
{
    const QByteArray still = change(still_, marks_.numbersOfStill(scene, scroll));
    const QByteArray moving = change(moving_, marks_.numbersOfMoving(scene));
    const QByteArray scrolled = paint::shortNumber(scroll);
    const bool same = still == "[]" && moving == "[]" && scrolled == scroll_ && !frames_.empty();
    frames_ << (same ? QByteArray{"0"} : listOf({scrolled, still, moving}));
    scroll_ = scrolled;
}

QByteArray PageFrames::json() const { return listOf(frames_); }

} // namespace tcpstage::page
