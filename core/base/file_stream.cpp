#include "core/base/file_stream.h"

#include "core/base/descriptor_io.h"

namespace tcpstage {

struct FileStream::Opened {
    std::string path;
    RegularFile file;
};

FileStream::FileStream(std::unique_ptr<Opened> opened) : opened_{std::move(opened)} {}
FileStream::FileStream(FileStream&&) noexcept = default;
FileStream& FileStream::operator=(FileStream&&) noexcept = default;
FileStream::~FileStream() = default;

Result<FileStream> FileStream::open(const std::string& path)
{
    auto file = open_regular_file(path);
    if (!file) return tl::unexpected{file.error()};
    return FileStream{std::make_unique<Opened>(Opened{path, std::move(*file)})};
}

Result<std::size_t> FileStream::read(std::span<std::uint8_t> into)
{
    while (true) {
        const ssize_t got = ::read(opened_->file.descriptor.number(), into.data(), into.size());
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) return unreadable(opened_->path, errno);
    }
}

std::uint64_t FileStream::size() const { return opened_->file.size; }

} // namespace tcpstage
