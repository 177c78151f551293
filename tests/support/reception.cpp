#include "tests/support/reception.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tcpstage::testing {

tcp::SocketAddress Reception::socket(int peer) { return {{{10, 0, 0, 2}}, static_cast<std::uint16_t>(40000 + peer)}; }

Reception::Reception(const tcp::Settings& settings) { host_.listen(our_socket, settings); }

Reception::~Reception()
{
    if (!unseen_.empty()) fail("sent, and not expected: " + relative(unseen_.front()), last_step_);
}

void Reception::fail(const std::string& what, Where where) const
{
    std::string text = what + "\nThe reception so far:\n";
    for (const auto& line : log_)
        text += "  " + line + "\n";
    ADD_FAILURE_AT(where.file_name(), where.line()) << text;
}

void Reception::step(std::string text, Where where)
{
    if (!unseen_.empty()) fail("sent, and not expected: " + relative(unseen_.front()), where);
    unseen_.clear();
    rules_.clear();
    last_step_ = where;
    log_.push_back(fmt::format("{}  {}", to_seconds(now_), std::move(text)));
}

std::string Reception::relative(const Sent& sent) const
{
    const auto iss = our_iss_.find(sent.to.port);
    return fmt::format("to {}: {}", tcp::to_text(sent.to),
                       tcp::notation_relative(sent.transmit.segment, sent.transmit.window_bytes,
                                              iss == our_iss_.end() ? tcp::Seq{0} : iss->second, peer_iss));
}

void Reception::take(const tcp::SocketAddress& to, const tcp::Effects& effects)
{
    for (const tcp::Effect& effect : effects) {
        if (const auto* transmit = std::get_if<tcp::Transmit>(&effect)) {
            if (transmit->segment.syn()) our_iss_[to.port] = transmit->segment.seq;
            unseen_.push_back({to, *transmit});
            log_.push_back(fmt::format("{}    > {}", to_seconds(now_), relative(unseen_.back())));
        } else if (const auto* reason = std::get_if<tcp::Because>(&effect)) {
            rules_.insert(reason->rule);
        } else if (const auto* entered = std::get_if<tcp::Entered>(&effect)) {
            rules_.insert(entered->rule);
        }
    }
    for (const tcp::Rule rule : rules_)
        name_rule(rule);
}

void Reception::arrives(int peer, std::string_view line, Where where)
{
    arrives_at(our_socket.port, peer, line, where);
}

void Reception::arrives_at(std::uint16_t port, int peer, std::string_view line, Where where)
{
    step(fmt::format("from {}: {}", peer, line), where);
    const auto pattern = tcp::parse_notation(line.substr(line.starts_with("< ") ? 2 : 0));
    if (!pattern) return fail(pattern.error().sentence(), where);
    tcp::Segment segment = pattern->to_segment();
    segment.source_port = socket(peer).port;
    segment.destination_port = port;
    segment.seq = peer_iss + segment.seq.value();
    const auto iss = our_iss_.find(socket(peer).port);
    if (segment.has_ack() && iss != our_iss_.end()) segment.ack = iss->second + segment.ack.value();
    if (!pattern->window_bytes) segment.window = 65535;
    tcp::Effects effects;
    host_.arrive({{our_socket.address, port}, socket(peer)}, tcp::Arrive{segment}, now_, effects);
    take(socket(peer), effects);
}

void Reception::calls(int peer, const tcp::Event& event, Where where)
{
    step(fmt::format("call for {}", peer), where);
    tcp::Effects effects;
    host_.call(id(peer), tcp::Event{event}, now_, effects);
    take(socket(peer), effects);
}

void Reception::waits(Duration time, Where where)
{
    step("wait " + to_text(time), where);
    const Instant until = now_ + time;
    for (auto due = host_.next_deadline(); due && due->at <= until; due = host_.next_deadline()) {
        now_ = std::max(now_, due->at);
        const tcp::SocketAddress to = host_.pair(due->who).remote;
        tcp::Effects effects;
        host_.expire(due->who, now_, effects);
        take(to, effects);
    }
    now_ = until;
}

void Reception::accepts(int peer, Where where)
{
    step("accept", where);
    const tcp::Host::Id expected = id(peer);
    tcp::Effects effects;
    const tcp::Host::Id accepted = host_.accept(our_socket, effects);
    take(socket(peer), effects);
    names(tcp::Rule::AcceptTakes, where);
    if (expected == tcp::Host::nobody || accepted != expected)
        fail(fmt::format("expected to accept the connection of {}", peer), where);
}

void Reception::accepts_nobody(Where where)
{
    step("accept", where);
    tcp::Effects effects;
    if (host_.accept(our_socket, effects) != tcp::Host::nobody) fail("expected nobody to accept", where);
    take(our_socket, effects);
    names(tcp::Rule::AcceptWaits, where);
}

void Reception::sees(int peer, std::string_view line, Expected expected, Where where)
{
    const auto pattern = tcp::parse_notation(line.substr(line.starts_with("> ") ? 2 : 0));
    if (!pattern) return fail(pattern.error().sentence(), where);
    if (unseen_.empty()) return fail(fmt::format("expected \"{}\", and nothing was sent", line), where);
    const Sent sent = unseen_.front();
    unseen_.pop_front();
    last_seen_ = sent.transmit.segment;
    tcp::Segment shifted = sent.transmit.segment;
    const auto iss = our_iss_.find(sent.to.port);
    if (iss != our_iss_.end()) shifted.seq = tcp::Seq{shifted.seq - iss->second};
    if (shifted.has_ack()) shifted.ack = tcp::Seq{shifted.ack - peer_iss};
    if (sent.to != socket(peer) || !pattern->matches(shifted, sent.transmit.window_bytes))
        fail(fmt::format("expected \"{}\" to {}, and saw {}", line, peer, relative(sent)), where);
    if (expected.rule) names(*expected.rule, where);
}

void Reception::sees_nothing(Where where)
{
    if (!unseen_.empty()) fail("sent, and not expected: " + relative(unseen_.front()), where);
    unseen_.clear();
}

void Reception::names(tcp::Rule rule, Where where)
{
    if (rules_.contains(rule)) return;
    std::string named;
    for (const tcp::Rule other : rules_)
        named += " " + std::string{tcp::info(other).id};
    fail(fmt::format("rule {} was not named; named:{}", tcp::info(rule).id, named), where);
}

void Reception::is_in(int peer, tcp::State state, Where where)
{
    if (id(peer) == tcp::Host::nobody) return fail(fmt::format("nothing is known of {}", peer), where);
    if (tcb(peer).state != state)
        fail(fmt::format("expected {} in {}, not in {}", peer, tcp::name(state), tcp::name(tcb(peer).state)), where);
}

void Reception::knows_nothing_of(int peer, Where where)
{
    if (id(peer) != tcp::Host::nobody) fail(fmt::format("{} is known, in {}", peer, tcp::name(tcb(peer).state)), where);
}

void Reception::holds(std::uint32_t opening, std::size_t completed, Where where)
{
    const tcp::Host::Listener* const listener = host_.listener(our_socket);
    if (listener == nullptr) return fail("nobody listens", where);
    if (listener->opening != opening || listener->completed.size() != completed)
        fail(fmt::format("expected {} opening and {} complete, there are {} and {}", opening, completed,
                         listener->opening, listener->completed.size()),
             where);
}

} // namespace tcpstage::testing
