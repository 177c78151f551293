#pragma once
// The table of commands, which are user actions without parameters: texts, keys, and place in the menus.

#include "core/base/text.h"
#include "ui/scene/views.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tcpstage::model {

enum class Command : std::uint8_t {
#define TCPSTAGE_COMMAND(name, id, menu, keys, en, zh, function) name,
#include "ui/model/commands.def"
};

enum class Menu : std::uint8_t { File, Edit, View, Run, Help, None };

struct CommandInfo {
    Command command;
    std::string_view id; // name in the settings file
    Menu menu;
    std::string_view keys; // QKeySequence::PortableText, alternatives separated by spaces
    Text words;
};

std::span<const CommandInfo> allCommands();
const CommandInfo& info(Command command);
/// The command that shows a view in the centre of the stage.
Command commandOf(scene::View view);

} // namespace tcpstage::model
