#pragma once
// The keys that answer a question, in one window. They work only while they mean something; commands give them up then.

#include "ui/model/store/store.h"

#include <QObject>
#include <utility>
#include <vector>

class QKeySequence;
class QShortcut;
class QWidget;

namespace tcpstage {

class AnswerKeys : public QObject {
    Q_OBJECT

public:
    AnswerKeys(Store& store, QWidget* window);

    void apply(const Model& model);

private:
    std::vector<std::pair<char, QShortcut*>> shortcuts_;
};

/// Whether a question takes this key from its command now.
bool takesKey(const Prediction& prediction, const QKeySequence& key);

} // namespace tcpstage
