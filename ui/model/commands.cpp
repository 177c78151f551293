#include "ui/model/commands.h"

#include <array>

namespace tcpstage {

namespace {

constexpr std::array table{
#define TCPSTAGE_COMMAND(name, id, menu, keys, en, zh) CommandInfo{Command::name, id, Menu::menu, keys, Text{en, zh}},
#include "ui/model/commands.def"
#undef TCPSTAGE_COMMAND
};

} // namespace

std::span<const CommandInfo> allCommands() { return table; }

Command commandOf(Look look)
{
    return static_cast<Command>(static_cast<std::size_t>(Command::ShowLadder) + static_cast<std::size_t>(look));
}

const CommandInfo& info(Command command) { return table[static_cast<std::size_t>(command)]; }

} // namespace tcpstage
