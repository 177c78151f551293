#include "tests/property/random_lesson.h"

#include "core/base/random.h"
#include "tests/property/random_parts.h"

#include <fmt/format.h>
#include <initializer_list>
#include <string_view>

namespace tcpstage::testing {

namespace {

using Words = std::initializer_list<std::string_view>;

/// The lines of a YAML map, each indented by `indent`.
struct Lines {
    std::string indent;
    std::string text;
    void add(std::string_view key, std::string_view value) { text += fmt::format("{}{}: {}\n", indent, key, value); }
};

class Writer {
public:
    Writer(std::uint64_t seed, LessonKind kind) : random_{seed}, more_{Random{seed}.fork(2)}, kind_{kind} {}

    std::string written()
    {
        udp_ = kind_ == LessonKind::Changed && percent(25);
        std::string yaml = fmt::format("title: {{en: random, zh: 随机}}\nseed: {}\n", below(1'000'000));
        yaml += endpoints() + network() + rest() + "steps:\n";
        open();
        for (auto calls = below(9); calls > 0; --calls)
            act();
        if (percent(85)) end();
        if (percent(10)) step("wait: 10 min");
        yaml += with_skips(steps_, random_.fork(3)) + faults() + injections() + expectations();
        return seldom(8) ? renamed(renamed(std::move(yaml), "client", "甲"), "server", "服务_2") : yaml;
    }

private:
    std::uint64_t below(std::uint64_t count) { return random_.below(count); }
    bool percent(std::uint64_t chance) { return below(100) < chance; }
    std::string_view one_of(Words words) { return *(words.begin() + below(words.size())); }
    std::string number(std::uint64_t least, std::uint64_t most)
    {
        return std::to_string(least + below(most - least + 1));
    }

    /// Any sequence number, often near 0 or 2^31, where comparisons wrap.
    std::string sequence_number()
    {
        switch (below(5)) {
        case 0:
            return std::string{one_of({"0", "1", "4294967295", "2147483647", "2147483648"})};
        case 1:
            return number(4294967295U - 3000, 4294967295U);
        case 2:
            return number(2147483648U - 3000, 2147483648U);
        default:
            return number(0, UINT32_MAX);
        }
    }

    void timers(Lines& lines)
    {
        const auto maybe = [&](std::uint64_t chance, std::string_view key, Words values) {
            if (percent(chance)) lines.add(key, one_of(values));
        };
        maybe(30, "msl", {"0 s", "1 ms", "500 ms", "2 s", "30 s", "2 min"});
        maybe(20, "rto_initial", {"1 ms", "50 ms", "1 s", "3 s", "60 s", "10 min"});
        maybe(15, "rto_min", {"0 s", "1 ms", "200 ms", "1 s"});
        maybe(15, "rto_max", {"1 s", "2 s", "60 s", "10 min"});
        maybe(40, "delayed_ack", {"0 s", "1 ms", "40 ms", "200 ms", "300 ms", "499 ms"});
        maybe(10, "user_timeout", {"100 ms", "1 s", "20 s", "5 min"});
        maybe(20, "persist_min", {"10 ms", "200 ms", "500 ms", "5 s"});
        if (!percent(8)) return;
        lines.add("keepalive", one_of({"100 ms", "1 s", "10 s"}));
        lines.add("keepalive_interval", one_of({"50 ms", "1 s"}));
        lines.add("keepalive_probes", number(0, 5));
    }

    void sizes(Lines& lines)
    {
        if (percent(50))
            lines.add("mss", percent(30) ? number(1, 20) : percent(5) ? number(60000, 65495) : number(1, 3000));
        if (percent(50))
            lines.add("receive_buffer", percent(40)   ? number(1, 30)
                                        : percent(50) ? number(1, 5000)
                                                      : number(1, 1U << 20U));
        if (percent(20)) lines.add("send_buffer", percent(50) ? number(1, 100) : number(1, 10'000));
        if (percent(20)) lines.add("syn_retries", number(0, 8));
        if (percent(20)) lines.add("r1", number(1, 5));
        if (percent(20)) lines.add("data_retries", number(0, 11));
    }

    void choices(Lines& lines)
    {
        const auto maybe = [&](std::uint64_t chance, std::string_view key) {
            if (percent(chance)) lines.add(key, one_of({"on", "off"}));
        };
        maybe(60, "window_scale");
        maybe(60, "timestamps");
        maybe(60, "sack");
        maybe(10, "rfc1337");
        maybe(20, "time_wait_reuse");
        maybe(40, "nagle");
        maybe(20, "challenge_ack");
        maybe(40, "take_together");
        maybe(40, "combine_fin_ack");
        maybe(20, "simultaneous_mitigation");
        if (percent(30)) lines.add("reads", "by hand");
        if (!percent(60)) return;
        lines.add("congestion", one_of({"reno", "newreno", "cubic"}));
        if (percent(40)) lines.add("ecn", "on");
        if (percent(30)) lines.add("initial_window", number(0, 12));
    }

    std::string tcp(bool listens)
    {
        Lines lines{"      ", {}};
        timers(lines);
        sizes(lines);
        choices(lines);
        if (listens && percent(15)) {
            lines.add("backlog", number(1, 4));
            if (percent(40)) lines.add("syn_cookies", one_of({"on", "always"}));
            if (percent(30)) lines.add("accepts", "by hand");
        }
        if (kind_ == LessonKind::Changed) {
            if (percent(30)) lines.add("handshake", "two-way");
            if (percent(30)) lines.add("time_wait", "none");
            if (percent(30)) lines.add("persist", "off");
            if (percent(30)) lines.add("iss", "zero");
        }
        if (udp_) lines.add("transport", "udp");
        return lines.text.empty() ? "    tcp: {nagle: on}\n" : "    tcp:\n" + lines.text;
    }

    std::string endpoint(std::string_view name, int host, bool listens)
    {
        return fmt::format("  {}:\n    address: 10.0.0.{}\n    port: {}\n    iss: {}\n", name, host, number(1, 65535),
                           sequence_number()) +
               tcp(listens);
    }

    std::string endpoints()
    {
        const std::string client = "endpoints:\n" + endpoint("client", 1, percent(30));
        if (kind_ == LessonKind::Changed && !udp_ && percent(15)) return client + "  server: same\n";
        return client + endpoint("server", 2, true);
    }

    std::string chance(std::uint64_t most_percent) { return fmt::format("{} %", number(0, most_percent)); }

    std::string link(std::string indent, bool is_bad)
    {
        Lines lines{std::move(indent), {}};
        if (percent(70))
            lines.add("delay", one_of({"0 s", "1 ns", "1 us", "1 ms", "20 ms", "100 ms", "333 ms", "1 s", "10 s"}));
        if (percent(30)) lines.add("jitter", one_of({"1 ms", "50 ms", "300 ms", "2 s"}));
        if (percent(35)) {
            lines.add("rate", one_of({"9600 bit/s", "100 kbit/s", "1 Mbit/s", "1 Gbit/s"}));
            if (percent(40)) lines.add("queue", number(0, 20'000));
            if (percent(30)) lines.add("ecn_threshold", number(1, 10'000));
        }
        if (percent(10)) lines.add("mtu", number(68, 1600));
        if (seldom(40)) lines.add("icmp", "on");
        if (!is_bad) return lines.text;
        if (percent(50)) lines.add("loss", chance(percent(80) ? 20 : 70));
        if (percent(20)) lines.add("burst_loss", fmt::format("{{enter: {}, leave: {} %}}", chance(20), number(5, 95)));
        if (percent(40)) lines.add("duplicate", chance(40));
        if (percent(40)) lines.add("reorder", chance(40));
        if (percent(40)) lines.add("corrupt", chance(20));
        return lines.text;
    }

    std::string network()
    {
        const bool is_bad = percent(70);
        std::string lines = link("  ", is_bad);
        if (seldom(20)) lines += "  shared: on\n";
        for (const std::string_view way : {"forth", "back"}) {
            const std::string own = percent(15) ? link("    ", is_bad) : "";
            if (!own.empty()) lines += fmt::format("  {}:\n{}", way, own);
        }
        return lines.empty() ? "" : "network:\n" + lines;
    }

    void step(std::string_view text) { steps_ += fmt::format("  - {}\n", text); }
    void call(std::string_view who, std::string_view what) { step(fmt::format("{}: {}", who, what)); }
    std::string_view side() { return one_of({"client", "server"}); }
    void wait()
    {
        step(fmt::format(
            "wait: {}", one_of({"0 s", "1 ms", "10 ms", "100 ms", "150 ms", "500 ms", "1 s", "3 s", "10 s", "100 s"})));
    }
    void maybe_wait()
    {
        if (seldom(4)) step(fmt::format("wait: {} acknowledged", some_of({"client", "server"})));
        if (percent(50)) wait();
    }

    void open()
    {
        const bool listens_first = percent(60);
        call(listens_first ? "server" : "client", listens_first ? "listen" : "connect");
        maybe_wait();
        call(listens_first ? "client" : "server", listens_first || percent(50) ? "connect" : "listen");
        if (percent(60))
            step("wait: [client ESTABLISHED, server ESTABLISHED]");
        else
            maybe_wait();
    }

    void act()
    {
        switch (below(kind_ == LessonKind::Rough ? 12 : 8)) {
        case 0:
        case 1:
        case 2:
            return call(side(), "send " + (percent(5)    ? number(1, 60'000)
                                           : percent(30) ? number(0, 10)
                                                         : number(1, 6000)));
        case 3:
            return call(side(), "send \"hello\\n\"");
        case 4:
            return call(side(), "read " + (percent(50) ? "all" : number(0, 3000)));
        case 5:
            return percent(40) ? call(side(), "shutdown") : wait();
        case 6:
            return wait();
        case 7:
            if (percent(20))
                step(fmt::format("network: {{delay: {}, loss: {}}}", one_of({"1 ms", "400 ms", "2 s"}), chance(30)));
            return;
        default:
            return call(side(), one_of({"abort", "crash", "connect", "listen", "accept", "close"}));
        }
    }

    void end()
    {
        const std::string_view first = side();
        const std::string_view second = first == "client" ? "server" : "client";
        for (const std::string_view who : {first, second}) {
            if (percent(70)) call(who, "shutdown");
            maybe_wait();
            for (int i = percent(80) ? 3 : 0; i > 0; --i) {
                call(who, "read all");
                step("wait: 5 s");
            }
        }
        if (percent(20)) return;
        call(first, "close");
        maybe_wait();
        call(second, "close");
    }

    std::string flags() { return fmt::format("\"{}\"", one_of({"S", "S.", ".", "P.", "F.", "R", "R."})); }

    std::string edit()
    {
        std::string to = fmt::format("window: {}", percent(40) ? "0" : number(0, 70'000));
        if (percent(40)) to += ", flags: " + flags();
        if (percent(40)) to += ", seq: " + sequence_number();
        if (percent(40)) to += ", ack: " + sequence_number();
        if (percent(30)) to += ", len: " + number(0, 2000);
        return to + later_edit();
    }

    std::string fault()
    {
        std::string which = fmt::format("from: {}", side());
        if (percent(30)) which += ", flags: " + flags();
        if (percent(40)) which += ", nth: " + number(1, 6);
        if (percent(10)) which += ", len: " + number(0, 1500);
        if (seldom(12)) which = fmt::format("from: {}", some_of({"client", "server"})) + choice();
        switch (below(kind_ == LessonKind::Rough ? 5 : 4)) {
        case 0:
            return fmt::format("drop: {{{}}}", which);
        case 1:
            return fmt::format("delay: {{{}, by: {}}}", which, one_of({"1 ns", "1 ms", "300 ms", "5 s", "100 s"}));
        case 2:
            return fmt::format("duplicate: {{{}, by: {}}}", which, one_of({"1 ms", "1 s", "70 s"}));
        case 3:
            return fmt::format("corrupt: {{{}}}", which);
        default:
            return fmt::format("edit: {{{}, to: {{{}}}}}", which, edit());
        }
    }

    std::string faults()
    {
        const std::uint64_t count = percent(40) ? below(4) : 0;
        std::string list = count == 0 ? "" : "faults:\n";
        for (std::uint64_t i = 0; i < count; ++i)
            list += fmt::format("  - {}\n", fault());
        return list;
    }

    std::string injection()
    {
        const std::uint32_t seq = static_cast<std::uint32_t>(below(std::uint64_t{1} << 32U));
        const std::uint32_t length = percent(60) ? 0 : static_cast<std::uint32_t>(below(1000));
        const std::string_view flags = one_of({"S", "S.", ".", "P.", "F.", "R", "R.", "F"});
        std::string segment = fmt::format("{} {}:{}({})", flags, seq, seq + length, length);
        if (flags.ends_with('.')) segment += " ack " + sequence_number();
        std::string entry =
            fmt::format("at: {}, from: {}, segment: \"{} win {}\"",
                        one_of({"0 s", "100 ms", "200 ms", "250 ms", "1 s", "7 s"}), side(), segment, below(65536));
        entry += later_injection();
        if (percent(30)) entry += fmt::format(", source: 203.0.113.1:{}", number(1024, 1026));
        if (entry.find("source") != std::string::npos && percent(50))
            entry += fmt::format(", count: {}, every: {}", number(1, 12), one_of({"1 ms", "40 ms"}));
        return entry;
    }

    std::string injections()
    {
        if (kind_ != LessonKind::Rough || !percent(60)) return {};
        std::string list = "inject:\n";
        for (auto count = 1 + below(4); count > 0; --count)
            list += fmt::format("  - {{{}}}\n", injection());
        if (seldom(20))
            list += fmt::format("  - {{at: 250 ms, from: {}, octets: \"{}\"}}\n", some_of({"client", "server"}),
                                random_octets(more_));
        return list;
    }

    // What came later draws from a generator of its own: older seeds keep their lessons but for these additions.

    bool seldom(std::uint64_t chance) { return more_.below(100) < chance; }
    std::string_view some_of(Words words) { return *(words.begin() + more_.below(words.size())); }
    std::string some_number(std::uint64_t least, std::uint64_t most)
    {
        return std::to_string(least + more_.below(most - least + 1));
    }

    /// Keys of the top level that do not concern TCP.
    std::string rest()
    {
        std::string text;
        if (seldom(10)) text += "keywords: {en: [\"a: b\", c], zh: [慢开始]}\n";
        if (seldom(15)) text += fmt::format("end: {}\n", some_of({"0 s", "1 ms", "300 ms", "3 s", "1 h"}));
        if (seldom(15))
            text += fmt::format("begin: {}\n", some_of({"[client ESTABLISHED, server ESTABLISHED]", "client CLOSE-WAIT",
                                                        "client acknowledged"}));
        return text;
    }

    /// Which of the matching segments a fault strikes.
    std::string choice()
    {
        std::string text = fmt::format(", until: {}", some_of({"0 s", "150 ms", "1 s", "5 s"}));
        if (seldom(70)) text += ", nth: all";
        if (text.find("all") != std::string::npos && seldom(40)) text += fmt::format(", except: {}", some_number(1, 4));
        return text;
    }

    std::string later_edit()
    {
        std::string to;
        if (seldom(15)) to += fmt::format(", urgent: {}", some_number(0, 3000));
        if (seldom(15))
            to += fmt::format(", options: {}", some_of({"none", "\"<mss 3>\"", "\"<mss 700,sackOK,wscale 14>\"",
                                                        "\"<TS val 5 ecr 6>\"", "\"<sack 1:9>\""}));
        return to;
    }

    std::string later_injection()
    {
        std::string text;
        if (seldom(20))
            text +=
                fmt::format(", destination: \"{}\"",
                            some_of({"10.0.0.2:9", "10.0.0.1:80", "224.0.0.1:80", "255.255.255.255:9", "10.0.0.9:7"}));
        return text;
    }

    std::string expectations() { return seldom(15) ? random_expectations(more_) : std::string{}; }

    Random random_;
    Random more_;
    LessonKind kind_;
    bool udp_ = false;
    std::string steps_;
};

} // namespace

LessonKind kind_of_lesson(std::uint64_t seed)
{
    const std::uint64_t of_ten = Random{seed}.fork(1).below(10);
    return of_ten < 5 ? LessonKind::Plain : of_ten < 8 ? LessonKind::Rough : LessonKind::Changed;
}

std::string random_lesson(std::uint64_t seed) { return Writer{seed, kind_of_lesson(seed)}.written(); }

} // namespace tcpstage::testing
