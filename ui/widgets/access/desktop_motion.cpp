#include "ui/widgets/access/desktop_motion.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QStringList>

namespace tcpstage::widgets {

namespace {

const QString portal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString settingsOf = QStringLiteral("org.freedesktop.portal.Settings");

const QString standard = QStringLiteral("org.freedesktop.appearance");
const QString gnome = QStringLiteral("org.gnome.desktop.interface");
const QString kde = QStringLiteral("org.kde.kdeglobals.KDE");

QVariant plain(const QVariant& value)
{
    return value.canConvert<QDBusVariant>() ? plain(value.value<QDBusVariant>().variant()) : value;
}

} // namespace

std::optional<bool> asksForCalm(const DesktopSettings& settings)
{
    const auto value = [&](const QString& group, const char* key) {
        return plain(settings.value(group).value(QLatin1String{key}));
    };
    if (const QVariant reduced = value(standard, "reduced-motion"); reduced.isValid()) return reduced.toUInt() == 1;
    if (const QVariant animations = value(gnome, "enable-animations"); animations.isValid())
        return !animations.toBool();
    if (const QVariant factor = value(kde, "AnimationDurationFactor"); factor.isValid())
        return factor.toString().toDouble() <= 0;
    return {};
}

DesktopMotion::DesktopMotion(model::Store& store, QObject* parent) : QObject{parent}, store_{store}
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(portal, path, settingsOf, QStringLiteral("SettingChanged"), this, SLOT(change(QDBusMessage)));
    QDBusMessage ask = QDBusMessage::createMethodCall(portal, path, settingsOf, QStringLiteral("ReadAll"));
    ask << QStringList{standard, gnome, kde};
    auto* answer = new QDBusPendingCallWatcher{bus.asyncCall(ask), this};
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusMessage reply = answer->reply();
        if (reply.type() != QDBusMessage::ReplyMessage || reply.arguments().isEmpty()) return;
        const auto all = qdbus_cast<DesktopSettings>(reply.arguments().constFirst());
        for (auto group = all.begin(); group != all.end(); ++group)
            for (auto each = group->begin(); each != group->end(); ++each)
                take(group.key(), each.key(), each.value());
    });
}

void DesktopMotion::change(const QDBusMessage& message)
{
    const QList<QVariant> said = message.arguments();
    if (said.size() == 3) take(said[0].toString(), said[1].toString(), said[2]);
}

void DesktopMotion::take(const QString& group, const QString& key, const QVariant& value)
{
    if (group != standard && group != gnome && group != kde) return;
    settings_[group].insert(key, plain(value));
    const std::optional<bool> calm = asksForCalm(settings_);
    if (calm && *calm != store_.model().desktopIsCalm) store_.dispatch(model::DesktopIsCalm{*calm});
}

} // namespace tcpstage::widgets
