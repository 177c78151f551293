#include "core/captions/textbook.h"

#include "core/trace/spoken_name.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tcpstage::captions {

namespace {

struct Letters {
    Text letter;
    std::array<std::string_view, 3> own; // how a name of a lesson already ends in one
};
constexpr std::array<Letters, 2> letters{{{{"A", "甲"}, {"A", "a", "甲"}}, {{"B", "乙"}, {"B", "b", "乙"}}}};

/// "A", "host-b", "主机甲"; not "web".
bool has_letter(std::string_view name)
{
    return std::ranges::any_of(letters, [name](const Letters& each) {
        return std::ranges::any_of(each.own, [name](std::string_view own) {
            if (!name.ends_with(own)) return false;
            const std::string_view before = name.substr(0, name.size() - own.size());
            return own.size() > 1 || before.empty() || before.back() == ' ' || before.back() == '-';
        });
    });
}

} // namespace

std::string as_bits(std::string flags)
{
    constexpr std::string_view comma = ", ";
    for (std::size_t at = flags.find(comma); at != std::string::npos; at = flags.find(comma, at))
        flags.replace(at, comma.size(), "=1 ");
    return flags + "=1";
}

std::string flags_title(const tcp::Segment& segment, FlagNames names)
{
    std::string text = tcp::title(segment);
    const bool bits = names == FlagNames::Bits && !segment.is_datagram() && segment.flags != tcp::Flags{};
    return bits ? as_bits(std::move(text)) : text;
}

OwnedText end_title(const trace::Trace& trace, trace::Side side, EndNames names)
{
    OwnedText name = trace::spoken(trace.endpoint(side));
    const bool lettered = names == EndNames::Lettered && std::ranges::none_of(trace::both_sides, [&](trace::Side each) {
                              const OwnedText own = trace::spoken(trace.endpoint(each));
                              return has_letter(own.en) || has_letter(own.zh) || trace.is_scripted(each);
                          });
    if (!lettered) return name;
    const Text& letter = letters[trace::index(side)].letter;
    return {std::string{letter.en} + ": " + name.en, std::string{letter.zh} + "：" + name.zh};
}

} // namespace tcpstage::captions
