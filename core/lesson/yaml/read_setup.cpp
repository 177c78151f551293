#include "core/lesson/yaml/parts.h"

#include "core/base/random.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace tcpstage::lesson::yaml {

namespace {

bool is_name(std::string_view word)
{
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto rest = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    return !word.empty() && word.size() <= 32 && letter(word[0]) && std::ranges::all_of(word, rest);
}

void read_endpoint(const Item& item, sim::EndpointSetup& endpoint)
{
    if (item.is_null()) return;
    constexpr std::array<std::string_view, 4> keys{"address", "port", "iss", "tcp"};
    const Map map{item, keys};
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
    constexpr std::array<std::string_view, 3> keys{"enter", "leave", "loss"};
    const Map map{item, keys};
    sim::BurstLoss burst;
    burst.enter = chance(map.need("enter"));
    burst.leave = chance(map.need("leave"));
    if (const auto loss = map.find("loss")) burst.loss = chance(*loss);
    if (burst.enter != Chance{} && burst.leave == Chance{})
        map.need("leave").refuse({"a burst that never ends loses segments forever", "永不离开的突发状态会一直丢包"},
                                 {"write more than 0 %", "请写大于 0 % 的值"});
    return burst;
}

constexpr std::array<std::string_view, 13> link_keys{"delay", "jitter",     "rate",      "queue",   "ecn_threshold",
                                                     "loss",  "burst_loss", "duplicate", "reorder", "corrupt",
                                                     "mtu",   "forth",      "back"};

void read_link(const Map& map, sim::LinkSettings& link)
{
    if (const auto item = map.find("delay")) link.delay = item->duration();
    if (const auto item = map.find("jitter")) link.jitter = item->duration();
    if (const auto item = map.find("rate")) link.rate_bits_per_second = rate(*item);
    if (const auto item = map.find("queue")) link.queue_bytes = item->number32();
    if (const auto item = map.find("ecn_threshold")) link.ecn_threshold_bytes = item->number32();
    if (const auto item = map.find("burst_loss")) link.burst_loss = burst_loss(*item);
    if (const auto item = map.find("loss")) link.loss = chance(*item);
    if (const auto item = map.find("duplicate")) link.duplicate = chance(*item);
    if (const auto item = map.find("reorder")) link.reorder = chance(*item);
    if (const auto item = map.find("corrupt")) link.corrupt = chance(*item);
    if (const auto item = map.find("mtu")) link.mtu = static_cast<std::uint32_t>(item->number(68, 65535));
    for (const auto duration : {link.delay, link.jitter})
        if (duration > Duration{1h})
            map.item().refuse({"a delay is longer than an hour", "时延超过一小时"},
                              {"write at most 1 h", "最多写 1 h"});
}

tcp::Flags flags_in(const Item& item)
{
    const auto flags = tcp::parse_flags(item.text());
    if (!flags)
        item.refuse(say({"\"{}\" is not a set of flags", "“{}”不是一组标志"}, item.text()),
                    {"write for example SYN, \"S.\" or \"FIN, ACK\"", "请写成 SYN、“S.”或“FIN, ACK”这样"});
    return *flags;
}

sim::Edit edit(const Item& item)
{
    constexpr std::array<std::string_view, 6> keys{"flags", "seq", "ack", "window", "len", "text"};
    constexpr std::uint64_t largest_window = 65535U << 14U; // RFC 7323 section 2.3
    const Map map{item, keys};
    sim::Edit edit;
    if (const auto flags = map.find("flags")) edit.flags = flags_in(*flags);
    if (const auto seq = map.find("seq")) edit.seq = tcp::Seq{seq->number32()};
    if (const auto ack = map.find("ack")) edit.ack = tcp::Seq{ack->number32()};
    if (const auto window = map.find("window"))
        edit.window_bytes = static_cast<std::uint32_t>(window->number(0, largest_window));
    if (const auto len = map.find("len"))
        edit.payload_bytes = static_cast<std::uint32_t>(len->number(0, sim::largest_payload));
    if (const auto text = map.find("text")) {
        if (edit.payload_bytes)
            text->refuse(
                {"\"text\" gives the octets, \"len\" only their number", "“text”给出字节内容，“len”给出字节数"},
                {"write one of them", "两者只写一个"});
        edit.payload = unescaped(*text);
        if (edit.payload->size() > sim::largest_payload)
            text->refuse(say({"a segment has room for {} octets", "一个报文段最多容纳 {} 字节"}, sim::largest_payload),
                         {"write less", "请写短一些"});
    }
    if (edit.empty())
        item.refuse({"this edit changes nothing", "这次修改什么也没改"},
                    {"write flags, seq, ack, window, len or text", "请写 flags、seq、ack、window、len 或 text"});
    return edit;
}

sim::Fault fault(const Item& word, const Item& item, const Names& names)
{
    constexpr std::array<std::string_view, 9> keys{"from", "flags", "seq", "ack", "len", "nth", "by", "to", "by_hand"};
    sim::Fault result;
    result.kind = static_cast<sim::Fault::Kind>(word.one_of({"fault", "故障"}, sim::fault_words));
    const Map map{item, keys};
    result.text = word.text();
    for (const std::string_view key : keys) {
        const auto value = map.find(key);
        if (value && value->is_text()) result.text += fmt::format(" {} {}", key, value->text());
    }
    if (const auto from = map.find("from")) result.which.from = names.side(*from);
    if (const auto flags = map.find("flags")) result.which.flags = flags_in(*flags);
    if (const auto seq = map.find("seq")) result.which.seq = tcp::Seq{seq->number32()};
    if (const auto ack = map.find("ack")) result.which.ack = tcp::Seq{ack->number32()};
    if (const auto len = map.find("len")) result.which.payload_bytes = len->number32();
    if (const auto nth = map.find("nth"))
        for (const Item& entry : nth->list_or_one())
            result.which.nth.push_back(static_cast<std::uint32_t>(entry.number(1, UINT32_MAX)));
    const bool timed = result.kind == sim::Fault::Kind::Delay || result.kind == sim::Fault::Kind::Duplicate;
    const auto by = timed && result.kind == sim::Fault::Kind::Delay ? std::optional{map.need("by")} : map.find("by");
    if (by && !timed)
        by->refuse(say({"\"{}\" takes no \"by\"", "“{}”不能带“by”"}, word.text()),
                   {"only delay and duplicate do", "只有 delay 和 duplicate 可以"});
    if (by) result.by = by->duration();
    if (result.by > Duration{24h})
        by->refuse({"this is longer than a day", "超过了一天"}, {"write at most 24 h", "最多写 24 h"});
    const bool edits = result.kind == sim::Fault::Kind::Edit;
    const auto to = edits ? std::optional{map.need("to")} : map.find("to");
    if (to && !edits)
        to->refuse(say({"\"{}\" takes no \"to\"", "“{}”不能带“to”"}, word.text()),
                   {"only edit does", "只有 edit 可以"});
    if (to) result.edit = edit(*to);
    if (const auto by_hand = map.find("by_hand")) result.by_hand = by_hand->on_off();
    return result;
}

} // namespace

namespace {

/// Makes the second end the same socket as the first, under its own name.
void mirror(sim::Setup& setup)
{
    const std::string name = std::exchange(setup.endpoints[1], setup.endpoints[0]).name;
    setup.endpoints[1].name = name;
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
        if (!is_name(name) || name == "wait" || name == "start" || name == others_word)
            key.refuse(say({"\"{}\" cannot be the name of an endpoint", "“{}”不能作端点名"}, name),
                       {"use letters, such as client", "请用字母，例如 client"});
        setup.endpoints[i].name = name;
        if (i == 1 && value.is_text() && value.text() == mirrored_word) return mirror(setup);
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
    const Map both{item, link_keys};
    const auto one_way = std::span{link_keys}.first(link_keys.size() - 2);
    for (std::size_t i = 0; i < 2; ++i) {
        read_link(both, links[i]);
        const auto own = both.find(i == 0 ? "forth" : "back");
        if (own && !own->is_null()) read_link(Map{*own, one_way}, links[i]);
        if (links[i].ecn_threshold_bytes != 0 && links[i].rate_bits_per_second == 0)
            item.refuse({"an ecn_threshold needs a rate: without one, no queue grows",
                         "ecn_threshold 需要 rate：没有速率就不会排队"},
                        {"write a rate as well", "请同时写 rate"});
    }
}

void read_faults(const Item& item, const Names& names, Scenario& scenario)
{
    for (const Item& entry : item.list()) {
        const auto entries = entry.entries();
        if (entries.size() != 1)
            entry.refuse({"a fault is one of drop, delay, duplicate, corrupt, edit",
                          "故障只能是 drop、delay、duplicate、corrupt、edit 之一"},
                         {"begin each with \"- \"", "每一个以“- ”开头"});
        scenario.setup.faults.push_back(fault(entries[0].first, entries[0].second, names));
        scenario.fault_places.push_back(entries[0].first.place());
    }
}

namespace {

constexpr std::uint64_t most_injections = 10'000;
constexpr Duration usual_gap{10ms};

tcp::SocketAddress source(const Item& item)
{
    const std::string written = item.text();
    const auto socket = tcp::parse_socket(written);
    if (!socket || socket->port == 0)
        item.refuse(say({"\"{}\" is not an address with a port", "“{}”不是带端口的地址"}, written),
                    {"write one such as 203.0.113.1:1024", "请写成 203.0.113.1:1024 这样"});
    return *socket;
}

/// Adds `count` injections, each from the next address and `every` later.
void add_injections(const Map& map, sim::Injection first, sim::Setup& setup)
{
    const auto from = map.find("source");
    const auto count = map.find("count");
    const auto every = map.find("every");
    if (count && !from)
        count->refuse({"many segments need a first source address to count from", "多个报文段需要可以递增的源地址"},
                      {"write source: 203.0.113.1:1024", "请写 source: 203.0.113.1:1024"});
    if (every && !count)
        every->refuse({"\"every\" says when the next ones come", "“every”说明后续报文段何时到来"},
                      {"write count: as well", "请同时写 count:"});
    const std::uint64_t wanted = count ? count->number(1, most_injections) : 1;
    if (setup.injections.size() + wanted > most_injections)
        map.item().refuse(
            say({"the lesson injects more than {} segments", "课程注入的报文段超过 {} 个"}, most_injections),
            {"use fewer", "请减少"});
    const Duration gap = every ? every->duration() : usual_gap;
    if (gap > longest_gap)
        every->refuse({"this is longer than an hour", "超过了一小时"}, {"write at most 1 h", "最多写 1 h"});
    std::optional<tcp::SocketAddress> socket;
    if (from) socket = source(*from);
    if (socket) first.segment.source_port = socket->port;
    for (std::uint32_t i = 0; i < wanted; ++i) {
        sim::Injection injection = first;
        injection.at += gap * i;
        if (socket) injection.source = later_address(socket->address, i);
        setup.injections.push_back(std::move(injection));
    }
}

} // namespace

tcp::Address later_address(const tcp::Address& first, std::uint32_t count)
{
    std::uint32_t number = 0;
    for (const std::uint8_t octet : first.octets)
        number = number << 8U | octet;
    number += count;
    tcp::Address address;
    for (std::size_t i = 0; i < 4; ++i)
        address.octets[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    return address;
}

void read_injections(const Item& item, const Names& names, sim::Setup& setup)
{
    constexpr std::array<std::string_view, 6> keys{"at", "from", "segment", "source", "count", "every"};
    for (const Item& entry : item.list()) {
        const Map map{entry, keys};
        sim::Injection injection;
        injection.at = start_of_time + map.need("at").duration();
        injection.from = names.side(map.need("from"));
        const Item line = map.need("segment");
        injection.segment = pattern(line, line.text(), 0).to_segment();
        injection.segment.source_port = setup.endpoints[trace::index(injection.from)].socket.port;
        injection.segment.destination_port = setup.endpoints[trace::index(trace::other(injection.from))].socket.port;
        add_injections(map, std::move(injection), setup);
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
