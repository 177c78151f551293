#pragma once
// Whether the desktop asks for reduced motion: the settings portal of GNOME, KDE and others says so, and when it
// changes.

#include "ui/model/store/store.h"

#include <QMap>
#include <QVariantMap>

class QDBusMessage;

namespace tcpstage::widgets {

using DesktopSettings = QMap<QString, QVariantMap>; // by namespace and key
/// Unset where none of them says anything about motion.
std::optional<bool> asksForCalm(const DesktopSettings& settings);

class DesktopMotion : public QObject {
    Q_OBJECT

public:
    /// Asks once, without waiting for the answer, and listens from then on. Where there is no portal, nothing happens.
    DesktopMotion(model::Store& store, QObject* parent);

private Q_SLOTS:
    void change(const QDBusMessage& message);

private:
    void take(const QString& group, const QString& key, const QVariant& value);

    model::Store& store_;
    DesktopSettings settings_;
};

} // namespace tcpstage::widgets
