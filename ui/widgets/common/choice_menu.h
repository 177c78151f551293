#pragma once
// A menu of which one entry holds: a theme, a pace, how numbers are shown.

#include "ui/model/store/store.h"

#include <QMenu>
#include <functional>

class QActionGroup;

namespace tcpstage {

struct Choice {
    Text title;
    std::vector<Text> words;
    std::function<Action(std::size_t)> choose;
    std::function<std::size_t(const Model&)> chosen;
};

Choice themeChoice();
Choice timeMapChoice();
Choice numbersChoice();
Choice stateNamesChoice();
Choice depthChoice();
Choice askedChoice();

class ChoiceMenu : public QMenu {
    Q_OBJECT

public:
    ChoiceMenu(Store& store, Choice choice, QWidget* parent = nullptr);

    void apply(const Model& model, const Model* before);

private:
    Choice choice_;
    QActionGroup* group_;
};

} // namespace tcpstage
