#pragma once
// How the observer is asked to record the kernel's reports of a connection that is only watched.

#include <cstdint>

namespace tcpstage::live {

/// The detail of a Sampled event where nothing but reports is seen: the report itself is what happens.
inline constexpr std::uint8_t only_report = 1;

} // namespace tcpstage::live
