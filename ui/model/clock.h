#pragma once
// The time of day and how long a talk has lasted, for the teacher's eyes only; nothing depends on them.

#include <QElapsedTimer>
#include <QString>

namespace tcpstage::model {

/// "14:05", as the system's locale writes it.
QString timeOfDay();

class Stopwatch {
public:
    /// Does nothing while it runs.
    void start();
    void stop() { running_.invalidate(); }
    /// 0 when it does not run.
    qint64 seconds() const { return running_.isValid() ? running_.elapsed() / 1000 : 0; }

private:
    QElapsedTimer running_;
};

} // namespace tcpstage::model
