#pragma once
// All variables of an end's TCB as text with links, also those that its panel has no room for.

#include "ui/model/model.h"
#include "ui/scene/words/variables.h"

#include <QString>
#include <optional>

namespace tcpstage::widgets {

/// In place of an end its state, whose details lead to its variables; nothing if it has no TCB. Anything else is
/// itself.
scene::Ref orItsState(const model::Model& model, const scene::Ref& ref);
/// Rich text about the end whose state or variable is selected; empty if something else is, if the end has no TCB, or
/// while a question asks for what the variables say. `model` must have a staged run.
QString variableList(const model::Model& model);
/// The variable that a link of the list leads to; empty: it is another link.
std::optional<scene::Variable> variableOfLink(const QString& link);

} // namespace tcpstage::widgets
