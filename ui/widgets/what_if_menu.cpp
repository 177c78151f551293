#include "ui/widgets/what_if_menu.h"

#include <QMenu>

namespace tcpstage {

void addSegmentActs(QMenu& menu, const Actions& actions)
{
    for (const Command command : {Command::DropSegment, Command::DuplicateSegment, Command::DelaySegment,
                                  Command::CorruptSegment, Command::SpareSegment})
        menu.addAction(actions[command]);
}

void addCalls(QMenu& menu, Store& store, Side side)
{
    for (std::size_t i = 0; i < call_words.size(); ++i) {
        const auto call = static_cast<Call>(i);
        const std::string_view name = call_words[i];
        const QString octets = call == Call::Send ? QStringLiteral("(100)") : QStringLiteral("()");
        menu.addAction(QLatin1String{name.data(), static_cast<qsizetype>(name.size())} + octets, &menu,
                       [&store, side, call] {
                           store.dispatch(MakeCall{side, call});
                       });
    }
}

} // namespace tcpstage
