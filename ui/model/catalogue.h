#pragma once
// The built-in lessons by name, without reading them: the list is there before any lesson is parsed.

#include "core/lesson/scenario.h"

#include <span>
#include <string>

namespace tcpstage::model {

struct LessonEntry {
    std::string id;
    lesson::Group group = lesson::Group::Basics;
    OwnedText title;
};

/// In teaching order.
std::span<const LessonEntry> catalogue();
/// nullptr: no built-in lesson has this id.
const LessonEntry* findLesson(const std::string& id);

} // namespace tcpstage::model
