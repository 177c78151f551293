#include "core/tcp/segment/options.h"

#include <algorithm>
#include <concepts>
#include <span>

namespace tcpstage::tcp {

void shift_numbers(Options& options, std::uint32_t octets)
{
    each_option_member(options, [&]<typename Member>(Member& member) {
        if constexpr (std::same_as<Member, SackBlocks>)
            for (SackBlock& block : std::span{member}.first(options.sack_count))
                block = {block.left + octets, block.right + octets};
        else
            static_assert(std::integral<Member>, "a member of a new type may hold sequence numbers: shift them here");
    });
}

Options without_unused(Options options)
{
    std::ranges::fill(std::span{options.sack}.subspan(options.sack_count), SackBlock{});
    return options;
}

} // namespace tcpstage::tcp
