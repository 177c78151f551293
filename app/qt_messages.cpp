#include "app/qt_messages.h"

#include <QString>
#include <string_view>

namespace tcpstage::app {

namespace {

QtMessageHandler handle = nullptr;

/// Without XDG_RUNTIME_DIR, Qt uses a folder in /tmp; in the locale C or one of GB18030 it switches to one of UTF-8;
/// without plugins for OpenGL it uses memory shared with the compositor.
bool is_needless(const QMessageLogContext& context, const QString& message)
{
    if (message.startsWith(QLatin1String{"QStandardPaths: "})) return true;
    if (message.startsWith(QLatin1String{"Detected locale "}) && message.contains(QLatin1String{"has switched to"}))
        return true;
    const bool of_wayland = context.category != nullptr && std::string_view{context.category} == "qt.qpa.wayland";
    return of_wayland && message.contains(QLatin1String{"client buffer integration"});
}

void handle_needed(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (!is_needless(context, message)) handle(type, context, message);
}

} // namespace

void drop_needless_qt_messages() { handle = qInstallMessageHandler(handle_needed); }

} // namespace tcpstage::app
