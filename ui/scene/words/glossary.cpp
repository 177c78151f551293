#include "ui/scene/words/glossary.h"

#include "ui/scene/marks/scene.h"
#include "ui/scene/words/fields.h"

#include <array>
#include <bit>

namespace tcpstage::scene {

namespace {

constexpr std::array table{
#define TCPSTAGE_TERM(name, category, id, en, zh, textEn, textZh, source, lessons)                                     \
    TermInfo{Term::name, TermCategory::category, id, Text{en, zh}, Text{textEn, textZh}, source, lessons},
#include "ui/scene/words/glossary.def"
#undef TCPSTAGE_TERM
};
static_assert(table.size() <= UINT8_MAX);

constexpr std::array<Text, term_category_count> titles{Text{"States", "状态"},
                                                       Text{"Flags", "标志位"},
                                                       Text{"Timers", "定时器"},
                                                       Text{"Variables", "变量"},
                                                       Text{"Options in the header", "首部选项"},
                                                       Text{"Settings of a lesson", "课程中的设置"},
                                                       Text{"Ideas and words", "概念"},
                                                       Text{"Fields of the header", "首部字段"}};

/// The entry so many places after `first`.
constexpr Term after(Term first, std::size_t places)
{
    return static_cast<Term>(static_cast<std::size_t>(first) + places);
}
static_assert(after(Term::StateClosed, tcp::state_count) == Term::FlagFin, "an entry for each state");
static_assert(after(Term::FlagFin, 8) == Term::TimerRetransmit, "an entry for each flag");
static_assert(after(Term::TimerRetransmit, tcp::timer_count) == Term::SndUna, "an entry for each timer");
static_assert(after(Term::SndUna, variable_count) == Term::SndMax, "an entry for each variable");

std::optional<Term> termOf(Field field)
{
    switch (field) {
    case Field::Cwr:
        return Term::FlagCwr;
    case Field::Ece:
        return Term::FlagEce;
    case Field::Urg:
        return Term::FlagUrg;
    case Field::Ack:
        return Term::FlagAck;
    case Field::Psh:
        return Term::FlagPsh;
    case Field::Rst:
        return Term::FlagRst;
    case Field::Syn:
        return Term::FlagSyn;
    case Field::Fin:
        return Term::FlagFin;
    case Field::Window:
        return Term::FieldWindow;
    case Field::SourcePort:
    case Field::DestinationPort:
        return Term::FieldPorts;
    case Field::Sequence:
        return Term::FieldSequence;
    case Field::Acknowledgment:
        return Term::FieldAcknowledgment;
    case Field::Offset:
        return Term::FieldOffset;
    case Field::Reserved:
        return Term::FieldReserved;
    case Field::Checksum:
        return Term::FieldChecksum;
    case Field::Urgent:
        return Term::FieldUrgent;
    case Field::Options:
        return Term::FieldOptions;
    case Field::Payload:
        return Term::FieldPayload;
    case Field::Length: // of a datagram
        return {};
    }
    return {};
}

} // namespace

std::span<const TermInfo> glossary() { return table; }

const TermInfo& info(Term term) { return table[static_cast<std::size_t>(term)]; }

std::vector<std::string> lessonsOf(const TermInfo& info)
{
    std::vector<std::string> ids;
    for (std::string_view rest = info.lessons; !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        ids.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return ids;
}

Term termOf(tcp::State state) { return after(Term::StateClosed, static_cast<std::size_t>(state)); }
Term termOf(tcp::Flag flag)
{
    return after(Term::FlagFin, static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(flag))));
}
Term termOf(tcp::Timer timer) { return after(Term::TimerRetransmit, static_cast<std::size_t>(timer)); }
Term termOf(Variable variable) { return after(Term::SndUna, static_cast<std::size_t>(variable)); }

std::optional<Term> termOf(tcp::OptionKind kind)
{
    switch (kind) {
    case tcp::OptionKind::Mss:
        return Term::OptionMss;
    case tcp::OptionKind::WindowScale:
        return Term::OptionWindowScale;
    case tcp::OptionKind::SackPermitted:
        return Term::OptionSackPermitted;
    case tcp::OptionKind::Sack:
        return Term::OptionSack;
    case tcp::OptionKind::Timestamps:
        return Term::OptionTimestamps;
    case tcp::OptionKind::End:
    case tcp::OptionKind::Nop:
        return {};
    }
    return {};
}

std::optional<Term> termOf(const Ref& ref)
{
    if (ref.kind == Ref::Kind::State && ref.id < tcp::state_count) return termOf(static_cast<tcp::State>(ref.id));
    if (ref.kind == Ref::Kind::Timer && ref.id < tcp::timer_count) return termOf(static_cast<tcp::Timer>(ref.id));
    if (ref.kind == Ref::Kind::Variable && ref.id < variable_count) return termOf(static_cast<Variable>(ref.id));
    if (ref.kind == Ref::Kind::Term && ref.id < table.size()) return static_cast<Term>(ref.id);
    if (ref.kind == Ref::Kind::Field) return termOf(static_cast<Field>(ref.id));
    return {};
}

Text title(TermCategory category) { return titles[static_cast<std::size_t>(category)]; }

} // namespace tcpstage::scene
