// Differences in words.

#include "core/base/say.h"
#include "core/compare/align.h"
#include "core/compare/compare.h"
#include "core/compare/latitude.h"
#include "core/tcp/segment/option_table.h"
#include "core/trace/kernel_report.h"
#include "core/trace/ordinal.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::compare {

namespace {

using DifferenceKind = Difference::Kind;

constexpr std::array<std::string_view, 10> ids{"only-first",  "only-second",   "other-numbers", "other-fate",
                                               "other-order", "other-options", "other-window",  "other-time",
                                               "other-state", "other-outcome"};
constexpr std::array<std::string_view, 10> signs{"◀", "▶", "≠", "✕", "⇅", "≠", "≠", "◷", "≠", "≠"};
constexpr std::array<Text, 2> places{Text{"left", "左边"}, Text{"right", "右边"}};

std::string duration_text(Duration duration)
{
    const auto ns = duration.count() < 0 ? -duration.count() : duration.count();
    if (ns >= 1'000'000'000) return fmt::format("{:.6g} s", static_cast<double>(ns) / 1e9);
    if (ns >= 1'000'000) return fmt::format("{:.4g} ms", static_cast<double>(ns) / 1e6);
    return fmt::format("{:.4g} us", static_cast<double>(ns) / 1e3);
}

Text word_of(tcp::Signal signal)
{
    constexpr std::array<Text, 14> words{Text{"connected", "已连接"},
                                         Text{"end of file", "对方已发完（EOF）"},
                                         Text{"closed", "已关闭"},
                                         Text{"connection refused", "连接被拒绝"},
                                         Text{"connection reset", "连接被复位"},
                                         Text{"timed out", "超时"},
                                         Text{"no connection", "没有连接"},
                                         Text{"already open", "连接已存在"},
                                         Text{"closing", "正在关闭"},
                                         Text{"no buffer", "没有缓冲区"},
                                         Text{"no answer yet", "尚无应答"},
                                         Text{"too long", "数据过长"},
                                         Text{"invalid address", "地址无效"},
                                         Text{"urgent data", "紧急数据"}};
    static_assert(words.size() == static_cast<std::size_t>(tcp::Signal::Urgent) + 1);
    return words[static_cast<std::size_t>(signal)];
}

/// What a SYN offers: "mss 1460, sackOK, timestamps".
std::string offers_of(const tcp::Options& options, Language language)
{
    std::string text;
    for (const tcp::OptionRow& row : tcp::option_rows()) {
        const OwnedText offer = row.offer(options);
        const bool translated = offer.en != offer.zh;
        if (!text.empty() && !offer.empty()) text += translated ? Text{", ", "，"}[language] : ", ";
        text += offer[language];
    }
    return text;
}

class DifferenceWriter {
public:
    DifferenceWriter(const Difference& difference, const std::array<const trace::Trace*, 2>& traces,
                     const WriteNumbers& numbers, Language language)
        : difference_{difference}, traces_{traces}, write_{numbers}, language_{language}
    {}

    std::string event() const { return what() + values(); }

    std::string why() const
    {
        std::string text;
        if (difference_.because) {
            const tcp::RuleInfo& rule = tcp::info(*difference_.because);
            text += fill({" On the {}: {}", "{}的依据：{}"}, say(places[difference_.followed_by]),
                         rule.sentence[language_]);
            text += source(rule.section);
        }
        if (difference_.latitudes.size() > 1) return text + offers();
        if (!difference_.because && difference_.latitudes.empty() && wants_reason())
            text += say(
                {" No reason is known; it may follow from an earlier difference.", "原因未知，可能由前面的不同引起。"});
        for (const Latitude latitude : difference_.latitudes)
            text += (language_ == Language::English ? " " : "") + std::string{say(info(latitude).sentence)} +
                    source(info(latitude).section);
        return text;
    }

private:
    std::string_view say(const Text& text) const { return text[language_]; }
    template <typename... Args> std::string fill(const Text& text, const Args&... args) const
    {
        const std::string filled = fmt::format(fmt::runtime(say(text)), args...);
        return language_ == Language::Chinese ? without_gaps(filled) : singular_after_one(filled);
    }
    std::string name() const { return trace::the_end(traces_[0]->endpoint(difference_.side))[language_]; }
    std::string subject() const
    {
        return trace::begins_sentence(trace::the_end(traces_[0]->endpoint(difference_.side)))[language_];
    }
    std::string label() const
    {
        return trace::begins_sentence(trace::spoken(traces_[0]->endpoint(difference_.side)))[language_];
    }
    trace::Record record(std::size_t which) const { return traces_[which]->record(difference_.at[which]); }
    trace::Transit transit(std::size_t which) const { return traces_[which]->transit(difference_.transits[which]); }

    /// Between two simulated runs everything follows from the lesson's change, and times follow from the rest.
    bool wants_reason() const
    {
        return traces_[0]->source() != traces_[1]->source() && difference_.kind != DifferenceKind::Time &&
               difference_.kind != DifferenceKind::Fate;
    }

    /// "SYN, ACK seq=300 ack=101"
    std::string numbers(std::size_t which) const { return numbers(*traces_[which], transit(which)); }
    std::string numbers(const trace::Trace& trace, const trace::Transit& sent) const
    {
        const tcp::Segment& segment = sent.segment;
        if (segment.is_datagram()) return fmt::format("UDP len={}", segment.payload.size());
        std::string text = fmt::format("{} {}", tcp::to_text(segment.flags), write_(trace, sent));
        if (!segment.payload.empty()) text += fmt::format(" len={}", segment.payload.size());
        return text;
    }

    /// The segment with its numbers; of a copy that the network made it says so. At the beginning of a sentence.
    std::string named(std::size_t which) const
    {
        return fill(transit(which).copy_of == trace::no_transit ? Text{"\"{}\"", "“{}”"}
                                                                : Text{"A copy of \"{}\"", "“{}”的副本"},
                    numbers(which));
    }

    /// " (dropped by you)"
    std::string reason(std::size_t which) const
    {
        const std::string_view words = say(trace::words(transit(which).reason));
        return words.empty() ? std::string{} : fill({" ({})", "（{}）"}, words);
    }

    std::string_view name_of_call(std::size_t which) const
    {
        if (trace::is_kernel_report(record(which))) return "TCP_INFO";
        return trace::spoken_call(traces_[which]->endpoint(difference_.side), record(which).call());
    }

    /// "send(100)"
    std::string call(std::size_t which) const
    {
        const trace::Record& made = record(which);
        const std::string octets =
            trace::counts_octets(made.call(), made.value) ? fmt::format("{}", made.value) : std::string{};
        return fmt::format("{}({})", name_of_call(which), octets);
    }

    std::string source(std::string_view section) const
    {
        return section.starts_with("RFC") ? fill({" ({})", "（{}）"}, section) : std::string{};
    }

    /// One sentence for several options.
    std::string offers() const
    {
        std::string list;
        for (const tcp::OptionRow& row : tcp::option_rows()) {
            const auto latitude = latitude_of(row.kind);
            if (!latitude || std::ranges::find(difference_.latitudes, *latitude) == difference_.latitudes.end())
                continue;
            if (!list.empty()) list += say({"; ", "；"});
            list += fill({"{}: {}", "{}：{}"}, say(row.name), info(*latitude).section);
        }
        return fill(
            {" Each end offers the options that it supports and wants ({}).", "每一端提出自己能用、想用的选项（{}）。"},
            list);
    }

    /// What explains the numbers: how long timers were set to run, or a window that is a whole number of segments.
    std::string values() const
    {
        const auto& ran = difference_.timer_ran;
        if (ran[0] > Duration{0} && ran[1] > Duration{0} && duration_text(ran[0]) != duration_text(ran[1]))
            return fill({" It was set to {} on the left, to {} on the right.", "左边设为 {}，右边设为 {}。"},
                        duration_text(ran[0]), duration_text(ran[1]));
        std::string text;
        for (std::size_t i = 0; difference_.kind == DifferenceKind::Window && i < 2; ++i) {
            const std::uint32_t mss = transit(i).segment.options.mss;
            const std::uint32_t window = transit(i).window_bytes;
            if (mss == 0 || window < 2 * mss || window % mss != 0) continue;
            text += fill({" {} is {} segments of {}.", "{} 正好是 {} 个 {} 字节的报文段。"}, window, window / mss, mss);
        }
        return text;
    }

    std::string what() const
    {
        switch (difference_.kind) {
        case DifferenceKind::OnlyFirst:
            return only(0);
        case DifferenceKind::OnlySecond:
            return only(1);
        case DifferenceKind::Numbers:
            if (record(0).kind == trace::Kind::Called)
                return fill({"{} calls {} on the left and {} on the right.", "{} 在左边调用 {}，在右边调用 {}。"},
                            subject(), call(0), call(1));
            return fill({"{} sends \"{}\" on the left and \"{}\" on the right.", "{} 在左边发送“{}”，在右边发送“{}”。"},
                        subject(), numbers(0), numbers(1));
        case DifferenceKind::Fate:
            return fate();
        case DifferenceKind::Order:
            return order();
        case DifferenceKind::Options:
            return fill({"The SYN of {} offers other options: {} on the left, {} on the right.",
                         "{} 的 SYN 带的选项不同：左边 {}，右边 {}。"},
                        name(), offers_of(transit(0).segment.options, language_),
                        offers_of(transit(1).segment.options, language_));
        case DifferenceKind::Window:
            return fill({"{} offers a window of {} octets on the left, {} on the right.",
                         "{} 的窗口不同：左边 {} 字节，右边 {} 字节。"},
                        subject(), transit(0).window_bytes, transit(1).window_bytes);
        case DifferenceKind::Time:
            return time();
        case DifferenceKind::State:
            return outcome(
                {"{} is then in {} on the left and in {} on the right.", "{} 此后在左边处于 {}，在右边处于 {}。"});
        case DifferenceKind::Signal:
            return outcome({"The user of {} hears \"{}\" on the left and \"{}\" on the right.",
                            "{} 的用户在左边得到“{}”，在右边得到“{}”。"});
        }
        return {};
    }

    /// "The client sends "RST seq=91"" or "Client: the RTO timer expires": what only one run has.
    std::string happens(std::size_t which) const
    {
        const trace::Record what = record(which);
        if (what.kind == trace::Kind::Called)
            return fill({"{} calls {}", "{} 调用 {}"}, subject(), name_of_call(which));
        if (what.kind == trace::Kind::TimerExpired)
            return fill({"{}: the {} expires", "{}：{}到期"}, label(), say(trace::spoken(what.timer())));
        if (what.kind == trace::Kind::Lost) return fill({"{} is lost", "{}丢失"}, named(which));
        if (what.kind == trace::Kind::Arrived) return fill({"{} arrives", "{}到达"}, named(which));
        return fill({"{} sends \"{}\"", "{} 发送“{}”"}, subject(), numbers(which));
    }

    std::string only(std::size_t which) const
    {
        const std::string event = happens(which);
        const std::string_view here = say(places[which]);
        const std::string_view there = say(places[1 - which]);
        const trace::Kind kind = record(which).kind;
        if (kind == trace::Kind::Lost || kind == trace::Kind::Arrived)
            return fill({"{} only on the {}{}.", "{}，只在{}发生{}。"}, event, here, reason(which));
        const std::uint32_t others = difference_.others;
        if (others == 0) return fill({"{} only on the {}.", "{}，只在{}发生。"}, event, here);
        if (difference_.count <= others)
            return fill(
                {"{} here on the {}; on the {} it does so at another point.", "{}：{}此时发生，{}在别的时候发生。"},
                event, here, there);
        const Text once{"{0} for the {1} time on the {2}; on the {3} it does so only once.",
                        "{0}：在{2}是第 {4} 次，{3}只有 {5} 次。"};
        const Text times{"{0} for the {1} time on the {2}; on the {3} it does so only {5} times.", once.zh};
        return fill(others == 1 ? once : times, event, trace::ordinal(difference_.count), here, there,
                    difference_.count, others);
    }

    bool is_end() const
    {
        const trace::Kind kind = record(0).kind;
        return kind == trace::Kind::Arrived || kind == trace::Kind::Lost;
    }

    /// A segment of both runs, by its numbers if it has the same in both.
    std::string shared() const
    {
        return numbers(0) == numbers(1) ? named(0) : fill({"This segment of {}", "{} 的这个报文段"}, name());
    }

    std::string order() const
    {
        if (is_end())
            return fill({"{} arrives between other steps on the right.", "{}在右边到达的先后次序不同。"}, shared());
        return fill({"{} comes in another order on the right.", "{}在右边的先后次序不同。"}, shared());
    }

    std::string fate() const
    {
        const bool loss = transit(0).fate != transit(1).fate;
        if (!loss && transit(0).corrupted && transit(1).corrupted)
            return fill(
                {"{} is changed on its way on both sides, but differently.", "{}在途中两边都被改动，但改得不同。"},
                named(0));
        const bool first = loss ? transit(0).fate == trace::Fate::Lost : transit(0).corrupted;
        const std::size_t worse = first ? 0 : 1;
        const Text text = loss ? Text{"{} is lost on the {}{}, but not on the {}.", "{}在{}丢失{}，在{}没有丢失。"}
                               : Text{"{} is damaged on the {}{}, but not on the {}.", "{}在{}损坏{}，在{}完好。"};
        return fill(text, named(worse), say(places[worse]), reason(worse), say(places[1 - worse]));
    }

    /// Of a segment that the network or a person holds up in one run.
    std::string way() const
    {
        const bool longer = difference_.later > Duration{0};
        return fill(longer ? Text{"{} is {} longer under way on the right{}.", "{}在右边多走 {}{}。"}
                           : Text{"{} is {} longer under way on the left{}.", "{}在左边多走 {}{}。"},
                    shared(), duration_text(difference_.later), reason(longer ? 1 : 0));
    }

    std::string time() const
    {
        if (is_end()) return way();
        const trace::Record& what = record(0);
        const bool same = what.kind != trace::Kind::Sent || numbers(0) == numbers(1);
        const std::string what_comes = !same ? std::string{say({"this segment", "这个报文段"})}
                                       : what.kind == trace::Kind::Sent   ? "\"" + numbers(0) + "\""
                                       : what.kind == trace::Kind::Called ? std::string{name_of_call(0)}
                                                                          : std::string{say(tcp::label(what.timer()))};
        const bool late = difference_.later > Duration{0};
        return fill(late ? Text{"{}: {} comes {} later on the right.", "{}：{} 在右边晚 {}。"}
                         : Text{"{}: {} comes {} earlier on the right.", "{}：{} 在右边早 {}。"},
                    label(), what_comes, duration_text(difference_.later));
    }

    std::string outcome(const Text& text) const
    {
        std::array<std::string, 2> words;
        for (std::size_t i = 0; i < 2; ++i) {
            const std::uint8_t value = difference_.value[i];
            if (value == Difference::unknown)
                words[i] = difference_.kind == DifferenceKind::State ? say({"nothing", "无变化"})
                                                                     : say({"nothing", "没有消息"});
            else if (difference_.kind == DifferenceKind::State)
                words[i] = tcpstage::tcp::name(static_cast<tcp::State>(value));
            else
                words[i] = say(word_of(static_cast<tcp::Signal>(value)));
        }
        for (const std::size_t which : {0U, 1U}) // one of them changes nothing
            if (difference_.kind == DifferenceKind::State && difference_.value[1 - which] == Difference::unknown)
                return fill({"{} enters {} here on the {}; on the {} nothing changes.",
                             "{0} 此时在{2}进入 {1}，在{3}没有变化。"},
                            subject(), words[which], say(places[which]), say(places[1 - which]));
        const bool first = difference_.kind == DifferenceKind::State; // in its sentence
        return fill(text, first ? subject() : name(), words[0], words[1]);
    }

    const Difference& difference_;
    std::array<const trace::Trace*, 2> traces_;
    const WriteNumbers& write_;
    Language language_;
};

} // namespace

std::string_view id(Difference::Kind kind) { return ids[static_cast<std::size_t>(kind)]; }
std::string_view sign(Difference::Kind kind) { return signs[static_cast<std::size_t>(kind)]; }

std::string absolute_numbers(const trace::Trace&, const trace::Transit& transit)
{
    const tcp::Segment& segment = transit.segment;
    std::string text = fmt::format("seq={}", segment.seq.value());
    if (segment.has_ack()) text += fmt::format(" ack={}", segment.ack.value());
    return text;
}

Explained explained(const Difference& difference, const trace::Trace& first, const trace::Trace& second,
                    const WriteNumbers& numbers)
{
    const DifferenceWriter english{difference, {&first, &second}, numbers, Language::English};
    const DifferenceWriter chinese{difference, {&first, &second}, numbers, Language::Chinese};
    return {{english.event(), chinese.event()}, {english.why(), chinese.why()}};
}

OwnedText sentence(const Difference& difference, const trace::Trace& first, const trace::Trace& second,
                   const WriteNumbers& numbers)
{
    const auto [event, why] = explained(difference, first, second, numbers);
    return {event.en + why.en, event.zh + why.zh};
}

OwnedText summary(const Comparison& comparison, const trace::Trace& first, const trace::Trace& second,
                  const WriteNumbers& numbers)
{
    const Difference* const difference = comparison.first();
    const bool all_seen = shows_segments(first) && shows_segments(second);
    if (difference == nullptr && !all_seen)
        return {"Everything visible in both runs is the same; the segments of one run are not visible.",
                "两次运行能看到的部分都相同；其中一次看不到报文段。"};
    if (difference == nullptr) return {"Both runs are the same, step by step.", "两次运行每一步都相同。"};
    const OwnedText text = sentence(*difference, first, second, numbers);
    return {"First difference: " + text.en, "第一处不同：" + text.zh};
}

} // namespace tcpstage::compare
