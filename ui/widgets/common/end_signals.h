#pragma once
// SIGTERM, SIGHUP and SIGINT end the program as its own menu does: what is not saved is kept first.

#include <QObject>

class QSocketNotifier;

namespace tcpstage::widgets {

class EndSignals : public QObject {
    Q_OBJECT

public:
    explicit EndSignals(QObject* parent = nullptr);
    ~EndSignals() override;

Q_SIGNALS:
    void wanted();
};

} // namespace tcpstage::widgets
