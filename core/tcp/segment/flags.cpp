#include "core/tcp/segment/flags.h"

#include <array>
#include <string_view>
#include <utility>

namespace tcpstage::tcp {

std::string to_text(Flags flags)
{
    constexpr std::array<std::pair<Flag, std::string_view>, 8> names{{{Flag::Fin, "FIN"},
                                                                      {Flag::Syn, "SYN"},
                                                                      {Flag::Rst, "RST"},
                                                                      {Flag::Psh, "PSH"},
                                                                      {Flag::Urg, "URG"},
                                                                      {Flag::Ece, "ECE"},
                                                                      {Flag::Cwr, "CWR"},
                                                                      {Flag::Ack, "ACK"}}};
    std::string text;
    for (const auto& [flag, name] : names) {
        if (!flags.has(flag)) continue;
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text.empty() ? "none" : text;
}

} // namespace tcpstage::tcp
