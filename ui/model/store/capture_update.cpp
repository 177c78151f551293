#include "ui/model/store/capture_update.h"

#include "core/sources/capture_run.h"

namespace tcpstage::model {

void listConnections(Change& change)
{
    Model& model = change.model;
    if (model.live && model.live->several) return; // its news list them
    const std::string path = sources::path_in(model.source);
    if (model.captures && model.captures->path == path && model.captures->failure.empty()) return;
    model.captures = CaptureList{++model.lastTicket, path};
    change.request(ReadConnections{model.lastTicket, path});
}

void leaveConnections(Change& change)
{
    if (!change.model.captures || !change.model.captures->reads()) return;
    change.model.captures.reset();
    change.request(StopReading{});
}

void takeProgress(Change& change, const ConnectionsProgress& progress)
{
    auto& captures = change.model.captures;
    if (captures && captures->ticket == progress.ticket) captures->read = progress.read;
}

void takeConnections(Change& change, const ConnectionsListed& listed)
{
    auto& captures = change.model.captures;
    if (!captures || captures->ticket != listed.ticket) return; // another one was asked for
    captures->listing = listed.listing;
    captures->failure = listed.failure;
}

} // namespace tcpstage::model
