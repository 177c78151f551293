#pragma once
// A film of some steps of a run, GIF, MP4 or WebM, encoded by the program ffmpeg, which is looked for when a film is
// wanted.

#include "ui/paint/steps.h"

namespace tcpstage::paint {

/// Whether a file of that name is a film: it ends in .gif, .mp4 or .webm.
bool isFilm(const std::string& path);
/// Frames per second where nobody has chosen them: a GIF grows with each.
int usualFrames(const std::string& path);

/// The moments of a film, a frame each: it moves as fast as Play, and waits at each step so long as its caption takes
/// to read.
class Reel {
public:
    Reel(const scene::StagedRun& staged, const scene::DisplayOptions& display, const Steps& steps, int framesPerSecond);

    std::size_t frames() const { return frames_; }
    scene::StageTime time(std::size_t frame) const;

private:
    struct Stretch {
        std::size_t first;     // frame
        scene::StageTime from; // at that frame
        scene::StageTime to;   // reached after `moving` frames, and kept
        std::size_t moving;
    };
    std::vector<Stretch> stretches_;
    std::size_t frames_ = 0;
};

/// The progress counts frames. Nothing is written if it is cancelled, which takes less than a second. Errors: there is
/// no ffmpeg, it cannot make such a film, the file cannot be written.
Result<Finished> writeFilm(const scene::StagedRun& staged, const Picture& picture, const Steps& steps,
                           int framesPerSecond, const std::string& path, const Progress& progress = {},
                           Special special = Special::Refuse);

} // namespace tcpstage::paint
