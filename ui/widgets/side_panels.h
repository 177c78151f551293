#pragma once
// The panels beside and below the stage: options, the lesson's text, the network. Each is made when first opened.

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

    /// Sets their places: the row with the stage, and the stage's column.
    void build(QHBoxLayout* row, QVBoxLayout* column);
    void apply(const model::Model& model, const model::Model* before);
    int panelWidth() const;
    /// Whether there is any for a panel beside the stage.
    void setRoom(bool room);
    /// A note at the present step.
    void addNote();
    /// Of the lesson: those around the cursor of its text; none if that is not shown.
    std::vector<std::string> keysAround() const;
    // nullptr until first shown.
    NetworkBar* network() const { return network_; }
    OptionsPanel* options() const { return options_; }
    LessonText* text() const { return text_; }

Q_SIGNALS:
    void left(); // the keyboard should go back to the stage

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
    bool room_ = true;
};

} // namespace tcpstage::widgets
