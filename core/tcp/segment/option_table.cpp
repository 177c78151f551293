#include "core/tcp/segment/option_table.h"

#include "core/tcp/segment/notation_reader.h"
#include "core/tcp/segment/option_bits.h"
#include "core/tcp/segment/wire_octets.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

namespace tcpstage::tcp {

namespace {

using Octets = std::vector<std::uint8_t>;

constexpr unsigned max_options_bytes = 40;
constexpr unsigned nops_of_sack = 2;
constexpr unsigned kind_and_length = 2;
constexpr unsigned block_bytes = 8;

OwnedText in_both(std::string text) { return {text, text}; }

constexpr OptionRow mss_row{
    .kind = OptionKind::Mss,
    .word = "mss",
    .key = "mss",
    .name = {"MSS", "MSS"},
    .source = "RFC 9293 3.7.1",
    .lengths = {4},
    .present = [](const Options& options) { return options.mss != 0; },
    .nops = [](const Options&) { return 0U; },
    .octets = [](const Options&) { return 4U; },
    .put = [](Octets& out, const Options& options) { put16(out, options.mss); },
    .take = [](Options& options, WireOctets body) { options.mss = get16(body, 0); },
    .write = [](const Options& options, Seq) { return fmt::format("{}", options.mss); },
    .read =
        [](NotationReader& reader, Options& options) {
            options.mss = static_cast<std::uint16_t>(reader.number({"the mss", "mss"}, UINT16_MAX));
        },
    .value = [](const Options& options) -> OptionValue { return std::uint32_t{options.mss}; },
    .label = [](const Options& options) { return fmt::format("MSS {}", options.mss); },
    .offer = [](const Options& options) { return in_both(fmt::format("mss {}", options.mss)); }, // "mss 0" without
};

constexpr OptionRow window_scale_row{
    .kind = OptionKind::WindowScale,
    .word = "wscale",
    .key = "window_scale",
    .name = {"window scale", "窗口扩大"},
    .source = "RFC 7323 2",
    .lengths = {3},
    .present = [](const Options& options) { return options.has_window_scale; },
    .nops = [](const Options&) { return 1U; },
    .octets = [](const Options&) { return 3U; },
    .put = [](Octets& out, const Options& options) { out.push_back(options.window_scale); },
    .take =
        [](Options& options, WireOctets body) {
            options.has_window_scale = true;
            options.window_scale = body[0];
        },
    .write = [](const Options& options, Seq) { return fmt::format("{}", options.window_scale); },
    .read =
        [](NotationReader& reader, Options& options) {
            options.has_window_scale = true;
            options.window_scale =
                static_cast<std::uint8_t>(reader.number({"the window scale", "窗口扩大因子"}, UINT8_MAX));
        },
    .value = [](const Options& options) -> OptionValue { return std::uint32_t{options.window_scale}; },
    .label = [](const Options& options) { return fmt::format("WS {}", options.window_scale); },
    .offer =
        [](const Options& options) {
            return options.has_window_scale ? in_both(fmt::format("wscale {}", options.window_scale)) : OwnedText{};
        },
};

constexpr OptionRow sack_permitted_row{
    .kind = OptionKind::SackPermitted,
    .word = "sackOK",
    .key = "sack_permitted",
    .name = {"SACK", "SACK"},
    .source = "RFC 2018 2",
    .lengths = {2},
    .present = [](const Options& options) { return options.sack_permitted; },
    .nops = [](const Options& options) { return options.has_timestamps ? 0U : 2U; }, // timestamps are aligned by it
    .octets = [](const Options&) { return 2U; },
    .put = [](Octets&, const Options&) {},
    .take = [](Options& options, WireOctets) { options.sack_permitted = true; },
    .write = [](const Options&, Seq) { return std::string{}; },
    .read = [](NotationReader&, Options& options) { options.sack_permitted = true; },
    .value = [](const Options&) -> OptionValue { return true; },
    .label = [](const Options&) { return std::string{"SACK OK"}; },
    .offer = [](const Options& options) { return options.sack_permitted ? in_both("sackOK") : OwnedText{}; },
};

constexpr OptionRow timestamps_row{
    .kind = OptionKind::Timestamps,
    .word = "TS",
    .key = "timestamps",
    .name = {"timestamps", "时间戳"},
    .source = "RFC 7323 3",
    .lengths = {10},
    .present = [](const Options& options) { return options.has_timestamps; },
    .nops = [](const Options& options) { return options.sack_permitted ? 0U : 2U; },
    .octets = [](const Options&) { return 10U; },
    .put =
        [](Octets& out, const Options& options) {
            put32(out, options.timestamps.value);
            put32(out, options.timestamps.echo);
        },
    .take =
        [](Options& options, WireOctets body) {
            options.has_timestamps = true;
            options.timestamps = {get32(body, 0), get32(body, 4)};
        },
    .write = [](const Options& options,
                Seq) { return fmt::format("val {} ecr {}", options.timestamps.value, options.timestamps.echo); },
    .read =
        [](NotationReader& reader, Options& options) {
            options.has_timestamps = true;
            if (!reader.accept_word("val")) return reader.refuse({"expected \"val\" after TS", "TS 后面应有“val”"});
            options.timestamps.value = reader.number({"the value of TS", "TS 的值"});
            if (!reader.accept_word("ecr"))
                return reader.refuse({"expected \"ecr\" after the value of TS", "TS 的值后面应有“ecr”"});
            options.timestamps.echo = reader.number({"the echo of TS", "TS 的回显"});
        },
    .value = [](const Options& options) -> OptionValue {
        return std::vector<std::pair<std::string_view, std::uint32_t>>{{"value", options.timestamps.value},
                                                                       {"echo", options.timestamps.echo}};
    },
    .label =
        [](const Options& options) {
            return fmt::format("TS {} {}", options.timestamps.value, options.timestamps.echo);
        },
    .offer =
        [](const Options& options) {
            return options.has_timestamps ? OwnedText{Text{"timestamps", "时间戳"}} : OwnedText{};
        },
};

void read_blocks(NotationReader& reader, Options& options)
{
    do {
        if (options.sack_count == options.sack.size())
            return reader.refuse({"there are at most 4 blocks of SACK: one too many", "SACK 块最多 4 个：多了一个"});
        SackBlock& block = options.sack[options.sack_count++];
        block.left = Seq{reader.number({"the left edge of a SACK block", "SACK 块的左边界"})};
        reader.require(':', {"the left edge of a SACK block", "SACK 块的左边界"});
        block.right = Seq{reader.number({"the right edge of a SACK block", "SACK 块的右边界"})};
    } while (reader.at_digit());
}

std::span<const SackBlock> blocks_of(const Options& options)
{
    return std::span{options.sack}.first(options.sack_count);
}

constexpr OptionRow sack_row{
    .kind = OptionKind::Sack,
    .word = "sack",
    .key = "sack",
    .name = {"SACK blocks", "SACK 块"},
    .source = "RFC 2018 3",
    .lengths = {10, 18, 26, 34},
    .present = [](const Options& options) { return options.sack_count != 0; },
    .nops = [](const Options&) { return nops_of_sack; },
    .octets =
        [](const Options& options) {
            const unsigned blocks = sack_blocks_sent(options);
            return blocks == 0 ? 0 : kind_and_length + block_bytes * blocks;
        },
    .put =
        [](Octets& out, const Options& options) {
            for (const SackBlock& block : blocks_of(options).first(sack_blocks_sent(options))) {
                put32(out, block.left.value());
                put32(out, block.right.value());
            }
        },
    .take =
        [](Options& options, WireOctets body) {
            options.sack = {}; // an earlier option may have had more blocks
            options.sack_count = static_cast<std::uint8_t>(body.size() / block_bytes);
            for (std::size_t i = 0; i < options.sack_count; ++i)
                options.sack[i] = {Seq{get32(body, 8 * i)}, Seq{get32(body, 8 * i + 4)}};
        },
    .write =
        [](const Options& options, Seq irs) {
            std::string text;
            for (const SackBlock& block : blocks_of(options).first(sack_blocks_sent(options)))
                text += fmt::format("{}{}:{}", text.empty() ? "" : " ", block.left - irs, block.right - irs);
            return text;
        },
    .read = read_blocks,
    .value = [](const Options& options) -> OptionValue {
        const auto blocks = blocks_of(options);
        return std::vector<SackBlock>{blocks.begin(), blocks.end()};
    },
    .label =
        [](const Options& options) {
            std::string text;
            for (const SackBlock& block : blocks_of(options).first(sack_blocks_sent(options)))
                text += fmt::format("{}SACK {}-{}", text.empty() ? "" : ", ", block.left.value(), block.right.value());
            return text;
        },
    .offer = [](const Options&) { return OwnedText{}; }, // blocks are no offer
};

constexpr std::array rows{mss_row, window_scale_row, sack_permitted_row, timestamps_row, sack_row};
/// SACK blocks take the room that is left, so they come last.
constexpr std::array rows_on_wire{&mss_row, &sack_permitted_row, &timestamps_row, &window_scale_row, &sack_row};

// A kind without a row is an error even where warnings are not.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wswitch"
/// Null when it has no row.
constexpr const OptionRow* row_of(OptionKind kind)
{
    switch (kind) {
    case OptionKind::End:
    case OptionKind::Nop:
        return nullptr;
    case OptionKind::Mss:
        return &mss_row;
    case OptionKind::WindowScale:
        return &window_scale_row;
    case OptionKind::SackPermitted:
        return &sack_permitted_row;
    case OptionKind::Sack:
        return &sack_row;
    case OptionKind::Timestamps:
        return &timestamps_row;
    }
    return nullptr;
}
#pragma GCC diagnostic pop

/// Calls `visit` with each row in the order of the wire. The row is a template argument so that its functions can be
/// inlined: the length of the options is needed for every segment sent.
template <typename Visit> constexpr void each_on_wire(Visit visit)
{
    [&]<std::size_t... place>(std::index_sequence<place...>)
    {
        (visit.template operator()<*rows_on_wire[place]>(), ...);
    }
    (std::make_index_sequence<rows_on_wire.size()>{});
}

/// Octets of all options except SACK, aligned.
constexpr unsigned fixed_options_bytes(const Options& options)
{
    unsigned bytes = 0;
    each_on_wire([&]<const OptionRow & row>() {
        if constexpr (row.kind != OptionKind::Sack)
            if (row.present(options)) bytes += row.nops(options) + row.octets(options);
    });
    return bytes;
}

/// Each octet of each member is 1.
consteval Options with_all_members()
{
    std::array<std::uint8_t, sizeof(Options)> ones{};
    ones.fill(1);
    return std::bit_cast<Options>(ones);
}

consteval bool all_members_are_visited()
{
    Options options = with_all_members();
    each_option_member(options, []<typename Member>(Member& member) {
        if constexpr (!std::same_as<Member, bool>) member = {};
    });
    set_option_bits(options, 0);
    return options == Options{};
}
static_assert(all_members_are_visited(), "each_option_member leaves out a member of Options");

consteval bool every_kind_has_one_row()
{
    const auto among_rows = [](OptionKind kind) { return std::ranges::count(rows, kind, &OptionRow::kind); };
    const auto among_those_on_wire = [](OptionKind kind) {
        return std::ranges::count_if(rows_on_wire, [kind](const OptionRow* row) { return row->kind == kind; });
    };
    std::size_t count = 0;
    for (unsigned number = 0; number <= UINT8_MAX; ++number) {
        const auto kind = static_cast<OptionKind>(number);
        const OptionRow* const row = row_of(kind);
        if (row == nullptr) continue;
        ++count;
        if (row->kind != kind || among_rows(kind) != 1 || among_those_on_wire(kind) != 1) return false;
    }
    static_assert(rows.size() == rows_on_wire.size());
    return count == rows.size();
}
static_assert(every_kind_has_one_row(), "a row is missing in row_of, rows or rows_on_wire, or stands there twice");

consteval bool rows_are_complete()
{
    return std::ranges::all_of(rows, [](const OptionRow& row) {
        return !row.word.empty() && !row.key.empty() && !row.name.en.empty() && !row.name.zh.empty() &&
               !row.source.empty() && row.lengths[0] >= kind_and_length;
    });
}
static_assert(rows_are_complete(), "a row lacks a word, a key, a name, a source or its lengths");

static_assert(fixed_options_bytes(with_all_members()) + nops_of_sack + kind_and_length + block_bytes <=
                  max_options_bytes,
              "beside all other options there must be room for one SACK block");

} // namespace

std::span<const OptionRow> option_rows() { return rows; }

const OptionRow* find_option(OptionKind kind) { return row_of(kind); }

std::vector<OptionKind> option_order(const Options& options)
{
    std::vector<OptionKind> order;
    each_on_wire([&]<const OptionRow & row>() {
        if (!row.present(options) || row.octets(options) == 0) return;
        for (unsigned i = 0; i < row.nops(options); ++i)
            order.push_back(OptionKind::Nop);
        order.push_back(row.kind);
    });
    return order;
}

std::uint8_t sack_blocks_sent(const Options& options)
{
    if (options.sack_count == 0) return 0;
    const unsigned room =
        (max_options_bytes - fixed_options_bytes(options) - nops_of_sack - kind_and_length) / block_bytes;
    return static_cast<std::uint8_t>(std::min<unsigned>(room, options.sack_count));
}

std::uint32_t options_bytes(const Options& options)
{
    const std::uint32_t blocks = sack_blocks_sent(options);
    return fixed_options_bytes(options) + (blocks == 0 ? 0 : nops_of_sack + kind_and_length + block_bytes * blocks);
}

} // namespace tcpstage::tcp
