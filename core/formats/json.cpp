#include "core/formats/formats.h"
#include "core/formats/variables.h"
#include "core/tcp/segment/notation.h"
#include "core/tcp/segment/option_table.h"
#include "core/trace/kernel_report.h"
#include "core/trace/not_tcp.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace tcpstage::formats {

namespace {

using Json = nlohmann::ordered_json;

std::int64_t nanoseconds(Instant at) { return at.time_since_epoch().count(); }

Json flag_names(tcp::Flags flags)
{
    constexpr std::array<std::pair<tcp::Flag, std::string_view>, 8> names{{{tcp::Flag::Fin, "FIN"},
                                                                           {tcp::Flag::Syn, "SYN"},
                                                                           {tcp::Flag::Rst, "RST"},
                                                                           {tcp::Flag::Psh, "PSH"},
                                                                           {tcp::Flag::Urg, "URG"},
                                                                           {tcp::Flag::Ece, "ECE"},
                                                                           {tcp::Flag::Cwr, "CWR"},
                                                                           {tcp::Flag::Ack, "ACK"}}};
    Json list = Json::array();
    for (const auto& [flag, name] : names)
        if (flags.has(flag)) list.push_back(name);
    return list;
}

Json json_of(bool value) { return value; }
Json json_of(std::uint32_t value) { return value; }
Json json_of(const std::vector<std::pair<std::string_view, std::uint32_t>>& members)
{
    Json json = Json::object();
    for (const auto& [name, value] : members)
        json[std::string{name}] = value;
    return json;
}
Json json_of(const std::vector<tcp::SackBlock>& blocks)
{
    Json json = Json::array();
    for (const tcp::SackBlock& block : blocks)
        json.push_back({block.left.value(), block.right.value()});
    return json;
}

Json options_json(const tcp::Options& options)
{
    Json json = Json::object();
    for (const tcp::OptionRow& row : tcp::option_rows())
        if (row.present(options))
            json[std::string{row.key}] =
                std::visit([](const auto& value) { return json_of(value); }, row.value(options));
    return json;
}

class Writer {
public:
    explicit Writer(const trace::Trace& trace, std::span<const StepCaption> captions)
        : trace_{trace}, captions_{captions}
    {}

    std::string written()
    {
        constexpr std::array<std::string_view, 4> sources{"simulated", "live", "capture", "script"};
        std::string text = "{\n  \"format\": \"tcpstage-trace\",\n  \"version\": 1,\n";
        text += fmt::format("  \"source\": \"{}\",\n", sources[static_cast<std::size_t>(trace_.source())]);
        if (trace_.began_ns() != 0) text += fmt::format("  \"began_ns\": {},\n", trace_.began_ns());
        if (!trace_.is_tcp()) text += "  \"not_tcp\": " + missing().dump() + ",\n";
        text += "  \"endpoints\": " + endpoints().dump() + ",\n";
        if (const auto all = settings(); !all.empty()) text += list("settings", all);
        text += list("segments", segments());
        text += list("states", of_kind({trace::Kind::Entered}));
        text += list("calls", of_kind({trace::Kind::Called}));
        text +=
            list("timers", of_kind({trace::Kind::TimerSet, trace::Kind::TimerExpired, trace::Kind::TimerCancelled}));
        text += list("reasons", of_kind({trace::Kind::Reason}));
        if (!captions_.empty()) text += list("captions", captions());
        text += list("variables", variables());
        return text + "  \"final\": " + final_states().dump() + "\n}\n";
    }

private:
    static std::string list(std::string_view name, const std::vector<Json>& entries)
    {
        std::string text = fmt::format("  \"{}\": [", name);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            text += i == 0 ? "\n    " : ",\n    ";
            text += entries[i].dump();
        }
        return text + (entries.empty() ? "],\n" : "\n  ],\n");
    }

    Json endpoints() const
    {
        Json json;
        for (const trace::Side side : trace::both_sides) {
            const trace::EndpointInfo& endpoint = trace_.endpoint(side);
            json[endpoint.name] = {{"address", tcp::to_text(endpoint.socket.address)}, {"port", endpoint.socket.port}};
        }
        return json;
    }

    /// What was set on the kernels of real ends.
    std::vector<Json> settings() const
    {
        std::vector<Json> entries;
        for (const trace::Side side : trace::both_sides)
            for (const trace::Setting& setting : trace_.endpoint(side).settings)
                entries.push_back({{"endpoint", name(side)}, {"name", setting.name}, {"value", setting.value}});
        return entries;
    }

    /// The rules that the ends do without, which make the run "not TCP".
    Json missing() const
    {
        Json json = Json::array();
        for (const Text& text : trace::not_tcp(trace_))
            json.push_back({{"en", text.en}, {"zh", text.zh}});
        return json;
    }

    std::vector<Json> segments() const
    {
        std::vector<Json> entries;
        for (const trace::Transit& transit : trace_.transits()) {
            const tcp::Segment& segment = transit.segment;
            const bool ended = transit.end_record != trace::no_record;
            const bool arrived = ended && transit.fate == trace::Fate::Arrived;
            Json json;
            json["n"] = entries.size() + 1;
            json["from"] = name(transit.from);
            add_peer(json, transit);
            json["sent_ns"] = nanoseconds(transit.sent);
            json["arrived_ns"] = arrived ? Json(nanoseconds(transit.ends)) : Json(nullptr);
            json["fate"] = !ended ? "in flight" : arrived ? "arrived" : "lost";
            json["reason"] = trace::words(transit.reason).en;
            segment.is_datagram() ? describe_datagram(json, segment) : describe_segment(json, transit);
            entries.push_back(std::move(json));
        }
        return entries;
    }

    /// A segment from or to another peer names its addresses.
    void add_peer(Json& json, const trace::Transit& transit) const
    {
        if (transit.connection == trace::the_conversation) return;
        json["source"] = tcp::to_text(trace_.source(transit));
        json["destination"] = tcp::to_text(trace_.destination(transit));
    }

    static void describe_datagram(Json& json, const tcp::Segment& datagram)
    {
        json["protocol"] = "udp";
        json["payload_bytes"] = datagram.payload.size();
        json["notation"] = tcp::notation(datagram, 0);
    }

    static void describe_segment(Json& json, const trace::Transit& transit)
    {
        const tcp::Segment& segment = transit.segment;
        json["flags"] = flag_names(segment.flags);
        json["seq"] = segment.seq.value();
        json["ack"] = segment.ack.value();
        json["window"] = transit.window_bytes;
        json["payload_bytes"] = segment.payload.size();
        json["retransmission"] = transit.retransmission;
        json["options"] = options_json(segment.options);
        json["notation"] = tcp::notation(segment, transit.window_bytes);
        if (segment.ecn != tcp::Ecn::NotCapable) json["ecn"] = tcpstage::tcp::name(segment.ecn);
        if (transit.before) json["sent_as"] = tcp::notation(transit.before->segment, transit.before->window_bytes);
        if (transit.marked) json["marked"] = tcpstage::tcp::name(tcp::Ecn::Congestion);
    }

    std::vector<Json> captions() const
    {
        const auto both = [](const OwnedText& text) { return Json{{"en", text.en}, {"zh", text.zh}}; };
        std::vector<Json> entries;
        for (const StepCaption& caption : captions_) {
            Json json;
            json["step"] = caption.step;
            json["t_ns"] = nanoseconds(caption.at);
            json["title"] = both(caption.title);
            json["text"] = both(caption.text);
            json["source"] = caption.source;
            json["from"] = caption.is_note ? "note" : "engine";
            entries.push_back(std::move(json));
        }
        return entries;
    }

    /// For each change of an end's TCB, what has another value than before.
    std::vector<Json> variables() const
    {
        std::vector<Json> entries;
        std::array<VariableValues, 2> last;
        const auto count = static_cast<trace::RecordId>(trace_.records().size());
        for (trace::RecordId id = 0; id < count; ++id)
            for (const trace::Side side : trace::both_sides) {
                if (!has_tcb(trace_, side)) continue;
                const trace::Moment moment = trace_.moment_after(id);
                const VariableValues now = values_of(trace_.at(side, moment));
                const VariableValues before = std::exchange(last[trace::index(side)], now);
                if (now == before) continue;
                Json changed = Json::object();
                for (std::size_t i = 0; i < now.size(); ++i)
                    if (now[i] != before[i]) changed[std::string{variable_names[i]}] = now[i] ? Json(*now[i]) : Json();
                entries.push_back(
                    Json{{"t_ns", nanoseconds(moment.at)}, {"endpoint", name(side)}, {"changed", std::move(changed)}});
            }
        return entries;
    }

    std::vector<Json> of_kind(std::initializer_list<trace::Kind> kinds) const
    {
        std::vector<Json> entries;
        for (std::size_t i = 0; i < trace_.records().size(); ++i) {
            const trace::Record& record = trace_.records()[i];
            if (std::ranges::find(kinds, record.kind) == kinds.end()) continue;
            Json json;
            json["t_ns"] = nanoseconds(record.at);
            json["endpoint"] = name(record.side);
            if (record.connection != trace::the_conversation)
                json["peer"] = tcp::to_text(trace_.peer(record.connection).socket);
            describe(json, record, i);
            entries.push_back(std::move(json));
        }
        return entries;
    }

    void describe(Json& json, const trace::Record& record, std::size_t id) const
    {
        switch (record.kind) {
        case trace::Kind::Entered:
            json["from"] = tcpstage::tcp::name(record.from());
            json["to"] = tcpstage::tcp::name(record.to());
            json["event"] = event(record);
            json["rule"] = tcp::info(record.rule()).id;
            break;
        case trace::Kind::Called:
            json["call"] = trace::is_kernel_report(record) ? trace::kernel_report_word : trace::word(record.call());
            json["error"] = call_error(id);
            break;
        case trace::Kind::TimerSet:
            describe_timer(json, record, "set");
            json["due_ns"] = record.value;
            break;
        case trace::Kind::TimerExpired:
            describe_timer(json, record, "expired");
            break;
        case trace::Kind::TimerCancelled:
            describe_timer(json, record, "cancelled");
            break;
        case trace::Kind::Reason:
            json["rule"] = tcp::info(record.rule()).id;
            json["section"] = tcp::info(record.rule()).section;
            json["segment"] = cause_segment(record);
            break;
        case trace::Kind::Arrived:
        case trace::Kind::Lost:
        case trace::Kind::Signal:
        case trace::Kind::Delivered:
        case trace::Kind::Sent:
            break;
        }
    }

    static void describe_timer(Json& json, const trace::Record& record, std::string_view action)
    {
        json["timer"] = tcp::id(record.timer());
        json["action"] = action;
    }

    std::optional<trace::Record> cause(const trace::Record& record) const
    {
        if (record.cause == trace::no_record) return std::nullopt;
        return trace_.record(record.cause);
    }

    std::string event(const trace::Record& record) const
    {
        const auto head = cause(record);
        if (!head) return "";
        if (trace::is_kernel_report(*head)) return std::string{trace::kernel_report_word};
        if (head->kind == trace::Kind::Called) return fmt::format("call {}", trace::word(head->call()));
        if (head->kind == trace::Kind::TimerExpired) return fmt::format("timer {}", tcp::id(head->timer()));
        return fmt::format("segment {}", head->ref + 1);
    }

    Json cause_segment(const trace::Record& record) const
    {
        const auto head = cause(record);
        return head && head->kind == trace::Kind::Arrived ? Json(head->ref + 1) : Json(nullptr);
    }

    Json call_error(std::size_t call) const
    {
        for (std::size_t i = call + 1; i < trace_.records().size() && trace_.records()[i].cause == call; ++i)
            if (trace_.records()[i].kind == trace::Kind::Signal && !error_text(trace_.records()[i].signal()).empty())
                return error_text(trace_.records()[i].signal());
        return nullptr;
    }

    static std::string_view error_text(tcp::Signal signal)
    {
        switch (signal) {
        case tcp::Signal::Refused:
            return "connection refused";
        case tcp::Signal::Reset:
            return "connection reset";
        case tcp::Signal::TimedOut:
            return "timed out";
        case tcp::Signal::NoConnection:
            return "no connection";
        case tcp::Signal::AlreadyOpen:
            return "already open";
        case tcp::Signal::Closing:
            return "closing";
        case tcp::Signal::NoBuffer:
            return "no buffer";
        case tcp::Signal::TooLong:
            return "too long";
        case tcp::Signal::BadAddress:
            return "invalid address";
        case tcp::Signal::Connected:
        case tcp::Signal::PeerClosed:
        case tcp::Signal::Closed:
        case tcp::Signal::Unanswered:
        case tcp::Signal::Urgent:
            return "";
        }
        return "";
    }

    Json final_states() const
    {
        Json json;
        for (const trace::Side side : trace::both_sides) {
            const tcp::Tcb tcb = trace_.at(side, trace_.last_moment());
            std::int64_t delivered = 0;
            Json error = nullptr;
            for (const trace::Record& record : trace_.records()) {
                if (record.side != side || record.connection != trace::the_conversation) continue;
                if (record.kind == trace::Kind::Delivered) delivered += record.value;
                const bool ended = record.kind == trace::Kind::Signal && record.signal() >= tcp::Signal::Refused &&
                                   record.signal() <= tcp::Signal::TimedOut;
                if (ended) error = error_text(record.signal());
            }
            Json end = Json::object();
            if (!trace_.endpoint(side).without.tcp) describe_tcb(end, tcb);
            end["delivered_bytes"] = delivered;
            end["error"] = error;
            json[name(side)] = std::move(end);
        }
        return json;
    }

    static void describe_tcb(Json& json, const tcp::Tcb& tcb)
    {
        json["state"] = tcpstage::tcp::name(tcb.state);
        json["snd"] = {{"una", tcb.snd.una.value()},
                       {"nxt", tcb.snd.nxt.value()},
                       {"wnd", tcb.snd.wnd},
                       {"iss", tcb.snd.iss.value()}};
        json["rcv"] = {{"nxt", tcb.rcv.nxt.value()}, {"wnd", tcb.rcv.wnd}, {"irs", tcb.rcv.irs.value()}};
    }

    const std::string& name(trace::Side side) const { return trace_.endpoint(side).name; }

    const trace::Trace& trace_;
    std::span<const StepCaption> captions_;
};

} // namespace

std::string to_json(const trace::Trace& trace, std::span<const StepCaption> captions)
{
    return Writer{trace, captions}.written();
}

} // namespace tcpstage::formats
