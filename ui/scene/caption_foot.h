#pragma once
// What stands under the captions of two worlds: what differs in this step, and what the signs on the stage mean.
// Private to whole_caption.cpp.

#include "ui/scene/word_room.h"

#include <cmath>
#include <vector>

namespace tcpstage::scene {

struct Foot {
    struct Part {
        QString words;
        double pixels;
        bool differs; // else it explains signs
        bool beside;  // at the right end of the line before
    };
    std::vector<Part> parts;

    static double line(const Part& part) { return part.beside ? 0 : std::round(part.pixels * 1.35); }
    double height() const;
};

/// `legend`: what the signs mean; it is left out where it has no room. `whole`: of both captions.
Foot footOf(const ViewInput& input, const WordRoom& whole, const QString& legend);
/// At the bottom of the room.
void addFoot(Scene& scene, const Foot& foot, const WordRoom& whole);

} // namespace tcpstage::scene
