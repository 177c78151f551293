#include "core/capture/file/gzip.h"

#include "core/base/say.h"

#include <optional>
#include <utility>
#include <zlib.h>

namespace tcpstage::capture {

namespace {

constexpr std::size_t packed_piece_bytes = std::size_t{1} << 16U;

class Unpacker {
public:
    Unpacker(ReadMore packed, std::vector<std::uint8_t> first) : packed_{std::move(packed)}, piece_{std::move(first)}
    {
        constexpr int gzip_only = 16;
        usable_ = inflateInit2(&stream_, MAX_WBITS + gzip_only) == Z_OK;
        use(piece_.size());
    }
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;
    ~Unpacker() { inflateEnd(&stream_); }

    Result<std::size_t> read(std::span<std::uint8_t> into)
    {
        if (damage_) return tl::unexpected{*damage_};
        stream_.next_out = into.data();
        stream_.avail_out = static_cast<unsigned>(into.size());
        while (!ended_ && stream_.avail_out == into.size())
            if (auto step = inflate_once(); !step) {
                ended_ = true;
                damage_ = step.error();
            }
        const std::size_t count = into.size() - stream_.avail_out;
        if (count == 0 && damage_) return tl::unexpected{*damage_};
        return count; // a damage is told after all that could be unpacked
    }

private:
    void use(std::size_t count)
    {
        stream_.next_in = piece_.data();
        stream_.avail_in = static_cast<unsigned>(count);
    }

    Result<void> inflate_once()
    {
        if (stream_.avail_in == 0)
            if (auto more = refill(); !more || ended_) return more;
        if (between_members_ && !begins_member()) return {};
        const int result = usable_ ? inflate(&stream_, Z_NO_FLUSH) : Z_MEM_ERROR;
        if (result == Z_STREAM_END) {
            between_members_ = true;
            inflateReset(&stream_);
        } else if (result != Z_OK) {
            return fail(
                say({"the gzip file is damaged at octet {}", "gzip 文件在第 {} 字节处损坏"}, taken_ - stream_.avail_in),
                {}, {"what comes before can be used", "此前的内容可以使用"});
        }
        return {};
    }

    /// After a member there may be another one. Anything else, such as padding, ends the octets.
    bool begins_member()
    {
        constexpr std::uint8_t first_octet = 0x1f;
        between_members_ = false;
        ended_ = *stream_.next_in != first_octet;
        return !ended_;
    }

    Result<void> refill()
    {
        piece_.resize(packed_piece_bytes);
        const auto got = packed_(piece_);
        if (!got) return tl::unexpected{got.error()};
        use(*got);
        taken_ += *got;
        if (*got > 0) return {};
        ended_ = true;
        if (between_members_) return {};
        return fail(say({"the gzip file ends at octet {}, in the middle", "gzip 文件在第 {} 字节处中断"}, taken_), {},
                    {"what comes before can be used", "此前的内容可以使用"});
    }

    ReadMore packed_;
    std::vector<std::uint8_t> piece_;
    std::uint64_t taken_ = piece_.size();
    z_stream stream_{};
    bool usable_ = false;
    bool between_members_ = false;
    bool ended_ = false;
    std::optional<Error> damage_;
};

} // namespace

bool begins_as_gzip(std::span<const std::uint8_t> octets)
{
    return octets.size() >= 2 && octets[0] == 0x1f && octets[1] == 0x8b;
}

ReadMore unpack_gzip(ReadMore packed, std::vector<std::uint8_t> first)
{
    auto unpacker = std::make_shared<Unpacker>(std::move(packed), std::move(first));
    return [unpacker](std::span<std::uint8_t> into) { return unpacker->read(into); };
}

} // namespace tcpstage::capture
