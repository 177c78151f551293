#pragma once
// The octets of a capture in their order, unpacked if they are packed with gzip. It holds a piece of them at a time.

#include "core/capture/file/origin.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tcpstage::capture {

class Input {
public:
    /// Finds out by the first octets whether they are packed.
    explicit Input(ReadMore more);

    /// The octets at the place, at least `wanted` (at most 64 MiB) unless they end before. Valid until the next call.
    std::span<const std::uint8_t> peek(std::size_t wanted)
    {
        if (buffer_end_ - next_ < wanted) fill(wanted);
        return {buffer_.data() + next_, buffer_end_ - next_};
    }
    void skip(std::uint64_t octets);
    /// How many unpacked octets are before the place.
    std::uint64_t place() const { return before_buffer_ + next_; }
    /// How many octets of the file itself were read.
    std::uint64_t read_octets() const { return *read_octets_; }
    /// Why the octets ended before their end: the disk, or a damaged gzip file.
    const std::optional<Error>& error() const { return error_; }

private:
    /// Moves what is left to the front of the buffer and reads on until it has `wanted` octets.
    void fill(std::size_t wanted);

    ReadMore more_;
    std::shared_ptr<std::uint64_t> read_octets_ = std::make_shared<std::uint64_t>(0);
    std::vector<std::uint8_t> buffer_;
    std::size_t next_ = 0;
    std::size_t buffer_end_ = 0;
    std::uint64_t before_buffer_ = 0;
    bool ended_ = false;
    std::optional<Error> error_;
};

} // namespace tcpstage::capture
