#pragma once
// Real sockets for the window: a run in a thread of its own, which tells the store what happens.

#include "ui/model/live.h"

namespace tcpstage::widgets {

std::unique_ptr<model::LiveLink> startLive(const model::BeginLive& request,
                                           std::function<void(model::LiveNews)> report_or_stage);

} // namespace tcpstage::widgets
