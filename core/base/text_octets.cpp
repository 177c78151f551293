#include "core/base/text_octets.h"

#include "core/base/say.h"

#include <array>

namespace tcpstage {

namespace {

using namespace std::string_view_literals;

struct Magic {
    std::string_view begins;
    Text kind;
};
constexpr Text capture{"a capture (pcap)", "抓包文件（pcap）"};
constexpr Text utf16{"a text in UTF-16, not in UTF-8", "UTF-16 文本，不是 UTF-8"};
constexpr std::array<Magic, 20> magics{{{"tcptrace"sv, {"a saved trace (.tcptrace)", "保存的轨迹（.tcptrace）"}},
                                        {"\xd4\xc3\xb2\xa1"sv, capture},
                                        {"\xa1\xb2\xc3\xd4"sv, capture},
                                        {"\x4d\x3c\xb2\xa1"sv, capture},
                                        {"\xa1\xb2\x3c\x4d"sv, capture},
                                        {"\x0a\x0d\x0d\x0a"sv, {"a capture (pcapng)", "抓包文件（pcapng）"}},
                                        {"\x89PNG"sv, {"a picture (PNG)", "图片（PNG）"}},
                                        {"\xff\xd8\xff"sv, {"a picture (JPEG)", "图片（JPEG）"}},
                                        {"GIF8"sv, {"a picture (GIF)", "图片（GIF）"}},
                                        {"<svg"sv, {"a picture (SVG)", "图片（SVG）"}},
                                        {"<?xml"sv, {"an XML file", "XML 文件"}},
                                        {"<!DOCTYPE"sv, {"a web page", "网页"}},
                                        {"%PDF"sv, {"a PDF file", "PDF 文件"}},
                                        {"\x1f\x8b"sv, {"a compressed file (gzip)", "压缩文件（gzip）"}},
                                        {"\x28\xb5\x2f\xfd"sv, {"a compressed file (zstd)", "压缩文件（zstd）"}},
                                        {"\xfd\x37zXZ"sv, {"a compressed file (xz)", "压缩文件（xz）"}},
                                        {"PK\x03\x04"sv, {"an archive (ZIP)", "压缩包（ZIP）"}},
                                        {"\x7f\x45LF"sv, {"a program", "程序"}},
                                        {"\xff\xfe"sv, utf16},
                                        {"\xfe\xff"sv, utf16}}};

/// The length in octets of the UTF-8 character at `i`; 0 if it is invalid, or a control character that text never has.
std::size_t character_bytes(std::string_view text, std::size_t i)
{
    const auto octet = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    const unsigned first = octet(i);
    if (first < 0x80)
        return (first >= 0x20 && first != 0x7f) || first == '\n' || first == '\r' || first == '\t' ? 1 : 0;
    const std::size_t count = first >= 0xf0 && first < 0xf5   ? 4
                              : first >= 0xe0 && first < 0xf0 ? 3
                              : first >= 0xc2 && first < 0xe0 ? 2
                                                              : 0;
    for (std::size_t k = 1; k < count; ++k)
        if ((octet(i + k) & 0xc0U) != 0x80U) return 0;
    const bool overlong = (first == 0xe0 && octet(i + 1) < 0xa0) || (first == 0xf0 && octet(i + 1) < 0x90);
    const bool surrogate = first == 0xed && octet(i + 1) >= 0xa0;
    const bool control = first == 0xc2 && octet(i + 1) < 0xa0; // U+0080 to U+009F
    const bool beyond = first == 0xf4 && octet(i + 1) >= 0x90;
    return overlong || surrogate || beyond || control ? 0 : count;
}

} // namespace

std::optional<NoText> find_no_text(std::string_view text)
{
    NoText at;
    while (at.position < text.size()) {
        const std::size_t count = character_bytes(text, at.position);
        if (count == 0) {
            at.octet = static_cast<unsigned char>(text[at.position]);
            return at;
        }
        const bool newline = text[at.position] == '\n';
        at.line += newline ? 1 : 0;
        at.column = newline ? 1 : at.column + 1;
        at.position += count;
    }
    return {};
}

Text kind_by_first_octets(std::string_view first)
{
    for (const Magic& magic : magics)
        if (first.starts_with(magic.begins)) return magic.kind;
    return {};
}

Result<void> check_begins_as_text(std::string_view first, const std::string& file, Text wanted)
{
    constexpr std::size_t longest_character = 4; // the last character may be cut off
    if (const Text kind = kind_by_first_octets(first); !kind.en.empty())
        return fail(say({"this looks like {}, not like {}", "这看起来是{}，不是{}"}, kind, wanted), {file, 0, 0},
                    say({"choose {}", "请选择{}"}, wanted));
    const auto wrong = find_no_text(first);
    if (!wrong || (wrong->octet >= 0x80 && wrong->position + longest_character > first.size())) return {};
    return fail(say({"the octet 0x{:02x} is not UTF-8 text", "字节 0x{:02x} 不是 UTF-8 文本"}, wrong->octet),
                {file, wrong->line, wrong->column},
                say({"choose {}, saved as UTF-8", "请选择以 UTF-8 保存的{}"}, wanted));
}

} // namespace tcpstage
