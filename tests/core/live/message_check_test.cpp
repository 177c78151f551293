// The program and its helper check every field of each other's messages and refuse any value out of its range.

#include "core/live/message_check.h"

#include "core/base/random.h"
#include "core/formats/formats.h"
#include "core/lesson/library.h"
#include "core/live/kernel_options.h"
#include "core/live/observe/ip_packet.h"
#include "core/live/observe/observer.h"
#include "core/tcp/segment/notation.h"
#include "tests/core/live/live.h"

#include <cstring>
#include <functional>

namespace tcpstage::live {
namespace {

using Octets = std::vector<std::uint8_t>;

constexpr std::int64_t begun_ns = 1000;
constexpr std::int64_t now = 2000;

template <typename Value> Octets octets_of_value(const Value& value)
{
    Octets octets(sizeof value);
    std::memcpy(octets.data(), &value, sizeof value);
    return octets;
}

/// A field of the setup message and a value that it must not have.
struct WrongField {
    std::string name;
    std::size_t offset;
    Octets value;
};
std::vector<WrongField> wrong_fields()
{
    std::vector<WrongField> wrong{{"version", 0, octets_of_value(protocol_version + 1)},
                                  {"version", 0, octets_of_value(protocol_version - 1)},
                                  {"device", 4, {3}},
                                  {"passes", 5, {2}}};
    constexpr std::size_t stack_bytes = 72;
    constexpr std::size_t first_flag = 45;
    constexpr std::size_t flags = 11;
    for (const std::size_t stack : {std::size_t{6}, 6 + stack_bytes}) {
        wrong.push_back({"port", stack + 4, {0, 0}});
        wrong.push_back({"receive_buffer", stack + 12, octets_of_value((1U << 30U) + 1)});
        wrong.push_back({"user_timeout_ms", stack + 24, octets_of_value(1U << 31U)});
        wrong.push_back({"keepalive_s", stack + 28, octets_of_value(604'801U)});
        wrong.push_back({"keepalive_interval_s", stack + 32, octets_of_value(604'801U)});
        wrong.push_back({"fin_timeout_s", stack + 36, octets_of_value(604'801U)});
        wrong.push_back({"initial_window", stack + 40, octets_of_value(std::uint16_t{1001})});
        for (std::size_t flag = stack + first_flag; flag < stack + first_flag + flags; ++flag)
            for (const std::uint8_t value : Octets{2, 216, 255})
                wrong.push_back({"yes or no", flag, {value}});
    }
    return wrong;
}

TEST(SetupMessage, IsReadAsItWasWritten)
{
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        for (const bool by_hand : {false, true}) {
            WireSetup setup;
            setup.stacks = options_for_wire(*lesson::find_lesson(std::string{lesson.id}), by_hand).stacks;
            const Octets octets = octets_of(setup);

            const auto read = read_setup(octets);

            ASSERT_TRUE(read) << lesson.id << ": " << read.error().sentence();
            EXPECT_EQ(octets_of(*read), octets) << lesson.id;
        }
}

TEST(SetupMessage, IsRefusedForEachFieldThatIsOutOfItsRange)
{
    const Octets good = octets_of(plain_wire(Device::Veth));
    ASSERT_TRUE(read_setup(good));
    for (const WrongField& field : wrong_fields()) {
        Octets octets = good;
        std::ranges::copy(field.value, octets.begin() + static_cast<std::ptrdiff_t>(field.offset));

        const auto read = read_setup(octets);

        ASSERT_FALSE(read) << field.name << " at " << field.offset;
        EXPECT_EQ(read.error().what.en, "set-up message: " + field.name + " is out of its range");
        EXPECT_FALSE(read.error().what.zh.empty());
    }
}

TEST(SetupMessage, IsRefusedWithAnyOtherLength)
{
    Octets octets = octets_of(plain_wire(Device::Veth));
    for (std::size_t size = 0; size < octets.size(); ++size)
        EXPECT_FALSE(read_setup(std::span{octets}.first(size))) << size;
    octets.push_back(0);
    EXPECT_FALSE(read_setup(octets));
}

TEST(Commands, AreRefusedForEachFieldThatIsOutOfItsRange)
{
    const std::vector<std::pair<const char*, std::function<void(Command&)>>> spoilers{
        {"kind", [](Command& c) { c.kind = static_cast<Command::Kind>(7); }},
        {"side", [](Command& c) { c.side = 2; }},
        {"call", [](Command& c) { c.call = 8; }}, // accept(), which is no command: the helper accepts at once
        {"call", [](Command& c) { c.call = 255; }},
        {"fate", [](Command& c) { c.fate = static_cast<Command::Fate>(3); }},
        {"when", [](Command& c) { c.when = 11; }},
        {"data_bytes", [](Command& c) { c.data_bytes = 1; }},
        {"data_bytes", [](Command& c) { c.data_bytes = UINT32_MAX; }},
        {"data_bytes", [](Command& c) { c.kind = Command::Kind::Inject; }},
    };
    for (const auto& [name, spoil] : spoilers) {
        Command command;
        spoil(command);
        const Octets octets = octets_of_value(command);
        std::span<const std::uint8_t> left{octets};

        const auto read = read_command(left);

        ASSERT_FALSE(read) << name;
        EXPECT_EQ(read.error().what.en, std::string{"command: "} + name + " is out of its range");
        EXPECT_TRUE(left.empty());
    }
}

/// An event as the helper may send it, with the octets that follow it.
struct Said {
    Event event;
    Octets tail;
};
Said said(Event::Kind kind, Octets tail = {})
{
    Said said{{.kind = kind, .at = begun_ns, .tail_bytes = static_cast<std::uint32_t>(tail.size())}, std::move(tail)};
    using Kind = Event::Kind;
    if (kind == Kind::Ready) said.event.detail = static_cast<std::uint8_t>(Device::Veth);
    if (kind == Kind::Arrived || kind == Kind::Dropped || kind == Kind::Sent) said.event.frame = 7;
    if (kind == Kind::Failed || kind == Kind::Unordered || kind == Kind::Unreported || kind == Kind::Listening)
        said.event.value = 1;
    return said;
}
std::vector<Said> everything_that_may_be_said()
{
    std::vector<Said> all;
    for (const auto kind : {Event::Kind::Failed, Event::Kind::Refused, Event::Kind::Called, Event::Kind::Arrived,
                            Event::Kind::Dropped, Event::Kind::Unordered, Event::Kind::Signal, Event::Kind::Delivered,
                            Event::Kind::Unreported, Event::Kind::Settled, Event::Kind::Alive, Event::Kind::Listening})
        all.push_back(said(kind));
    all.push_back(said(Event::Kind::Sent, Octets(40, 0x45)));
    all.push_back(said(Event::Kind::Sampled, octets_of_value(TcpInfo{})));
    return all;
}

Octets octets_of(const Said& said)
{
    Octets octets = octets_of_value(said.event);
    octets.insert(octets.end(), said.tail.begin(), said.tail.end());
    return octets;
}

EventReader after_ready()
{
    EventReader reader{begun_ns};
    const Octets octets = octets_of(said(Event::Kind::Ready));
    std::span<const std::uint8_t> left{octets};
    EXPECT_TRUE(reader.next(left, now));
    return reader;
}

/// The error sentence; empty if the event was accepted.
std::string wrong_of(const Said& said, EventReader reader = after_ready())
{
    const Octets octets = octets_of(said);
    std::span<const std::uint8_t> left{octets};
    const auto read = reader.next(left, now);
    EXPECT_TRUE(left.empty());
    return read ? "" : read.error().what.en;
}

TEST(Events, AreReadAsTheyAreMeant)
{
    for (const Said& event : everything_that_may_be_said())
        EXPECT_EQ(wrong_of(event), "") << static_cast<int>(event.event.kind);
}

TEST(Events, AreRefusedForEachFieldThatIsOutOfItsRange)
{
    const std::vector<std::pair<std::string, std::function<void(Event&)>>> spoilers{
        {"kind", [](Event& e) { e.kind = static_cast<Event::Kind>(16); }},
        {"kind", [](Event& e) { e.kind = static_cast<Event::Kind>(255); }},
        {"kind", [](Event& e) { e.kind = Event::Kind::Saved; }},
        {"kind", [](Event& e) { e = said(Event::Kind::Ready).event; }}, // Ready may come only once
        {"side", [](Event& e) { e.side = 2; }},
        {"detail", [](Event& e) { e.detail = 255; }},
        {"detail", [](Event& e) { e.detail = 23; }},
        {"unused", [](Event& e) { e.unused = 1; }},
        {"at", [](Event& e) { e.at = begun_ns - 1; }},
        {"at", [](Event& e) { e.at = now + 1; }},
        {"at", [](Event& e) { e.at = INT64_MIN; }},
        {"at", [](Event& e) { e.at = INT64_MAX; }},
        {"value", [](Event& e) { e.value = -1; }},
        {"value", [](Event& e) { e.value = INT64_MIN; }},
        {"value", [](Event& e) { e.value = INT64_MAX; }},
        {"octets", [](Event& e) { e.octets = UINT32_MAX; }},
        {"octets", [](Event& e) { e.octets = most_octets_at_once + 1; }},
        {"connection", [](Event& e) { e.connection = most_connections; }},
        {"connection", [](Event& e) { e.connection = no_connection - 1; }},
        {"unused_too", [](Event& e) { e.unused_too = 1; }},
        {"tail_bytes", [](Event& e) { e.tail_bytes = UINT32_MAX; }},
        {"tail_bytes", [](Event& e) { e.tail_bytes += 1; }},
    };
    for (const Said& good : everything_that_may_be_said())
        for (const auto& [name, spoil] : spoilers) {
            Said bad = good;
            spoil(bad.event);
            if (name == "kind" && bad.event.kind == Event::Kind::Ready) bad.tail.clear();
            EXPECT_EQ(wrong_of(bad).substr(0, 7 + name.size()), "event: " + name) << static_cast<int>(good.event.kind);
        }
}

TEST(Events, HaveAFrameExactlyWhereTheyNeedOne)
{
    for (const auto kind : {Event::Kind::Arrived, Event::Kind::Dropped}) {
        Said event = said(kind);
        event.event.frame = UINT32_MAX;
        EXPECT_EQ(wrong_of(event), "event: frame is out of its range");
    }
    for (const auto kind : {Event::Kind::Signal, Event::Kind::Settled, Event::Kind::Called}) {
        Said event = said(kind);
        event.event.frame = 0;
        EXPECT_EQ(wrong_of(event), "event: frame is out of its range");
    }
}

TEST(Events, BeginWithReadyOrTheReasonWhyNot)
{
    EXPECT_EQ(wrong_of(said(Event::Kind::Settled), EventReader{begun_ns}), "event: kind is out of its range");
    EXPECT_EQ(wrong_of(said(Event::Kind::Ready), EventReader{begun_ns}), "");
    EXPECT_EQ(wrong_of(said(Event::Kind::Failed), EventReader{begun_ns}), "");
    Said failed = said(Event::Kind::Failed);
    failed.event.detail = wire_stage_count;
    EXPECT_EQ(wrong_of(failed, EventReader{begun_ns}), "event: detail is out of its range");
    Said automatic = said(Event::Kind::Ready); // a helper that is ready has chosen TUN or veth
    automatic.event.detail = static_cast<std::uint8_t>(Device::Auto);
    EXPECT_EQ(wrong_of(automatic, EventReader{begun_ns}), "event: detail is out of its range");
}

TEST(Events, GoOnInTimeAndInTheNumbersOfSegments)
{
    EventReader reader = after_ready();
    const auto next = [&](std::uint32_t frame, std::int64_t at) {
        Said sent = said(Event::Kind::Sent, Octets(40, 0x45));
        sent.event.frame = frame;
        sent.event.at = at;
        const Octets octets = octets_of(sent);
        std::span<const std::uint8_t> left{octets};
        return reader.next(left, now).has_value();
    };
    EXPECT_TRUE(next(3, begun_ns + 5));
    EXPECT_FALSE(next(3, begun_ns + 5));
    EXPECT_FALSE(next(4, begun_ns + 4));
    EXPECT_TRUE(next(9, begun_ns + 5));
}

TEST(TcpInfoOfAKernel, AreRefusedForEachFieldThatIsOutOfItsRange)
{
    const std::vector<std::pair<std::string, std::function<void(TcpInfo&)>>> spoilers{
        {"state", [](TcpInfo& g) { g.state = 11; }},          {"state", [](TcpInfo& g) { g.state = 255; }},
        {"timer", [](TcpInfo& g) { g.timer = 5; }},           {"has_info", [](TcpInfo& g) { g.has_info = 2; }},
        {"loss_state", [](TcpInfo& g) { g.loss_state = 5; }}, {"unused", [](TcpInfo& g) { g.unused = 1; }},
    };
    for (const auto& [name, spoil] : spoilers) {
        TcpInfo tcp_info;
        spoil(tcp_info);
        EXPECT_EQ(wrong_of(said(Event::Kind::Sampled, octets_of_value(tcp_info))),
                  "gauges: " + name + " is out of its range");
    }
    EXPECT_FALSE(read_tcp_info(Octets(sizeof(TcpInfo) - 1)));
    EXPECT_FALSE(read_tcp_info(Octets(sizeof(TcpInfo) + 1)));
}

/// Random octets, some of which are almost a valid event.
Octets nonsense(Random& random, std::uint32_t number)
{
    Said event = said(static_cast<Event::Kind>(random.below(16)));
    event.event.side = static_cast<std::uint8_t>(random.below(2));
    const Event::Kind kind = event.event.kind;
    if (kind == Event::Kind::Sent) event.event.frame = number;
    if (kind == Event::Kind::Arrived || kind == Event::Kind::Dropped)
        event.event.frame = static_cast<std::uint32_t>(random.below(number + 1));
    event.event.at = now;
    if (kind == Event::Kind::Called) event.event.value = static_cast<std::int64_t>(random.below(3));
    if (kind == Event::Kind::Called || kind == Event::Kind::Signal)
        event.event.detail = static_cast<std::uint8_t>(random.below(9));
    if (event.event.kind == Event::Kind::Sampled) event.tail.resize(sizeof(TcpInfo));
    if (event.event.kind == Event::Kind::Sent) event.tail.resize(20 + random.below(60));
    for (std::uint8_t& octet : event.tail)
        octet = random.below(3) == 0 ? static_cast<std::uint8_t>(random.next()) : std::uint8_t{0};
    if (event.event.kind == Event::Kind::Sent) {
        event.tail[0] = 0x45;
        event.tail[3] = static_cast<std::uint8_t>(event.tail.size());
        event.tail[9] = 6;
        if (event.tail.size() > 32) event.tail[32] = static_cast<std::uint8_t>(random.below(16) << 4U);
    }
    event.event.tail_bytes = static_cast<std::uint32_t>(event.tail.size());
    Octets octets = octets_of(event);
    for (std::uint64_t i = random.below(4); i > 1; --i)
        octets[random.below(octets.size())] = static_cast<std::uint8_t>(random.next());
    return octets;
}

TEST(Events, OfAHostileHelperNeverReachTheTraceUnread)
{
    Random random{1};
    const std::array<trace::EndpointInfo, 2> ends{trace::EndpointInfo{"client", {{{10, 0, 0, 1}}, 49152}},
                                                  trace::EndpointInfo{"server", {{{10, 0, 0, 2}}, 80}}};
    std::size_t read = 0;
    for (int run = 0; run < 100; ++run) {
        trace::Trace trace{trace::Source::Live, ends};
        Observer observer{trace, begun_ns, [](const Departure&) { return std::optional<sim::Passage>{}; }};
        EventReader reader = after_ready();
        for (std::uint32_t i = 0; i < 1000; ++i) {
            const Octets octets = nonsense(random, i);
            std::span<const std::uint8_t> left{octets};
            const auto event = reader.next(left, now);
            if (!event) continue;
            observer.take(event->event, event->tail);
            ++read;
        }
        static_cast<void>(formats::to_json(trace));
    }
    EXPECT_GT(read, 10'000U); // not everything is refused
}

TEST(Messages, OfAnyOctetsAreReadOrRefused)
{
    Random random{2};
    Octets octets(200);
    for (int i = 0; i < 50'000; ++i) {
        for (std::uint8_t& octet : octets)
            octet = random.below(4) == 0 ? static_cast<std::uint8_t>(random.next()) : std::uint8_t{0};
        const auto some = std::span<const std::uint8_t>{octets}.first(random.below(octets.size()));
        EventReader reader{0};
        for (auto left = some; !left.empty();)
            static_cast<void>(reader.next(left, INT64_MAX));
        for (auto left = some; !left.empty();)
            static_cast<void>(read_command(left));
        static_cast<void>(read_setup(some));
        static_cast<void>(read_tcp_info(some));
    }
}

TEST(Observer, TakesAWindowScaleThatIsTooLargeForTheLargest)
{
    const tcp::SocketAddress client{tcp::Address{{10, 0, 0, 1}}, 49152};
    const tcp::SocketAddress server{tcp::Address{{10, 0, 0, 2}}, 80};
    trace::Trace trace{trace::Source::Live,
                       {trace::EndpointInfo{"client", client}, trace::EndpointInfo{"server", server}}};
    Observer observer{trace, 0, [](const Departure&) { return std::optional<sim::Passage>{}; }};
    const auto passes = [&](std::uint32_t frame, const char* notation, bool from_client) {
        tcp::Segment segment = tcp::parse_notation(notation)->to_segment();
        segment.source_port = from_client ? client.port : server.port;
        segment.destination_port = from_client ? server.port : client.port;
        segment.options.has_window_scale = segment.syn();
        segment.options.window_scale = segment.syn() ? 255 : 0;
        Event event{.kind = Event::Kind::Sent, .side = static_cast<std::uint8_t>(from_client ? 0 : 1), .frame = frame};
        observer.take(event, from_client ? ip_packet(segment, client.address, server.address)
                                         : ip_packet(segment, server.address, client.address));
        event.kind = Event::Kind::Arrived;
        event.side ^= 1U;
        observer.take(event, {});
    };
    passes(0, "S 100:100(0) win 64240", true);
    passes(1, "S. 300:300(0) ack 101 win 64240", false);
    passes(2, ". 101:101(0) ack 301 win 1", true);

    EXPECT_EQ(observer.tcb(trace::Side::Right).snd.wnd, 1U << 14U);
}

} // namespace
} // namespace tcpstage::live
