#include "core/capture/file/input.h"

#include "core/capture/file/gzip.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 18U; // a piece stays in the processor's cache

} // namespace

Input::Input(ReadMore more)
{
    more_ = [more = std::move(more), count = read_octets_](std::span<std::uint8_t> into) {
        auto got = more(into);
        if (got) *count += *got;
        return got;
    };
    const auto first = peek(2);
    if (!begins_as_gzip(first)) return;
    more_ = unpack_gzip(std::move(more_), {first.begin(), first.end()});
    next_ = 0;
    buffer_end_ = 0;
    ended_ = false;
}

void Input::fill(std::size_t wanted)
{
    if (ended_) return;
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(next_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(buffer_end_), buffer_.begin());
    before_buffer_ += next_;
    buffer_end_ -= next_;
    next_ = 0;
    const std::size_t size = std::max(wanted, piece_bytes);
    while (!ended_ && buffer_end_ < wanted) {
        // A file that claims more than it has must not take the memory that it claims: the buffer grows with what
        // comes.
        buffer_.resize(std::max(buffer_.size(), std::min(size, buffer_end_ + piece_bytes)));
        const auto got = more_(std::span{buffer_}.subspan(buffer_end_));
        if (!got) error_ = got.error();
        ended_ = !got || *got == 0;
        if (got) buffer_end_ += *got;
    }
}

void Input::skip(std::uint64_t octets)
{
    while (octets > 0) {
        const auto here = peek(1).size();
        if (here == 0) return;
        const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(here, octets));
        next_ += step;
        octets -= step;
    }
}

} // namespace tcpstage::capture
