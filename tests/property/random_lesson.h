#pragma once
// Makes random lessons as YAML text, with any options, network and order of calls. The same seed gives the same lesson.

#include <cstdint>
#include <string>

namespace tcpstage::testing {

/// Plain: users send, read and close. Rough: they abort, crash and open again, and old segments are injected. Changed:
/// ends that lack rules of TCP, UDP, a socket connected to itself.
enum class LessonKind : std::uint8_t { Plain, Rough, Changed };
LessonKind kind_of_lesson(std::uint64_t seed);

/// YAML that read_scenario accepts, except that a few lessons combine two options that exclude each other.
std::string random_lesson(std::uint64_t seed);

} // namespace tcpstage::testing
