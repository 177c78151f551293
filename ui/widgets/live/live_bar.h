#pragma once
// Over the stage while real sockets are played: what can be seen of them, what is held, and what can be done to it.

#include "ui/widgets/common/actions.h"

#include <QFrame>

class QCheckBox;
class QLabel;
class QToolButton;

namespace tcpstage {

class LiveBar : public QFrame {
    Q_OBJECT

public:
    LiveBar(Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const Model& model, const Model* before);
    QString text() const;
    QToolButton* button(Command command) const;
    QToolButton& releaseButton() const { return *release_; }
    QToolButton& nowButton() const { return *now_; }
    QToolButton& closeButton() const { return *close_; }
    QCheckBox& holdBox() const { return *hold_; }

private:
    QToolButton* addButton(Command command);
    void retranslate(Language language);
    QString state(const LivePlay& play, Language language) const;
    QString details(const LivePlay& play, Language language) const;

    Store& store_;
    const Actions& actions_;
    QLabel* title_;
    QLabel* details_;
    QToolButton* now_; // when somebody looks back
    QToolButton* release_;
    std::vector<std::pair<Command, QToolButton*>> byCommand_;
    QCheckBox* hold_;
    QToolButton* close_;
};

} // namespace tcpstage
