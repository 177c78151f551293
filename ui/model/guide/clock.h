#pragma once
// The time of day and the duration of a presentation. Only displayed; nothing else depends on them.

#include <QElapsedTimer>
#include <QString>

namespace tcpstage::model {

/// "14:05", in the format of the system's locale.
QString timeOfDay();

class Stopwatch {
public:
    /// No effect while running.
    void start();
    void stop() { running_.invalidate(); }
    /// 0 when not running.
    qint64 seconds() const { return running_.isValid() ? running_.elapsed() / 1000 : 0; }

private:
    QElapsedTimer running_;
};

} // namespace tcpstage::model
