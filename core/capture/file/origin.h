#pragma once
// Where the octets of a capture come from: a file, or memory. They can be read from the beginning more than once.

#include "core/base/error.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace tcpstage::capture {

/// Reads the next octets, at most as many as fit, and returns their number: 0 at the end.
using ReadMore = std::function<Result<std::size_t>(std::span<std::uint8_t> into)>;

class Origin {
public:
    /// The path of a file, or "-" and /dev/stdin: standard input, which is read into memory (at most 1 GiB).
    static Result<Origin> find(const std::string& path, std::stop_token stop = {});
    static Origin of_octets(std::string octets, std::string name);
    /// A file that is opened only by begin(), so that this never fails.
    static Origin of_file(std::string path);
    /// What is captured just now, and can be read only once.
    static Origin of_stream(ReadMore more, std::string name);

    /// Reads from the beginning. Errors: those of opening and reading a file.
    Result<ReadMore> begin() const;
    const std::string& name() const { return name_; }

private:
    std::string name_;                          // of a file: its path
    std::shared_ptr<const std::string> octets_; // empty for a file
    ReadMore stream_;                           // empty but for a stream
};

} // namespace tcpstage::capture
