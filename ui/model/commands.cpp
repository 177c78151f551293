#include "ui/model/commands.h"

#include <array>

namespace tcpstage::model {

namespace {

constexpr std::array commandTable{
#define TCPSTAGE_COMMAND(name, id, menu, keys, en, zh, function)                                                       \
    CommandInfo{Command::name, id, Menu::menu, keys, Text{en, zh}},
#include "ui/model/commands.def"
};

} // namespace

std::span<const CommandInfo> allCommands() { return commandTable; }

Command commandOf(scene::View view)
{
    return static_cast<Command>(static_cast<std::size_t>(Command::ShowLadder) + static_cast<std::size_t>(view));
}

const CommandInfo& info(Command command) { return commandTable[static_cast<std::size_t>(command)]; }

} // namespace tcpstage::model
