#pragma once
// Everything that a person can ask for without saying more, in one table: its words, its keys, its place in the menus.

#include "core/base/text.h"
#include "ui/scene/views.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tcpstage::model {

enum class Command : std::uint8_t {
#define TCPSTAGE_COMMAND(name, id, menu, keys, en, zh) name,
#include "ui/model/commands.def"
#undef TCPSTAGE_COMMAND
};

enum class Menu : std::uint8_t { File, Edit, View, Run, Help, None };

struct CommandInfo {
    Command command;
    std::string_view id; // as in the settings
    Menu menu;
    std::string_view keys; // portable names, a space between alternatives
    Text words;
};

std::span<const CommandInfo> allCommands();
const CommandInfo& info(Command command);
/// The command that brings a view into the middle of the stage.
Command commandOf(scene::View view);

} // namespace tcpstage::model
