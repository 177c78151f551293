#pragma once
// The keys that answer a question in a window, and those that choose a pen while one draws. Commands do without them
// then.

#include "ui/model/store/store.h"

#include <QObject>
#include <utility>
#include <vector>

class QKeySequence;
class QShortcut;
class QWidget;

namespace tcpstage::widgets {

class AnswerKeys : public QObject {
    Q_OBJECT

public:
    AnswerKeys(model::Store& store, QWidget* window);

    void apply(const model::Model& model);

private:
    std::vector<std::pair<char, QShortcut*>> shortcuts_;
    std::vector<std::pair<char, QShortcut*>> tabs_;
    std::vector<QShortcut*> pens_; // digits from 1 on
};

/// Whether a quiz, or drawing, takes this key from its command now.
bool takesKey(const model::Model& model, const QKeySequence& key);

} // namespace tcpstage::widgets
