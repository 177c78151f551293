#pragma once
// The keys that answer a question in a window. They are active only during a question, when commands release them.

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
};

/// Whether a question uses this key now, instead of its command.
bool takesKey(const model::Prediction& prediction, const QKeySequence& key);

} // namespace tcpstage::widgets
