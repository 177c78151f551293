#pragma once
// Random lessons, as their text: any options, any network, any order of calls; the same for the same seed.

#include <cstdint>
#include <string>

namespace tcpstage::testing {

/// Plain: users send, read and close. Rough: they abort, crash and open again, and the network's past interferes.
/// Changed: ends that lack rules of TCP, UDP, one socket that talks to itself.
enum class LessonKind : std::uint8_t { Plain, Rough, Changed };
LessonKind kind_of_lesson(std::uint64_t seed);

/// YAML that read_scenario takes; now and then it refuses two options that exclude each other.
std::string random_lesson(std::uint64_t seed);

} // namespace tcpstage::testing
