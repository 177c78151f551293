#include "ui/widgets/side_panels.h"

#include "ui/widgets/branches/network_bar.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/lessons/code_edit.h"
#include "ui/widgets/lessons/lesson_text.h"
#include "ui/widgets/lessons/options_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

constexpr double usualWidth = 360;
constexpr int placeOfNetwork = 2; // from below: over the explanation and the transport

} // namespace

SidePanels::SidePanels(model::Store& store, const Actions& actions, QObject* parent)
    : QObject{parent}, store_{store}, actions_{actions}
{}

void SidePanels::build(QHBoxLayout* row, QVBoxLayout* column)
{
    row_ = row;
    column_ = column;
}

template <typename Panel>
void SidePanels::show(Panel*& panel, bool wanted, const model::Model& model, const model::Model* before)
{
    if (!wanted && !panel) return;
    const bool made = !panel;
    if (made) {
        panel = new Panel{store_, actions_};
        panel->hide();
        if constexpr (!std::is_same_v<Panel, NetworkBar>) connect(panel, &Panel::left, this, &SidePanels::left);
        if constexpr (std::is_same_v<Panel, NetworkBar>)
            column_->insertWidget(column_->count() - placeOfNetwork, panel);
        else
            row_->addWidget(panel);
    }
    const bool comes = wanted && panel->isHidden();
    if (wanted) panel->apply(model, made || comes ? nullptr : before);
    panel->setVisible(wanted);
    if constexpr (!std::is_same_v<Panel, NetworkBar>) {
        panel->setFixedWidth(panelWidth());
        if (comes && before && before->panel != model.panel) panel->take();
    }
}

int SidePanels::panelWidth() const { return sized(usualWidth); }

void SidePanels::setRoom(bool room)
{
    if (room_ == room) return;
    room_ = room;
    apply(store_.model(), nullptr);
}

void SidePanels::apply(const model::Model& model, const model::Model* before)
{
    show(network_, model.network && model.staged && !model.staged->beside, model, before);
    show(options_, model.panel == model::SidePanel::Options && model.staged && room_, model, before);
    show(text_, model.panel == model::SidePanel::Text && model.staged && room_, model, before);
}

void SidePanels::addNote()
{
    if (!store_.model().staged) return;
    if (store_.model().panel != model::SidePanel::Text) store_.dispatch(model::Command::ShowText);
    if (text_) text_->addNote();
}

std::vector<std::string> SidePanels::keysAround() const
{
    return text_ && text_->isVisible() ? text_->code().keysAround() : std::vector<std::string>{};
}

} // namespace tcpstage::widgets
