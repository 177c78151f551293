#pragma once
// The list of built-in lessons, made without parsing them.

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
/// nullptr if no built-in lesson has this id.
const LessonEntry* findLesson(const std::string& id);
/// The lesson that follows in the list, which shows the groups one after another; nullptr after the last, and after
/// what is no built-in lesson.
const LessonEntry* lessonAfter(const std::string& id);

} // namespace tcpstage::model
