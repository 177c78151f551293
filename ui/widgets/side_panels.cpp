#include "ui/widgets/side_panels.h"

#include "ui/widgets/branches/network_bar.h"
#include "ui/widgets/lessons/lesson_text.h"
#include "ui/widgets/lessons/options_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

constexpr int panelWidth = 380;
constexpr int placeOfNetwork = 2; // from the bottom: above the explanation and the transport bar

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
        if constexpr (std::is_same_v<Panel, OptionsPanel>)
            panel = new Panel{store_};
        else
            panel = new Panel{store_, actions_};
        if constexpr (std::is_same_v<Panel, NetworkBar>)
            column_->insertWidget(column_->count() - placeOfNetwork, panel);
        else
            row_->addWidget(panel);
        if constexpr (!std::is_same_v<Panel, NetworkBar>) panel->setFixedWidth(panelWidth);
    }
    if (wanted) panel->apply(model, made || panel->isHidden() ? nullptr : before);
    panel->setVisible(wanted);
}

void SidePanels::apply(const model::Model& model, const model::Model* before)
{
    show(network_, model.network && model.staged, model, before);
    show(options_, model.panel == model::SidePanel::Options && model.staged, model, before);
    show(text_, model.panel == model::SidePanel::Text && model.staged, model, before);
}

void SidePanels::addNote()
{
    if (!store_.model().staged) return;
    if (store_.model().panel != model::SidePanel::Text) store_.dispatch(model::Command::ShowText);
    if (text_) text_->addNote();
}

} // namespace tcpstage::widgets
