#pragma once
// The ladder as text for a terminal: one line for each step, with the states of both ends on every line.

#include "core/captions/style.h"
#include "core/run/saved_run.h"

#include <string>

namespace tcpstage::terminal {

struct TextLadderStyle {
    Language language = Language::English;
    bool color = false;     // with ANSI escapes
    bool notes = true;      // the lesson's notes, between the lines
    std::size_t width = 96; // columns, at least 80
    bool answers = false;   // of the notes; else a question mark
    captions::Numbers numbers = captions::Numbers::Absolute;
    captions::StateNames state_names = captions::StateNames::Rfc;
    captions::FlagNames flag_names = captions::FlagNames::Names;
    captions::EndNames end_names = captions::EndNames::Own;
    bool captions = false; // under each step that has no note: what happens in it, and why
};

/// For a lesson with two worlds: both ladders, one after the other, and how they differ.
std::string text_ladder(const run::LessonRun& lesson_run, const TextLadderStyle& style);

} // namespace tcpstage::terminal
