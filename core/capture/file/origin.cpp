#include "core/capture/file/origin.h"

#include "core/base/file_stream.h"
#include "core/base/files.h"

#include <algorithm>
#include <utility>

namespace tcpstage::capture {

namespace {

constexpr std::size_t most_of_standard_input = std::size_t{1} << 30U;

ReadMore read_memory(std::shared_ptr<const std::string> octets)
{
    return [octets = std::move(octets),
            next = std::size_t{0}](std::span<std::uint8_t> into) mutable -> Result<std::size_t> {
        const std::size_t count = std::min(into.size(), octets->size() - next);
        std::copy_n(octets->begin() + static_cast<std::ptrdiff_t>(next), count, into.begin());
        next += count;
        return count;
    };
}

} // namespace

Result<Origin> Origin::find(const std::string& path, std::stop_token stop)
{
    if (path != "-" && path != "/dev/stdin") {
        if (const auto regular = check_regular_file(path); !regular) return tl::unexpected{regular.error()};
        return of_file(path);
    }
    return read_whole_file(path, {most_of_standard_input, true, std::move(stop)}).map([&](std::string octets) {
        return of_octets(std::move(octets), path);
    });
}

Origin Origin::of_octets(std::string octets, std::string name)
{
    Origin origin;
    origin.name_ = std::move(name);
    origin.octets_ = std::make_shared<const std::string>(std::move(octets));
    return origin;
}

Origin Origin::of_file(std::string path)
{
    Origin origin;
    origin.name_ = std::move(path);
    return origin;
}

Origin Origin::of_stream(ReadMore more, std::string name)
{
    Origin origin;
    origin.name_ = std::move(name);
    origin.stream_ = std::move(more);
    return origin;
}

Result<ReadMore> Origin::begin() const
{
    if (stream_) return stream_;
    if (octets_) return read_memory(octets_);
    return FileStream::open(name_).map([](FileStream stream) -> ReadMore {
        return [shared = std::make_shared<FileStream>(std::move(stream))](std::span<std::uint8_t> into) {
            return shared->read(into);
        };
    });
}

} // namespace tcpstage::capture
