#pragma once
// The keys that answer a question, in one window. They work only while they mean something; commands give them up then.

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

/// Whether a question takes this key from its command now.
bool takesKey(const model::Prediction& prediction, const QKeySequence& key);

} // namespace tcpstage::widgets
