#include "core/lesson/yaml/parts.h"

#include "core/base/random.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace tcpstage::lesson::yaml {

namespace {

/// Takes the first character off a UTF-8 text, which is not empty.
char32_t take_character(std::string_view& text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t octets = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    char32_t character = octets == 1 ? first : first & (0xffU >> (octets + 1));
    for (std::size_t i = 1; i < std::min(octets, text.size()); ++i)
        character = character << 6U | (static_cast<unsigned char>(text[i]) & 0x3fU);
    text.remove_prefix(std::min(octets, text.size()));
    return character;
}

/// Latin letters, also with accents, and Han characters.
bool is_letter(char32_t c)
{
    const bool latin = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    const bool accented = c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7;
    const bool han = (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x323af);
    return latin || accented || han;
}

bool is_name(std::string_view word)
{
    constexpr std::size_t longest = 32; // characters
    std::size_t count = 0;
    for (; !word.empty(); ++count) {
        const char32_t c = take_character(word);
        const bool later = (c >= U'0' && c <= U'9') || c == U'-' || c == U'_';
        if (!is_letter(c) && (count == 0 || !later)) return false;
    }
    return count > 0 && count <= longest;
}

OwnedText shown_name(const Item& item)
{
    constexpr std::size_t longest = 96; // octets
    OwnedText name = owned_text(item);
    for (const std::string* text : {&name.en, &name.zh}) {
        const bool breaks = text->find_first_of("\n\r\t") != std::string::npos;
        if (text->size() > longest || breaks || (text == &name.en && text->empty()))
            item.refuse(
                say({"a name to be shown is one line of 1 to {} octets", "显示的名称是 1 到 {} 字节的一行"}, longest),
                {"write name: {en: A, zh: 甲}", "请写 name: {en: A, zh: 甲}"});
    }
    return name;
}

void read_endpoint(const Item& item, sim::EndpointSetup& endpoint)
{
    if (item.is_null()) return;
    const Map map{item, endpoint_keys};
    if (const auto name = map.find("name")) endpoint.shown = shown_name(*name);
    if (const auto address = map.find("address")) {
        const auto parsed = tcp::parse_address(address->text());
        if (!parsed)
            address->refuse(say({"\"{}\" is not an IPv4 address", "“{}”不是 IPv4 地址"}, address->text()),
                            {"write one such as 10.0.0.1", "请写成 10.0.0.1 这样"});
        endpoint.socket.address = *parsed;
    }
    if (const auto port = map.find("port")) endpoint.socket.port = static_cast<std::uint16_t>(port->number(1, 65535));
    if (const auto iss = map.find("iss"))
        for (const Item& entry : iss->list_or_one())
            endpoint.iss.given.emplace_back(entry.number32());
    if (const auto tcp = map.find("tcp")) read_tcp(*tcp, endpoint.settings);
}

/// A decimal number in millionths, rounded.
std::optional<std::uint64_t> millionths(std::string_view digits)
{
    double value = 0;
    const char* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, value, std::chars_format::fixed);
    if (error != std::errc{} || end != last || !(value >= 0) || value > 1e12) return {};
    return static_cast<std::uint64_t>(std::llround(value * 1e6));
}

Chance chance(const Item& item)
{
    const std::string written = item.text();
    if (item.is_off()) return {};
    const bool percent = written.ends_with('%');
    const std::size_t size = written.find_last_not_of(' ', percent ? written.size() - 2 : std::string::npos) + 1;
    const auto value = millionths(std::string_view{written}.substr(0, size));
    if (!percent || !value || *value > 100'000'000)
        item.refuse(say({"{} is \"{}\", which is not a probability", "“{}”是“{}”，不是概率"}, item.path(), written),
                    {"write 0 % to 100 %, such as 2 %", "请写 0 % 到 100 %，例如 2 %"});
    return {static_cast<std::uint32_t>(*value / 100)};
}

struct RateUnit {
    std::string_view name;
    std::uint64_t bits;
};
constexpr std::array<RateUnit, 4> rate_units{
    {{"Gbit/s", 1'000'000'000}, {"Mbit/s", 1'000'000}, {"kbit/s", 1'000}, {"bit/s", 1}}};

std::uint64_t rate(const Item& item)
{
    const std::string written = item.text();
    const auto words = split(written);
    if (words.size() == 2) {
        const auto value = millionths(words[0].text);
        for (const RateUnit& unit : rate_units)
            if (value && unit.name == words[1].text && *value / 1'000'000 <= 1'000'000'000'000 / unit.bits) {
                const std::uint64_t bits = *value / 1'000'000 * unit.bits + *value % 1'000'000 * unit.bits / 1'000'000;
                if (bits > 0) return bits;
            }
    }
    item.refuse(say({"{} is \"{}\", which is not a rate", "“{}”是“{}”，不是速率"}, item.path(), written),
                {"write a number with a unit (bit/s, kbit/s, Mbit/s, Gbit/s), such as 10 Mbit/s",
                 "请写带单位的数（bit/s、kbit/s、Mbit/s、Gbit/s），例如 10 Mbit/s"});
}

sim::BurstLoss burst_loss(const Item& item)
{
    const Map map{item, burst_keys};
    sim::BurstLoss burst;
    burst.enter = chance(map.need("enter"));
    burst.leave = chance(map.need("leave"));
    if (const auto loss = map.find("loss")) burst.loss = chance(*loss);
    if (burst.enter != Chance{} && burst.leave == Chance{})
        map.need("leave").refuse({"a burst that never ends loses segments forever", "永不离开的突发状态会一直丢包"},
                                 {"write more than 0 %", "请写大于 0 % 的值"});
    return burst;
}

void read_link(const Map& map, sim::LinkSettings& link)
{
    if (const auto item = map.find("delay")) link.delay = item->is_off() ? Duration{0} : item->duration();
    if (const auto item = map.find("jitter")) link.jitter = item->is_off() ? Duration{0} : item->duration();
    if (const auto item = map.find("rate")) link.rate_bits_per_second = item->is_off() ? 0 : rate(*item);
    if (const auto item = map.find("queue")) link.queue_bytes = item->is_off() ? 0 : item->number32();
    if (const auto item = map.find("ecn_threshold")) link.ecn_threshold_bytes = item->is_off() ? 0 : item->number32();
    if (const auto item = map.find("burst_loss"))
        link.burst_loss = item->is_off() ? sim::BurstLoss{} : burst_loss(*item);
    if (const auto item = map.find("loss")) link.loss = chance(*item);
    if (const auto item = map.find("duplicate")) link.duplicate = chance(*item);
    if (const auto item = map.find("reorder")) link.reorder = chance(*item);
    if (const auto item = map.find("corrupt")) link.corrupt = chance(*item);
    if (const auto item = map.find("mtu"))
        link.mtu = item->is_off() ? 0 : static_cast<std::uint32_t>(item->number(68, 65535));
    if (const auto item = map.find("icmp")) link.icmp = item->on_off();
    for (const auto duration : {link.delay, link.jitter})
        if (duration > Duration{1h})
            map.item().refuse({"a delay is longer than an hour", "时延超过一小时"},
                              {"write at most 1 h", "最多写 1 h"});
}

/// Makes the second end the same socket as the first, under its own name.
void mirror(sim::Setup& setup)
{
    const std::string name = std::exchange(setup.endpoints[1], setup.endpoints[0]).name;
    setup.endpoints[1].name = name;
    setup.endpoints[1].shown = {};
}

} // namespace

void read_endpoints(const Item& item, std::uint64_t seed, sim::Setup& setup)
{
    const auto entries = item.entries();
    if (entries.size() != 2)
        item.refuse(say({"a connection has two endpoints, not {}", "一个连接有两个端点，不是 {} 个"}, entries.size()),
                    {"write client: and server:", "请写 client: 和 server:"});
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& [key, value] = entries[i];
        const std::string name = key.text();
        if (!is_name(name)) key.refuse_wide_mark();
        if (!is_name(name) || name == start_word || std::ranges::count(step_words, name) > 0)
            key.refuse(say({"\"{}\" cannot be the name of an endpoint", "“{}”不能作端点名"}, name),
                       {"use letters or Han characters, such as client or 甲", "请用字母或汉字，例如 client 或 甲"});
        setup.endpoints[i].name = name;
        if (i == 1 && value.is_text() && value.text() == mirrored_words[0]) return mirror(setup);
        setup.endpoints[i].iss.secret = Random{seed}.fork(100 + i).next();
        read_endpoint(value, setup.endpoints[i]);
    }
    if (setup.endpoints[0].socket == setup.endpoints[1].socket)
        item.refuse({"both endpoints have the same address and port", "两个端点的地址和端口相同"},
                    {"change one of them, or write \"same\" for the second: then one socket talks to itself",
                     "请改动其中一个，或把第二个写成“same”：那就是一个套接字与自己通信"});
}

void check_endpoints(const Item& item, const sim::Setup& setup)
{
    if (setup.endpoints[0].settings.without.tcp != setup.endpoints[1].settings.without.tcp)
        item.refuse({"one endpoint speaks UDP and the other TCP", "一个端点用 UDP，另一个用 TCP"},
                    {"write transport: for both, under tcp:", "请在 tcp: 下为两端都写 transport:"});
    for (const sim::EndpointSetup& endpoint : setup.endpoints)
        if (endpoint.settings.ecn && endpoint.settings.congestion == tcp::Congestion::None)
            item.refuse(
                say({"{} has ecn but no congestion control that could react to it",
                     "{} 开启了 ecn，却没有能响应它的拥塞控制"},
                    endpoint.name),
                {"write congestion: reno, newreno or cubic as well", "请同时写 congestion: reno、newreno 或 cubic"});
}

void amend_endpoints(const Item& item, const Names& names, sim::Setup& setup)
{
    for (const auto& [key, value] : item.entries()) {
        sim::EndpointSetup& endpoint = setup.endpoints[trace::index(names.side(key))];
        if (value.is_map() &&
            std::ranges::any_of(value.entries(), [](const auto& entry) { return entry.first.text() == "iss"; }))
            endpoint.iss.given.clear();
        read_endpoint(value, endpoint);
    }
    if (setup.endpoints[0].socket == setup.endpoints[1].socket)
        item.refuse({"both endpoints have the same address and port", "两个端点的地址和端口相同"},
                    {"change one of them", "请改动其中一个"});
}

void read_network(const Item& item, std::array<sim::LinkSettings, 2>& links)
{
    if (item.is_null()) return;
    const Map both{item, network_keys};
    const auto one_way = std::span{network_keys}.first(one_way_keys);
    const auto shared = both.find("shared");
    for (std::size_t i = 0; i < 2; ++i) {
        if (shared) links[i].shared = shared->on_off();
        read_link(both, links[i]);
        const auto own = both.find(i == 0 ? "forth" : "back");
        if (own && !own->is_null()) read_link(Map{*own, one_way}, links[i]);
        if (links[i].ecn_threshold_bytes != 0 && links[i].rate_bits_per_second == 0)
            item.refuse({"an ecn_threshold needs a rate: without one, no queue grows",
                         "ecn_threshold 需要 rate：没有速率就不会排队"},
                        {"write a rate as well", "请同时写 rate"});
    }
}

std::string rate_text(std::uint64_t bits_per_second)
{
    for (const RateUnit& unit : rate_units)
        if (bits_per_second % unit.bits == 0) return fmt::format("{} {}", bits_per_second / unit.bits, unit.name);
    return {};
}

std::string chance_text(Chance chance)
{
    std::string decimals = fmt::format("{:04}", chance.per_million % 10'000);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    return fmt::format("{}{}{} %", chance.per_million / 10'000, decimals.empty() ? "" : ".", decimals);
}

} // namespace tcpstage::lesson::yaml
