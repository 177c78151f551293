#pragma once
// A lesson hour: lessons and own files in order, each with the step where it begins, its minutes, and what only the
// speaker reads. Values; the file is described in docs/lessons.md.

#include "core/base/error.h"
#include "core/base/text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::lesson {

/// One lesson of an hour.
struct HourPart {
    std::string source;                  // a lesson's id, or the path of a file
    std::optional<std::uint32_t> step{}; // where it begins, as --step counts; empty: where the lesson opens
    std::uint32_t minutes = 0;           // 0: not planned
    OwnedText notes{};
    friend bool operator==(const HourPart&, const HourPart&) = default;
};

struct Hour {
    OwnedText title;
    std::vector<HourPart> parts; // 1 to most_hour_parts

    /// Of all parts together.
    std::uint32_t minutes() const;
    friend bool operator==(const Hour&, const Hour&) = default;
};

inline constexpr std::size_t most_hour_parts = 100;
inline constexpr std::uint32_t most_hour_minutes = 600; // of one part

/// Whether a text is meant as an hour: `lessons:` stands at the begin of one of its lines, and no `endpoints:`.
bool is_hour(std::string_view text);
/// Paths of files in it are relative to the folder of `file_name`; the result has them with that folder. Errors: the
/// first one, with its place.
Result<Hour> read_hour(const std::string& text, const std::string& file_name);
/// The hour in a file whose name ends as YAML and whose text is meant as one; empty for anything else.
std::optional<Result<Hour>> hour_in_file(const std::string& path);
/// The same as YAML, for a file in `folder`: files in it are named by their relative paths. Empty: paths as they are.
std::string write_hour(const Hour& hour, const std::string& folder);

} // namespace tcpstage::lesson
