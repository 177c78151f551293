#pragma once
// What can be opened beside the stage and under it: options, the lesson's text, the network. Made when first wanted.

#include "ui/widgets/common/actions.h"

class QHBoxLayout;
class QVBoxLayout;

namespace tcpstage::widgets {

class LessonText;
class NetworkBar;
class OptionsPanel;

class SidePanels : public QObject {
    Q_OBJECT

public:
    SidePanels(model::Store& store, const Actions& actions, QObject* parent);

    /// Where they go: the row with the stage in it, and the stage's own column.
    void build(QHBoxLayout* row, QVBoxLayout* column);
    void apply(const model::Model& model, const model::Model* before);
    /// A note at the present step.
    void addNote();
    // nullptr until they were shown.
    NetworkBar* network() const { return network_; }
    OptionsPanel* options() const { return options_; }
    LessonText* text() const { return text_; }

private:
    template <typename Panel>
    void show(Panel*& panel, bool wanted, const model::Model& model, const model::Model* before);

    model::Store& store_;
    const Actions& actions_;
    QHBoxLayout* row_ = nullptr;
    QVBoxLayout* column_ = nullptr;
    NetworkBar* network_ = nullptr;
    OptionsPanel* options_ = nullptr;
    LessonText* text_ = nullptr;
};

} // namespace tcpstage::widgets
