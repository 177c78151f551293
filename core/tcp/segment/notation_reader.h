#pragma once
// Reads a line of the notation from left to right: blanks, words, numbers, punctuation. It knows nothing of segments.
// Private to core/tcp/segment.

#include "core/tcp/segment/notation_fault.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tcpstage::tcp {

/// After an error it reads nothing more; the first error is kept.
class NotationReader {
public:
    explicit NotationReader(std::string_view line) : line_{line} {}

    bool failed() const { return fault_.has_value(); }
    const NotationFault& fault() const { return *fault_; }
    /// Where it reads next, counted from 0.
    std::size_t position() const { return next_; }

    void skip_blanks();
    bool at_end();
    bool at_digit();
    bool accept(char c);
    /// An error says `after` what it was expected.
    void require(char c, Text after);
    bool accept_word(std::string_view word);
    /// The letters, digits and signs up to the next blank or punctuation.
    std::string_view take_word();
    /// A decimal number of at most `most`. 0 after an error, which says `what` was expected.
    std::uint32_t number(Text what, std::uint32_t most = UINT32_MAX);

    void refuse(OwnedText what) { refuse_at(next_, std::move(what)); }
    void refuse_at(std::size_t position, OwnedText what);
    /// Reports what packetdrill supports and this program does not.
    void pass(std::size_t position, std::string_view what);

private:
    std::string_view peek_word() const;

    std::string_view line_;
    std::size_t next_ = 0;
    std::optional<NotationFault> fault_;
};

} // namespace tcpstage::tcp
