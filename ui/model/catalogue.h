#pragma once
// The list of built-in lessons, made without parsing them.

#include "core/lesson/scenario.h"

#include <QString>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tcpstage::model {

struct Model;

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
/// The title of a built-in lesson, or the name of a file.
OwnedText titleOfSource(const std::string& source);

struct FollowingLesson {
    OwnedText title;
    std::string id; // empty: the next part of the hour
};
/// What comes after the lesson on the stage: the next part of the hour that is given, else the next lesson in the list.
/// Empty after the last one.
std::optional<FollowingLesson> followingLesson(const Model& model);

} // namespace tcpstage::model
