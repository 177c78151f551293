#pragma once
// The built-in lessons, and how an argument of the command line names a lesson.

#include "core/base/files.h"
#include "core/lesson/scenario.h"

#include <span>
#include <string_view>

namespace tcpstage::lesson {

struct BuiltIn {
    std::string_view id;
    std::string_view yaml;
};

/// In teaching order.
std::span<const BuiltIn> built_in_lessons();

/// Beginnings of lessons of one's own, in the order in which they are offered. Not among the built-in lessons.
std::span<const BuiltIn> lesson_templates();

/// Null if there is no such lesson.
const BuiltIn* find_built_in(std::string_view id);

/// A built-in lesson by its id, or a file by its path (a word with a dot or a slash, or that names a file).
Result<Scenario> find_lesson(const std::string& id_or_path, std::stop_token stop = {});

/// How the file of a lesson is read: a text of at most 1 MiB.
ReadLimits lesson_limits(const std::string& path, std::stop_token stop = {});

} // namespace tcpstage::lesson
