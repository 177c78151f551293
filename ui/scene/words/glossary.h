#pragma once
// A paragraph about every state, flag, timer, variable and option: what it is, where the RFC says so, which lessons
// show it.

#include "core/tcp/segment/flags.h"
#include "core/tcp/segment/options.h"
#include "core/tcp/tcb/state.h"
#include "core/tcp/tcb/timer.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/variables.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::scene {

/// The `id` of a Ref of kind Term.
enum class Term : std::uint8_t {
#define TCPSTAGE_TERM(name, category, id, en, zh, textEn, textZh, source, lessons) name,
#include "ui/scene/words/glossary.def"
#undef TCPSTAGE_TERM
};

enum class TermCategory : std::uint8_t { State, Flag, Timer, Variable, Option, Setting, Idea, Field };
inline constexpr std::size_t term_category_count = 8;

struct TermInfo {
    Term term;
    TermCategory category;
    std::string_view id; // as the program writes it: "SND.UNA", "rto_min"
    Text title;
    Text text;
    std::string_view source; // "RFC 9293 3.3.1"
    std::string_view lessons;
};

std::span<const TermInfo> glossary();
const TermInfo& info(Term term);
/// The ids of the lessons that show it, the best first.
std::vector<std::string> lessonsOf(const TermInfo& info);

Term termOf(tcp::State state);
Term termOf(tcp::Flag flag);
Term termOf(tcp::Timer timer);
Term termOf(Variable variable);
/// Nothing for the kinds that only fill.
std::optional<Term> termOf(tcp::OptionKind kind);
/// What a mark stands for; nothing for a segment, an endpoint and the like.
std::optional<Term> termOf(const Ref& ref);
/// "The states of a connection", ...
Text title(TermCategory category);

inline Ref refOf(Term term) { return {Ref::Kind::Term, trace::Side::Left, static_cast<std::uint32_t>(term)}; }

} // namespace tcpstage::scene
