#pragma once
// A menu in which one entry is checked: the themes, the time maps, the display of numbers.

#include "ui/model/store/store.h"

#include <QMenu>
#include <functional>

class QActionGroup;

namespace tcpstage::widgets {

struct Choice {
    Text title;
    std::vector<Text> words;
    std::function<model::Action(std::size_t)> choose;
    std::function<std::size_t(const model::Model&)> chosen;
};

Choice themeChoice();
Choice timeMapChoice();
Choice numbersChoice();
Choice stateNamesChoice();
Choice flagNamesChoice();
Choice endNamesChoice();
Choice windowUnitsChoice();
Choice depthChoice();
Choice programsChoice();
Choice askedChoice();
Choice playStopsChoice();

class ChoiceMenu : public QMenu {
    Q_OBJECT

public:
    ChoiceMenu(model::Store& store, Choice choice, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);

private:
    Choice choice_;
    QActionGroup* group_;
};

} // namespace tcpstage::widgets
