#pragma once
// The list of built-in lessons, made without parsing them.

#include "core/lesson/scenario.h"

#include <QString>
#include <span>
#include <string>
#include <string_view>

namespace tcpstage::model {

struct LessonEntry {
    std::string id;
    lesson::Group group = lesson::Group::Basics;
    OwnedText title;
    OwnedText summary;
};

/// The title that a lesson's YAML begins with, without parsing all of it; empty if there is none.
OwnedText titleIn(std::string_view yaml);
/// In teaching order.
std::span<const LessonEntry> catalogue();
/// What a search looks through beside the titles: all texts of the lesson in both languages. Read at the first call.
const QString& searchText(const LessonEntry& entry);
/// nullptr if no built-in lesson has this id.
const LessonEntry* findLesson(const std::string& id);
/// The lesson that follows in the list, which shows the groups one after another; nullptr after the last, and after
/// what is no built-in lesson.
const LessonEntry* lessonAfter(const std::string& id);

} // namespace tcpstage::model
