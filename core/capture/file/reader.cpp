#include "core/capture/file/reader.h"

#include "core/base/say.h"
#include "core/base/text_octets.h"
#include "core/capture/file/gzip.h"

namespace tcpstage::capture {

namespace {

constexpr std::size_t magic_bytes = 12;
constexpr Text wanted{"a capture (pcap or pcapng)", "抓包文件（pcap 或 pcapng）"};

tl::unexpected<Error> no_capture(const std::string& name, std::span<const std::uint8_t> first)
{
    const Place place{name, 0, 0};
    const OwnedText advice = say({"choose {}", "请选择{}"}, wanted);
    if (first.empty()) return fail({"the file is empty", "文件是空的"}, place, advice);
    const Text kind = kind_by_first_octets({reinterpret_cast<const char*>(first.data()), first.size()});
    if (kind.en.empty()) return fail(say({"this is not {}", "这不是{}"}, wanted), place, advice);
    return fail(say({"this looks like {}, not like {}", "这看起来是{}，不是{}"}, kind, wanted), place, advice);
}

} // namespace

Result<Reader> Reader::open(const Origin& origin)
{
    auto more = origin.begin();
    if (!more) return tl::unexpected{more.error()};
    Reader reader{origin.name(), Input{std::move(*more)}};
    const auto first = reader.input_.peek(magic_bytes);
    if (begins_as_pcapng(first))
        reader.format_.emplace<PcapngReader>();
    else if (begins_as_pcap(first))
        reader.format_.emplace<PcapReader>(reader.input_);
    else if (const auto problem = reader.problem())
        return tl::unexpected{*problem};
    else
        return no_capture(origin.name(), first);
    return reader;
}

bool Reader::next(Frame& frame)
{
    if (auto* pcap = std::get_if<PcapReader>(&format_)) return pcap->next(input_, frame);
    return std::get<PcapngReader>(format_).next(input_, frame);
}

std::optional<Error> Reader::problem() const
{
    std::optional<Error> found = input_.error(); // it explains why the file seems cut
    if (!found)
        if (const auto* pcap = std::get_if<PcapReader>(&format_)) found = pcap->problem();
    if (!found)
        if (const auto* pcapng = std::get_if<PcapngReader>(&format_)) found = pcapng->problem();
    if (found && found->where.file.empty()) found->where.file = name_;
    return found;
}

} // namespace tcpstage::capture
