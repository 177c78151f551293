#include "core/trace/spoken_name.h"

#include "core/trace/trace.h"

#include <array>

namespace tcpstage::trace {

OwnedText spoken(const std::string& endpoint_name)
{
    constexpr std::array<Text, 10> known{{{"client", "客户端"},
                                          {"server", "服务器"},
                                          {"engine", "引擎"},
                                          {script_name, "脚本"},
                                          {"boy", "男孩"},
                                          {"girl", "女孩"},
                                          {"socket", "套接字"},
                                          {"itself", "它自己"},
                                          {"endpoint", "本端"},
                                          {"peer", "对方"}}};
    for (const Text& name : known)
        if (name.en == endpoint_name) return name;
    return {endpoint_name, endpoint_name};
}

OwnedText the_end(const std::string& endpoint_name)
{
    OwnedText name = spoken(endpoint_name);
    const bool noun = name.en != name.zh && name.en != "itself";
    if (noun) name.en.insert(0, "the ");
    return name;
}

Text spoken(tcp::Timer timer)
{
    constexpr std::array<Text, tcp::timer_count> names{
        Text{"RTO timer", "重传定时器（RTO）"},       Text{"persist timer", "坚持定时器"},
        Text{"delayed-ACK timer", "延迟 ACK 定时器"}, Text{"2MSL timer", "2MSL 定时器"},
        Text{"keep-alive timer", "保活定时器"},       Text{"user timeout", "用户超时"}};
    return names[static_cast<std::size_t>(timer)];
}

OwnedText begins_sentence(OwnedText text)
{
    if (!text.en.empty() && text.en[0] >= 'a' && text.en[0] <= 'z')
        text.en[0] = static_cast<char>(text.en[0] - 'a' + 'A');
    return text;
}

} // namespace tcpstage::trace
