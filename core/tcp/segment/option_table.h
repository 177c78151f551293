#pragma once
// The table of the options of the TCP header: one row says all that the program knows of an option. Nothing else
// distinguishes options, except where TCP does: in core/tcp/options.cpp, which offers and uses them.

#include "core/base/text.h"
#include "core/tcp/segment/options.h"

#include <array>
#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tcpstage::tcp {

class NotationReader;

/// The value of an option where JSON shows it: true, a number, numbers by name, or blocks as [left, right].
using OptionValue =
    std::variant<bool, std::uint32_t, std::vector<std::pair<std::string_view, std::uint32_t>>, std::vector<SackBlock>>;

/// A function that a row must have: without it the row does not compile.
template <typename Function> class RowFunction {
public:
    template <std::convertible_to<Function*> Lambda> constexpr RowFunction(Lambda function) : function_{function} {}
    constexpr operator Function*() const { return function_; }

private:
    Function* function_;
};

struct OptionRow {
    OptionKind kind;
    std::string_view word;               // in the notation and in the glossary: packetdrill's, or one like those
    std::string_view key;                // in JSON
    Text name;                           // within a sentence
    std::string_view source;             // "RFC 9293 3.7.1"
    std::array<std::uint8_t, 4> lengths; // that it may have on the wire, kind and length included; then zeros

    RowFunction<bool(const Options&)> present;
    /// NOPs in front of it, which align it to four octets.
    RowFunction<unsigned(const Options&)> nops;
    /// Octets in the header, kind and length included; 0 when there is no room for it.
    RowFunction<unsigned(const Options&)> octets;
    /// Appends what follows kind and length.
    RowFunction<void(std::vector<std::uint8_t>&, const Options&)> put;
    /// Reads what follows kind and length, which has one of `lengths`. The last of two options of a kind counts.
    RowFunction<void(Options&, std::span<const std::uint8_t>)> take;
    /// What follows the word in the notation, with sequence numbers less `irs`; empty when nothing does.
    RowFunction<std::string(const Options&, Seq irs)> write;
    /// The same, read.
    RowFunction<void(NotationReader&, Options&)> read;
    RowFunction<OptionValue(const Options&)> value;
    /// In the picture of a header: "MSS 1460".
    RowFunction<std::string(const Options&)> label;
    /// What a SYN offers by it, for a sentence that compares two: empty when nothing, or it is no offer.
    RowFunction<OwnedText(const Options&)> offer;
};

/// In the order in which people read them.
std::span<const OptionRow> option_rows();
/// Null for End, Nop and a kind that the program does not support.
const OptionRow* find_option(OptionKind kind);

} // namespace tcpstage::tcp
