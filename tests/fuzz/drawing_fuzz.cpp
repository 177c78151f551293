// Reads input as strokes that were drawn by hand. It must be refused with one sentence, or be written as a text that
// reads as the same strokes.
#include "tests/fuzz/feed.h"
#include "ui/scene/drawing/drawing_text.h"

#include <string>

using namespace tcpstage;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text{reinterpret_cast<const char*>(data), size};
    const auto read = scene::readDrawings(text, "fuzz.drawing.json");
    if (!read) {
        fuzz::must_be_a_sentence(read.error().sentence());
        return 0;
    }
    const std::string written = scene::drawingText(*read);
    const auto again = scene::readDrawings(written, "fuzz.drawing.json");
    fuzz::must(again && again->size() == read->size(), "what is written is read again");
    for (std::size_t i = 0; i < read->size(); ++i)
        fuzz::must((*again)[i].strokes.size() == (*read)[i].strokes.size(), "with all of its strokes");
    fuzz::must(scene::drawingText(*again) == written, "and is written as the same text");
    return 0;
}
