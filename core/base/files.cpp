#include "core/base/files.h"

#include "core/base/descriptor_io.h"
#include "core/base/say.h"

#include <array>
#include <cstring>

namespace tcpstage {

namespace {

struct Known {
    int reason;
    std::string_view zh;
};
constexpr std::array<Known, 13> known_reasons{{{ENOSPC, "磁盘已满"},
                                               {EDQUOT, "超出磁盘配额"},
                                               {EACCES, "没有权限"},
                                               {EPERM, "不允许这样做"},
                                               {EROFS, "文件系统只读"},
                                               {ENOENT, "没有这个文件夹"},
                                               {ENOTDIR, "路径中有一段不是文件夹"},
                                               {EISDIR, "这是文件夹"},
                                               {ENAMETOOLONG, "文件名太长"},
                                               {EFBIG, "文件太大"},
                                               {EIO, "磁盘读写错误"},
                                               {EMFILE, "打开的文件太多"},
                                               {ELOOP, "符号链接太多"}}};

} // namespace

OwnedText reason_text(int reason)
{
    OwnedText text{std::strerror(reason), std::strerror(reason)};
    for (const Known& known : known_reasons)
        if (known.reason == reason) text.zh = known.zh;
    return text;
}

Text special_kind(mode_t mode)
{
    if (S_ISREG(mode)) return {};
    if (S_ISDIR(mode)) return {"a folder", "文件夹"};
    if (S_ISFIFO(mode)) return {"a pipe", "管道"};
    if (S_ISSOCK(mode)) return {"a socket", "套接字"};
    return {"a device", "设备"};
}

tl::unexpected<Error> cancelled(const std::string& name)
{
    return fail({"it was cancelled", "已取消"}, {name, 0, 0}, {"open it again", "请重新打开"});
}

OwnedText amount(std::uint64_t octets)
{
    constexpr std::uint64_t kib = 1024;
    constexpr std::array<std::string_view, 4> units{"", "KiB", "MiB", "GiB"};
    std::size_t unit = 0;
    std::uint64_t whole = 1;
    while (unit + 1 < units.size() && octets / whole >= kib) {
        whole *= kib;
        ++unit;
    }
    if (unit == 0) return say({"{} octets", "{} 字节"}, octets);
    const std::uint64_t tenths = octets % whole * 10 / whole;
    const std::string text = tenths == 0 ? fmt::format("{} {}", octets / whole, units.at(unit))
                                         : fmt::format("{}.{} {}", octets / whole, tenths, units.at(unit));
    return {text, text};
}

} // namespace tcpstage
