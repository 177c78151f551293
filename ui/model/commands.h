#pragma once
// The table of commands (commands.def), which are user actions without parameters: texts, keys, place in the menus, and
// when they are usable. ui/model/store/obey.h carries them out, except for those of the window.

#include "core/base/text.h"
#include "ui/scene/views.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tcpstage::model {

struct Model;

enum class Command : std::uint8_t {
#define TCPSTAGE_COMMAND(name, id, menu, keys, en, zh, usable, on, function) name,
#include "ui/model/commands.def"
};

enum class Menu : std::uint8_t { File, Edit, View, Run, WhatIf, Predict, Present, Help, None };

using Condition = bool (*)(const Model&);

struct CommandInfo {
    Command command;
    std::string_view id; // name in the settings file
    Menu menu;
    std::string_view keys; // QKeySequence::PortableText, alternatives separated by spaces
    Text words;
    Condition isUsable;
    Condition isOn; // nullptr: it is not a switch
};

std::span<const CommandInfo> allCommands();
const CommandInfo& info(Command command);
/// Why a command is not usable; empty: it is, or its step lies beyond an end of the run.
std::optional<OwnedText> whyNot(const Model& model, Command command);
/// Whether the stage is the sandbox, where no step is the last one: the next call goes on.
bool isSandbox(const Model& model);
/// Whether the run has a last page: one with steps, that does not go on, and about which nothing is asked.
bool hasLastPage(const Model& model);
/// The command that shows a view in the centre of the stage.
Command commandOf(scene::View view);

inline constexpr std::array everyCommand{
#define TCPSTAGE_COMMAND(name, id, menu, keys, en, zh, usable, on, function) Command::name,
#include "ui/model/commands.def"
};
inline constexpr std::size_t command_count = everyCommand.size();

/// Whether only the window can carry out the command (a dialog, the clipboard). Such a command does not change the
/// model.
constexpr bool isOfWindow(Command command)
{
    constexpr std::array ofWindow{
#define TCPSTAGE_COMMAND(name, id, menu, keys, en, zh, usable, on, function) false,
#define TCPSTAGE_WINDOW_COMMAND(name, id, menu, keys, en, zh, usable) true,
#include "ui/model/commands.def"
    };
    return ofWindow[static_cast<std::size_t>(command)];
}

} // namespace tcpstage::model
