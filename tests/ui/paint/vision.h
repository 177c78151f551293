#pragma once
// Colours as people see them: contrasts, and what those see who lack a kind of cones.

#include <QColor>
#include <algorithm>
#include <array>
#include <cmath>

namespace tcpstage::paint {

using Linear = std::array<double, 3>; // parts of red, green and blue light

inline Linear linear(const QColor& colour)
{
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return {part(colour.redF()), part(colour.greenF()), part(colour.blueF())};
}

/// The relative luminance of WCAG 2.1.
inline double luminance(const QColor& colour)
{
    const Linear part = linear(colour);
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
}

/// The contrast ratio of WCAG 2.1: 1 to 21.
inline double contrast(const QColor& a, const QColor& b)
{
    const double low = std::min(luminance(a), luminance(b));
    const double high = std::max(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

enum class Vision { Full, Protanopia, Deuteranopia, Tritanopia };

/// What is seen of a colour. The matrices, for the whole lack of a kind of cones, are those of Machado, Oliveira and
/// Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009.
inline Linear seen(const QColor& colour, Vision vision)
{
    using Matrix = std::array<Linear, 3>;
    static constexpr std::array<Matrix, 4> matrices{
        Matrix{Linear{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
        Matrix{Linear{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
        Matrix{Linear{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
        Matrix{
            Linear{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};
    const Matrix& matrix = matrices[static_cast<std::size_t>(vision)];
    const Linear light = linear(colour);
    Linear result{};
    for (std::size_t row = 0; row < 3; ++row)
        result[row] =
            std::clamp(matrix[row][0] * light[0] + matrix[row][1] * light[1] + matrix[row][2] * light[2], 0.0, 1.0);
    return result;
}

/// CIE L*a*b* with the white D65.
inline std::array<double, 3> lab(const Linear& light)
{
    const auto [r, g, b] = light;
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    const double x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const double y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    const double z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/// The difference of two colours to somebody's eyes: CIE 1976, where 2.3 is just noticed.
inline double difference(const QColor& a, const QColor& b, Vision vision)
{
    const auto one = lab(seen(a, vision));
    const auto two = lab(seen(b, vision));
    return std::hypot(one[0] - two[0], one[1] - two[1], one[2] - two[2]);
}

} // namespace tcpstage::paint
