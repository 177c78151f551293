#pragma once
// Two runs side by side as text for a terminal: one line for each step of either, with a sign where they differ.

#include "core/compare/compare.h"
#include "core/run/run.h"

namespace tcpstage::terminal {

/// The two runs of a comparison and their titles.
struct Halves {
    std::array<OwnedText, 2> titles;
    std::array<const run::Run*, 2> runs;
};

std::string text_comparison(const Halves& halves, const compare::Comparison& comparison, Language language);

} // namespace tcpstage::terminal
