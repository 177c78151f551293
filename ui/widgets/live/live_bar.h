#pragma once
// The bar above the stage during a live run: how it is observed, the held segments, and the decisions about them.

#include "ui/widgets/common/actions.h"

#include <QFrame>

class QCheckBox;
class QLabel;
class QToolButton;

namespace tcpstage::widgets {

class ElidedLabel;

class LiveBar : public QFrame {
    Q_OBJECT

public:
    LiveBar(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    QString text() const;
    QToolButton* button(model::Command command) const;
    QToolButton& nowButton() const { return *now_; }
    QToolButton& closeButton() const { return *close_; }
    /// Its menu lists what was set on the kernels.
    QToolButton& settingsButton() const { return *settings_; }
    /// Chooses the connection on the stage, of several.
    QToolButton& connectionButton() const { return *button(model::Command::Connections); }
    QToolButton& writtenButton() const { return *written_; }
    QCheckBox& holdBox() const { return *hold_; }

private:
    QToolButton* addButton(model::Command command);
    void retranslate(Language language);
    QString state(const model::LivePlay& play, Language language) const;
    QString stateOfOwn(const model::LivePlay& play, Language language) const;
    QString stateOfWatch(const model::LivePlay& play, Language language) const;
    void applySeveral(const model::LivePlay& play, Language language);
    QString details(const model::Model& model) const;
    void listSettings();

    model::Store& store_;
    const Actions& actions_;
    ElidedLabel* title_;
    QLabel* details_;
    QToolButton* now_; // shown when the stage is not at the newest step
    QToolButton* release_;
    QToolButton* settings_;
    QToolButton* written_; // of programs of the user
    std::vector<std::pair<model::Command, QToolButton*>> byCommand_;
    QCheckBox* hold_;
    model::StagedRunPtr counted_; // the run in which these were counted
    qsizetype swallowed_ = 0;     // what kernels repeated while a person held the original
    QToolButton* close_;
};

} // namespace tcpstage::widgets
