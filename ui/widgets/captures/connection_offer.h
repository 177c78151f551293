#pragma once
// Offers the connections of a capture that was opened without choosing one, if it has several.

#include "ui/model/store/store.h"

#include <functional>

namespace tcpstage::widgets {

class ConnectionOffer : public QObject {
    Q_OBJECT

public:
    /// `offer` shows the list.
    ConnectionOffer(model::Store& store, std::function<void()> offer, QObject* parent);

private:
    void follow(const model::Model* before);

    model::Store& store_;
    std::function<void()> offer_;
};

} // namespace tcpstage::widgets
