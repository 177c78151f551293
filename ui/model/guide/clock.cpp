#include "ui/model/guide/clock.h"

#include <QLocale>
#include <QTime>

namespace tcpstage::model {

QString timeOfDay() { return QLocale::system().toString(QTime::currentTime(), QLocale::ShortFormat); }

void Stopwatch::start()
{
    if (!running_.isValid()) running_.start();
}

} // namespace tcpstage::model
