#include "ui/scene/marks/surface.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

double partOf(double value, double from, double to) { return to == from ? 0 : (value - from) / (to - from); }

/// The edges of the area and the lifelines between them: -1, 0, 1, ... in places.
std::vector<double> columnsOf(const Surface& surface)
{
    std::vector<double> columns{surface.area.left()};
    columns.insert(columns.end(), surface.lifelines.begin(), surface.lifelines.end());
    columns.push_back(surface.area.right());
    return columns;
}

/// The number of the column with the value, which the first and the last one continue beyond.
std::size_t columnAt(const std::vector<double>& columns, double value)
{
    const auto next = std::upper_bound(columns.begin() + 1, columns.end() - 1, value);
    return static_cast<std::size_t>(next - columns.begin()) - 1;
}

} // namespace

QPointF Surface::placeOf(QPointF point) const
{
    if (kind != SurfaceKind::Ladder)
        return {partOf(point.x(), area.left(), area.right()), partOf(point.y(), area.top(), area.bottom())};
    const std::vector<double> columns = columnsOf(*this);
    const std::size_t column = columnAt(columns, point.x());
    const double x = static_cast<double>(column) - 1 + partOf(point.x(), columns[column], columns[column + 1]);
    return {x, (point.y() - begin) / second};
}

QPointF Surface::pointOf(QPointF place) const
{
    if (kind != SurfaceKind::Ladder)
        return {area.left() + place.x() * area.width(), area.top() + place.y() * area.height()};
    const std::vector<double> columns = columnsOf(*this);
    std::vector<double> numbers;
    for (std::size_t i = 0; i < columns.size(); ++i)
        numbers.push_back(static_cast<double>(i) - 1);
    const std::size_t column = columnAt(numbers, place.x());
    const double part = place.x() - numbers[column];
    return {columns[column] + part * (columns[column + 1] - columns[column]), begin + place.y() * second};
}

void Surface::translate(QPointF by)
{
    area.translate(by);
    open.translate(by);
    for (double& x : lifelines)
        x += by.x();
    begin += by.y();
}

} // namespace tcpstage::scene
