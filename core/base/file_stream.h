#pragma once
// Reads a file piece by piece from its beginning, for files that may be larger than the memory.

#include "core/base/error.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace tcpstage {

class FileStream {
public:
    /// Errors: missing, not a regular file, no permission.
    static Result<FileStream> open(const std::string& path);

    FileStream(FileStream&&) noexcept;
    FileStream& operator=(FileStream&&) noexcept;
    FileStream(const FileStream&) = delete;
    FileStream& operator=(const FileStream&) = delete;
    ~FileStream();

    /// Reads the next octets, at most into.size(), and returns their number: 0 at the end of the file.
    Result<std::size_t> read(std::span<std::uint8_t> into);
    /// In octets, when it was opened.
    std::uint64_t size() const;

private:
    struct Opened;
    explicit FileStream(std::unique_ptr<Opened> opened);
    std::unique_ptr<Opened> opened_;
};

} // namespace tcpstage
