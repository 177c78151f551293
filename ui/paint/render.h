#pragma once
// Makes a picture from the options of the command line. Needs a QGuiApplication; chooses the fonts itself.

#include "ui/paint/export.h"

#include <span>
#include <string_view>

namespace tcpstage::paint {

/// The options as typed; empty ones stand for the defaults.
struct PictureWords {
    std::string size;        // "1920x1080"
    std::string theme;       // light, dark, contrast
    std::string language;    // en, zh
    std::string view;        // stage, ladder, states, present, or a view of the centre: spaces, ...
    std::string at;          // "1.5s"; empty: see step
    std::int64_t step = -1;  // from 1; -1: the end
    std::string steps{};     // "all", "3-9": several pictures, or a film
    std::string page{};      // "A4": a handout
    int perPage = 0;         // of a handout; 0: not given
    std::string blank{};     // "seq,ack,flags,state": what its reader fills in
    int framesPerSecond = 0; // of a film; 0: not given
    std::string notation{};  // rfc, textbook
    std::string lesson{};    // as typed: its id, or the path of its file
    std::string drawing{};   // the path of a file with what is drawn on it; empty: none
    std::string programs{};  // where-they-matter, always, never
    bool console = false;    // what tcpdump and ss would print
};
/// All values of `view`.
std::span<const std::string_view> pictureViews();
/// Errors: an unknown word, a size or a step out of range, a drawing that cannot be read or is of other lessons.
Result<Picture> pictureFrom(const PictureWords& words, const scene::StagedRun& staged);

/// Stages the run and writes its picture, or, by the words and the ending of the path, pictures of several steps, a
/// handout, a film or slides. Errors: also words that do not belong together.
Result<void> render(lesson::Scenario scenario, run::Run run, const PictureWords& words, const std::string& path);

} // namespace tcpstage::paint
