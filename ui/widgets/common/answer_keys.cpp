#include "ui/widgets/common/answer_keys.h"

#include <QShortcut>
#include <QWidget>
#include <array>

namespace tcpstage::widgets {

namespace {

struct Known {
    char key;
    int code;
};
constexpr std::array known{
    Known{'A', Qt::Key_A},          Known{'B', Qt::Key_B},       Known{'C', Qt::Key_C},      Known{'D', Qt::Key_D},
    Known{'0', Qt::Key_0},          Known{'1', Qt::Key_1},       Known{'2', Qt::Key_2},      Known{'3', Qt::Key_3},
    Known{'4', Qt::Key_4},          Known{'5', Qt::Key_5},       Known{'6', Qt::Key_6},      Known{'7', Qt::Key_7},
    Known{'8', Qt::Key_8},          Known{'9', Qt::Key_9},       Known{'+', Qt::Key_Plus},   Known{'-', Qt::Key_Minus},
    Known{'\b', Qt::Key_Backspace}, Known{'\n', Qt::Key_Return}, Known{'\n', Qt::Key_Enter}, Known{'S', Qt::Key_S},
    Known{'F', Qt::Key_F},          Known{'R', Qt::Key_R},       Known{'W', Qt::Key_W},      Known{'^', Qt::Key_Up},
    Known{'v', Qt::Key_Down},       Known{'v', Qt::Key_Tab},     Known{'^', Qt::Key_Backtab}};

/// From field to field of a segment; elsewhere they move the keyboard's focus.
bool isTab(int code) { return code == Qt::Key_Tab || code == Qt::Key_Backtab; }

bool isOfTheQuiz(const model::Model& model, char key)
{
    const bool presenting = model.presenting;
    return takes(model.prediction, key, presenting) || reserves(model.prediction, key, presenting);
}

constexpr int lastDigit = 9;

/// Digits choose pens, and nothing else while one draws; those of a quiz answer.
bool chooses(const model::Model& model) { return model.drawing.on && !model.prediction.shows(); }

void choosePen(model::Store& store, int digit)
{
    constexpr int eraser = static_cast<int>(scene::pen_count) + 1;
    if (digit == eraser) store.dispatch(model::DrawingAction{model::UsePen{0, true}});
    if (digit < eraser) store.dispatch(model::DrawingAction{model::UsePen{static_cast<std::uint8_t>(digit - 1)}});
}

} // namespace

AnswerKeys::AnswerKeys(model::Store& store, QWidget* window) : QObject{window}
{
    for (const auto& [key, code] : known) {
        auto* shortcut = new QShortcut{QKeySequence{code}, window};
        shortcut->setEnabled(false);
        connect(shortcut, &QShortcut::activated, this, [&store, key = key] { store.dispatch(model::AnswerKey{key}); });
        (isTab(code) ? tabs_ : shortcuts_).emplace_back(key, shortcut);
    }
    for (int digit = 1; digit <= lastDigit; ++digit) {
        auto* shortcut = new QShortcut{QKeySequence{Qt::Key_0 + digit}, window};
        shortcut->setEnabled(false);
        connect(shortcut, &QShortcut::activated, this, [&store, digit] { choosePen(store, digit); });
        pens_.push_back(shortcut);
    }
}

void AnswerKeys::apply(const model::Model& model)
{
    for (const auto& [key, shortcut] : shortcuts_)
        shortcut->setEnabled(isOfTheQuiz(model, key)); // one that answers nothing now does nothing else
    for (const auto& [key, shortcut] : tabs_)
        shortcut->setEnabled(model.prediction.stands() && model.prediction.plays());
    for (QShortcut* shortcut : pens_)
        shortcut->setEnabled(chooses(model));
}

bool takesKey(const model::Model& model, const QKeySequence& key)
{
    for (int digit = 1; digit <= lastDigit && chooses(model); ++digit)
        if (key == QKeySequence{Qt::Key_0 + digit}) return true;
    for (const auto& [letter, code] : known)
        if (key == QKeySequence{code} && isOfTheQuiz(model, letter)) return true;
    return false;
}

} // namespace tcpstage::widgets
