#pragma once
// What a canvas tells to a screen reader, and what that may do. Who owns the canvas fills it.

#include "core/base/text.h"
#include "ui/scene/spoken_marks.h"

#include <QString>
#include <functional>
#include <vector>

namespace tcpstage::widgets {

/// Something that can be done to a mark beside a click and its menu.
struct MarkAction {
    QString id;    // "drop": the same in every language
    QString words; // "Drop segment"
};

/// Functions that are not set say nothing and do nothing.
struct Voice {
    std::function<Language()> language;
    std::function<std::vector<scene::SpokenMark>()> marks; // in the order of reading
    std::function<scene::Ref()> selection;
    std::function<bool()> hasKeyboard; // whether keys go to the selection
    std::function<QString(const scene::Ref&)> more;
    std::function<bool(const scene::Ref&)> hasMenu;
    std::function<std::vector<MarkAction>(const scene::Ref&)> actions;
    std::function<void(const scene::Ref&, const QString&)> act; // an id of actions(), or that of Qt for the focus
};

} // namespace tcpstage::widgets
