#pragma once
// SIGTERM, SIGHUP and SIGINT quit like the menu's Quit: unsaved work is kept first.

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
