#include "core/terminal/columns.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tcpstage::terminal {

namespace {

struct Character {
    std::string_view octets;
    std::uint32_t code = 0;
    std::size_t width = 1;
};

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};
/// Wide and fullwidth characters (Unicode's East Asian Width), as far as this program's texts use them.
constexpr std::array<Range, 9> wide_ranges{{{0x1100, 0x115f},
                                            {0x2e80, 0x303e},
                                            {0x3041, 0xa4cf},
                                            {0xac00, 0xd7a3},
                                            {0xf900, 0xfaff},
                                            {0xfe30, 0xfe6f},
                                            {0xff00, 0xff60},
                                            {0xffe0, 0xffe6},
                                            {0x1f300, 0x3fffd}}};

Character next_character(std::string_view text)
{
    const auto octet = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    const std::uint32_t first = octet(0);
    const std::size_t wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    const std::size_t size = std::min(wanted, text.size());
    std::uint32_t code = size == 1 ? first : first & (0xffU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i)
        code = code << 6U | (octet(i) & 0x3fU);
    const bool wide = std::ranges::any_of(wide_ranges, [&](Range r) { return code >= r.first && code <= r.last; });
    const bool combining = code >= 0x300 && code <= 0x36f;
    return {text.substr(0, size), code, combining ? 0U : wide ? 2U : 1U};
}

std::vector<Character> characters(std::string_view text)
{
    std::vector<Character> all;
    for (; !text.empty(); text.remove_prefix(all.back().octets.size()))
        all.push_back(next_character(text));
    return all;
}

bool closes(std::string_view octets)
{
    constexpr std::array<std::string_view, 15> marks{"，", "。", "、", "；", "：", "！", "？", "）",
                                                     "”",  "》", "」", "…",  ".",  ",",  ")"};
    return std::ranges::find(marks, octets) != marks.end();
}

bool opens(std::string_view octets)
{
    constexpr std::array<std::string_view, 5> marks{"（", "“", "《", "「", "("};
    return std::ranges::find(marks, octets) != marks.end();
}

/// Whether a line may break before the character at `i`.
bool may_break(const std::vector<Character>& all, std::size_t i)
{
    if (i == 0 || i >= all.size()) return true;
    if (all[i].octets == " " || all[i - 1].octets == " ") return true;
    if (closes(all[i].octets) || opens(all[i - 1].octets)) return false;
    return all[i].width == 2 || all[i - 1].width == 2;
}

std::string cut(std::string_view text, std::size_t width, std::size_t& used)
{
    std::string result;
    used = 0;
    for (const Character& character : characters(text)) {
        if (used + character.width > width) break;
        result += character.octets;
        used += character.width;
    }
    return result;
}

} // namespace

std::size_t columns(std::string_view text)
{
    std::size_t width = 0;
    for (const Character& character : characters(text))
        width += character.width;
    return width;
}

std::string fitted(std::string_view text, std::size_t width)
{
    std::size_t used = 0;
    std::string result = cut(text, width, used);
    return result + std::string(width - used, ' ');
}

std::string fitted_right(std::string_view text, std::size_t width)
{
    std::size_t used = 0;
    const std::string result = cut(text, width, used);
    return std::string(width - used, ' ') + result;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width)
{
    const auto all = characters(text);
    std::vector<std::string> lines{""};
    std::size_t used = 0;
    for (std::size_t begin = 0; begin < all.size();) {
        std::size_t end = begin + 1;
        std::size_t piece = all[begin].width;
        if (all[begin].octets == "\n") { // a paragraph of its writer's
            lines.emplace_back();
            used = 0;
            begin = end;
            continue;
        }
        for (; end < all.size() && all[end].octets != "\n" && !may_break(all, end); ++end)
            piece += all[end].width;
        const bool blank = all[begin].octets == " ";
        if (used + piece > width && used > 0) {
            while (lines.back().ends_with(' '))
                lines.back().pop_back();
            lines.emplace_back();
            used = 0;
        }
        if (!(blank && used == 0)) {
            for (std::size_t i = begin; i < end; ++i)
                lines.back() += all[i].octets;
            used += piece;
        }
        begin = end;
    }
    return lines;
}

} // namespace tcpstage::terminal
