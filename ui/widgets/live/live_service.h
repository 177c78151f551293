#pragma once
// Real sockets for the window: a run in a thread of its own, which tells the store what happens.

#include "ui/model/live.h"

namespace tcpstage {

std::unique_ptr<LiveLink> startLive(const BeginLive& request, std::function<void(LiveNews)> tell);

} // namespace tcpstage
