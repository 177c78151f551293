#include "ui/scene/word_room.h"

#include "ui/scene/marks/fonts.h"

namespace tcpstage::scene {

int WordRoom::lines(double pixels) const
{
    return static_cast<int>((area.bottom() - margin() * 0.5 - base()) / (pixels * 1.38));
}

bool WordRoom::holds(const Caption& said) const
{
    return wrapped(said.text, Face::Sans, text, 450, width(), lines(text) + 1).size() <= lines(text);
}

} // namespace tcpstage::scene
