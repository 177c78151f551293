#include "tests/support/conversation.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tcpstage::testing {

namespace {

constexpr tcp::SocketAddress our_socket{{{10, 0, 0, 1}}, 80};
constexpr tcp::SocketAddress peer_socket{{{10, 0, 0, 2}}, 49152};

struct CallName {
    std::string operator()(const tcp::Open& call) const { return call.active ? "connect" : "listen"; }
    std::string operator()(const tcp::Send& call) const { return fmt::format("send {}", call.data.size()); }
    std::string operator()(const tcp::Receive& call) const { return fmt::format("receive {}", call.octets); }
    std::string operator()(const tcp::Shutdown&) const { return "shutdown"; }
    std::string operator()(const tcp::Close&) const { return "close"; }
    std::string operator()(const tcp::Abort&) const { return "abort"; }
    std::string operator()(const tcp::Arrive&) const { return "arrive"; }
    std::string operator()(const tcp::Expire&) const { return "expire"; }
    std::string operator()(const tcp::Skip& skip) const { return fmt::format("skip {}", skip.octets); }
    std::string operator()(const tcp::PathMtu& notice) const { return fmt::format("path MTU {}", notice.mtu); }
};

std::set<tcp::Rule>& all_named_rules()
{
    static std::set<tcp::Rule> named;
    return named;
}

} // namespace

const std::set<tcp::Rule>& rules_named_so_far() { return all_named_rules(); }

void name_rule(tcp::Rule rule) { all_named_rules().insert(rule); }

Conversation::Conversation(tcp::Settings settings, std::vector<tcp::Seq> our_isss)
    : endpoint_{settings, our_socket, peer_socket, tcp::IssPlan{std::move(our_isss), 7}}
{}

Conversation::Conversation(Conversation&& other) noexcept
    : endpoint_{std::move(other.endpoint_)}, now_{other.now_}, log_{std::move(other.log_)}, unseen_{std::move(
                                                                                                other.unseen_)},
      signals_{std::move(other.signals_)}, rules_{std::move(other.rules_)}, delivered_{std::move(other.delivered_)},
      delivered_before_{other.delivered_before_}, last_seen_{other.last_seen_}, last_step_{other.last_step_}
{
    other.moved_ = true;
}

Conversation::~Conversation()
{
    if (!moved_ && !unseen_.empty()) fail("sent, and not expected: " + relative(unseen_.front()), last_step_);
}

void Conversation::fail(const std::string& what, Where where) const
{
    std::string text = what + "\nThe conversation so far:\n";
    for (const auto& line : log_)
        text += "  " + line + "\n";
    text += fmt::format("  (now in {})\n", tcp::name(tcb().state));
    ADD_FAILURE_AT(where.file_name(), where.line()) << text;
}

void Conversation::step(std::string text, Where where)
{
    if (!unseen_.empty()) fail("sent, and not expected: " + relative(unseen_.front()), where);
    unseen_.clear();
    signals_.clear();
    rules_.clear();
    delivered_before_ = static_cast<std::uint32_t>(delivered_.size());
    last_step_ = where;
    log_.push_back(fmt::format("{}  {}", to_seconds(now_), std::move(text)));
}

void Conversation::handle(const tcp::Event& event)
{
    tcp::Effects effects;
    endpoint_.handle(event, now_, effects);
    for (const tcp::Effect& effect : effects) {
        if (const auto* transmit = std::get_if<tcp::Transmit>(&effect)) {
            unseen_.push_back(*transmit);
            log_.push_back(fmt::format("{}    > {}", to_seconds(now_), relative(*transmit)));
        } else if (const auto* report = std::get_if<tcp::SignalUser>(&effect)) {
            signals_.push_back(report->signal);
        } else if (const auto* reason = std::get_if<tcp::Because>(&effect)) {
            rules_.insert(reason->rule);
        } else if (const auto* entered = std::get_if<tcp::Entered>(&effect)) {
            rules_.insert(entered->rule);
        } else if (const auto* deliver = std::get_if<tcp::Deliver>(&effect)) {
            const auto octets = deliver->data.span();
            delivered_.append(octets.begin(), octets.end());
        }
    }
    all_named_rules().insert(rules_.begin(), rules_.end());
}

std::string Conversation::relative(const tcp::Transmit& transmit) const
{
    return tcp::notation_relative(transmit.segment, transmit.window_bytes, tcb().snd.iss, peer_iss);
}

void Conversation::call(const tcp::Event& event, Where where)
{
    step(std::visit(CallName{}, event), where);
    handle(event);
}

void Conversation::arrives(const tcp::Segment& segment, Where where)
{
    step("< " + tcp::notation(segment, segment.window), where);
    handle(tcp::Arrive{segment});
}

void Conversation::arrives(std::string_view line, Where where)
{
    step(std::string{line}, where);
    const auto pattern = tcp::parse_notation(line.substr(line.starts_with("< ") ? 2 : 0));
    if (!pattern) return fail(pattern.error().sentence(), where);
    tcp::Segment segment = pattern->to_segment();
    segment.source_port = peer_socket.port;
    segment.destination_port = our_socket.port;
    segment.seq = peer_iss + segment.seq.value();
    if (segment.has_ack()) segment.ack = tcb().snd.iss + segment.ack.value();
    for (tcp::SackBlock& block : segment.options.sack)
        block = {tcb().snd.iss + block.left.value(), tcb().snd.iss + block.right.value()};
    if (!pattern->window_bytes) segment.window = 65535;
    handle(tcp::Arrive{segment});
}

void Conversation::waits(Duration time, Where where)
{
    step("wait " + to_text(time), where);
    const Instant until = now_ + time;
    for (auto due = endpoint_.next_deadline(); due && due->at <= until; due = endpoint_.next_deadline()) {
        now_ = std::max(now_, due->at);
        handle(tcp::Expire{});
    }
    now_ = until;
}

void Conversation::sees(std::string_view line, Expected expected, Where where)
{
    const auto pattern = tcp::parse_notation(line.substr(line.starts_with("> ") ? 2 : 0));
    if (!pattern) return fail(pattern.error().sentence(), where);
    if (unseen_.empty()) return fail(fmt::format("expected \"{}\", and nothing was sent", line), where);
    const tcp::Transmit transmit = unseen_.front();
    unseen_.pop_front();
    last_seen_ = transmit.segment;
    tcp::Segment shifted = transmit.segment;
    const bool numbered = !shifted.rst() || !shifted.has_ack() || shifted.seq != tcp::Seq{0};
    if (numbered) shifted.seq = tcp::Seq{shifted.seq - tcb().snd.iss};
    if (shifted.has_ack()) shifted.ack = tcp::Seq{shifted.ack - peer_iss};
    for (std::size_t i = 0; i < shifted.options.sack_count; ++i) {
        tcp::SackBlock& block = shifted.options.sack[i];
        block = {tcp::Seq{block.left - peer_iss}, tcp::Seq{block.right - peer_iss}};
    }
    if (!pattern->matches(shifted, transmit.window_bytes))
        fail(fmt::format("expected \"{}\", and saw \"> {}\"", line, relative(transmit)), where);
    if (expected.rule) names(*expected.rule, where);
}

void Conversation::sees_nothing(Where where)
{
    if (!unseen_.empty()) fail("sent, and not expected: " + relative(unseen_.front()), where);
    unseen_.clear();
}

std::vector<tcp::Segment> Conversation::see_all()
{
    std::vector<tcp::Segment> segments;
    for (tcp::Transmit& transmit : unseen_)
        segments.push_back(std::move(transmit.segment));
    unseen_.clear();
    return segments;
}

void Conversation::is_in(tcp::State state, Where where)
{
    if (tcb().state != state) fail(fmt::format("expected state {}", tcp::name(state)), where);
}

void Conversation::signals(tcp::Signal signal, Where where)
{
    if (std::ranges::find(signals_, signal) == signals_.end())
        fail(fmt::format("the user was not told signal {}", static_cast<int>(signal)), where);
}

void Conversation::signals_nothing(Where where)
{
    if (!signals_.empty()) fail(fmt::format("the user was told signal {}", static_cast<int>(signals_.front())), where);
}

void Conversation::names(tcp::Rule rule, Where where)
{
    if (rules_.contains(rule)) return;
    std::string named;
    for (const tcp::Rule other : rules_)
        named += " " + std::string{tcp::info(other).id};
    fail(fmt::format("rule {} was not named; named:{}", tcp::info(rule).id, named), where);
}

void Conversation::delivers(std::uint32_t octets, Where where)
{
    const auto seen = static_cast<std::uint32_t>(delivered_.size()) - delivered_before_;
    if (seen != octets) fail(fmt::format("expected {} octets to be delivered, {} were", octets, seen), where);
}

Conversation in_listen(tcp::Settings settings)
{
    Conversation talk{settings};
    talk.call(listen());
    return talk;
}

Conversation in_syn_sent(tcp::Settings settings)
{
    Conversation talk{settings};
    talk.call(connect());
    talk.sees("> S 0:0(0)");
    return talk;
}

Conversation in_syn_received(tcp::Settings settings)
{
    Conversation talk = in_listen(settings);
    talk.arrives("< S 0:0(0) win 65535 <mss 1460>");
    talk.sees("> S. 0:0(0) ack 1");
    return talk;
}

Conversation in_syn_received_by_crossing(tcp::Settings settings)
{
    Conversation talk = in_syn_sent(settings);
    talk.arrives("< S 0:0(0) win 65535 <mss 1460>");
    talk.sees("> S. 0:0(0) ack 1");
    return talk;
}

Conversation in_established(tcp::Settings settings)
{
    Conversation talk = in_syn_received(settings);
    talk.arrives("< . 1:1(0) ack 1");
    return talk;
}

Conversation in_fin_wait_1(tcp::Settings settings)
{
    Conversation talk = in_established(settings);
    talk.call(shutdown());
    talk.sees("> F. 1:1(0) ack 1");
    return talk;
}

Conversation in_fin_wait_2(tcp::Settings settings)
{
    Conversation talk = in_fin_wait_1(settings);
    talk.arrives("< . 1:1(0) ack 2");
    return talk;
}

Conversation in_close_wait(tcp::Settings settings)
{
    Conversation talk = in_established(settings);
    talk.arrives("< F. 1:1(0) ack 1");
    talk.sees("> . 1:1(0) ack 2");
    return talk;
}

Conversation in_closing(tcp::Settings settings)
{
    Conversation talk = in_fin_wait_1(settings);
    talk.arrives("< F. 1:1(0) ack 1");
    talk.sees("> . 2:2(0) ack 2");
    return talk;
}

Conversation in_last_ack(tcp::Settings settings)
{
    Conversation talk = in_close_wait(settings);
    talk.call(shutdown());
    talk.sees("> F. 1:1(0) ack 2");
    return talk;
}

Conversation in_time_wait(tcp::Settings settings)
{
    Conversation talk = in_fin_wait_2(settings);
    talk.arrives("< F. 1:1(0) ack 2");
    talk.sees("> . 2:2(0) ack 2");
    return talk;
}

} // namespace tcpstage::testing
