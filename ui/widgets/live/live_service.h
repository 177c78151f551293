#pragma once
// Live runs for the window: each runs in its own thread and reports to the store.

#include "ui/model/live.h"

namespace tcpstage::widgets {

std::unique_ptr<model::LiveLink> startLive(const model::BeginLive& request,
                                           std::function<void(model::LiveNews)> report_or_stage);

} // namespace tcpstage::widgets
