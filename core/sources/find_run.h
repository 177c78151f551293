#pragma once
// Opens anything that can be shown, by its name or its path.

#include "core/run/saved_run.h"

#include <stop_token>
#include <string>

namespace tcpstage::sources {

/// A built-in lesson by its id, a lesson's file or a packetdrill script (.pkt), run now; a .tcptrace file as it was
/// saved; or a connection of a capture file, which is told by its content: the first one, or "FILE#3"; or one of two
/// captures that are joined: "FILE#3+OTHER".
Result<run::LessonRun> find_run(const std::string& id_or_path, std::stop_token stop = {});

} // namespace tcpstage::sources
