#include "app/qt_messages.h"

#include "app/line/output.h"
#include "core/base/say.h"

#include <QString>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

namespace tcpstage::app {

namespace {

QtMessageHandler print = nullptr;
Language language_of_sentences = Language::English;
std::string reason; // the first one that was given why a window cannot be opened

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

/// Qt may still find another way after it has said so.
bool is_reason(const QString& message)
{
    constexpr std::array<const char*, 5> beginnings{"could not connect to display", "Failed to create wl_display",
                                                    "Could not load the Qt platform plugin",
                                                    "Could not find the Qt platform plugin", "From 6.5.0, xcb-cursor0"};
    return std::ranges::any_of(beginnings, [&](const char* begin) { return message.startsWith(QLatin1String{begin}); });
}

void end_without_window()
{
    complain({say({"no window can be opened: {}", "打不开窗口：{}"}, reason),
              {},
              {"use \"tcpstage show\", or set DISPLAY", "请用“tcpstage show”，或设置 DISPLAY"}},
             language_of_sentences);
    std::_Exit(exit_error);
}

void take(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (is_needless(context, message)) return;
    if (is_reason(message)) {
        if (reason.empty()) reason = message.trimmed().toStdString();
        return;
    }
    if (type == QtFatalMsg && message.contains(QLatin1String{"no Qt platform plugin could be initialized"}))
        end_without_window();
    print(type, context, message);
}

} // namespace

void take_qt_messages(Language language)
{
    language_of_sentences = language;
    print = qInstallMessageHandler(take);
}

} // namespace tcpstage::app
