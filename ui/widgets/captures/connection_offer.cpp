#include "ui/widgets/captures/connection_offer.h"

#include "core/sources/capture_run.h"
#include "ui/model/commands.h"

namespace tcpstage::widgets {

namespace {

/// A capture is on the stage, and none of its connections was chosen.
bool isUnchosen(const model::Model& model)
{
    return !model.loading && model::info(model::Command::Connections).isUsable(model) &&
           sources::path_in(model.source) == model.source;
}

} // namespace

ConnectionOffer::ConnectionOffer(model::Store& store, std::function<void()> offer, QObject* parent)
    : QObject{parent}, store_{store}, offer_{std::move(offer)}
{
    connect(&store_, &model::Store::changed, this, [this](const model::Model& before) { follow(&before); });
    QMetaObject::invokeMethod(
        this, [this] { follow(nullptr); }, Qt::QueuedConnection); // it may have been opened before the window
}

void ConnectionOffer::follow(const model::Model* before)
{
    const model::Model& now = store_.model();
    if (!isUnchosen(now)) return;
    const bool opened = !before || (before->loading && !before->loading->keepsMoment);
    if (opened) // after this change is applied everywhere
        return void(QMetaObject::invokeMethod(
            this, [this] { store_.dispatch(model::ListConnections{}); }, Qt::QueuedConnection));
    const bool listed = before->captures && before->captures->reads() && now.captures && now.captures->listing;
    if (!listed || now.captures->path != now.source || now.captures->listing->connections.size() < 2) return;
    QMetaObject::invokeMethod(
        this, [this] { offer_(); }, Qt::QueuedConnection);
}

} // namespace tcpstage::widgets
