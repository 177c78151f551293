#pragma once
// The score and the mistakes after a prediction. Each mistake links to its moment.

#include "ui/widgets/common/actions.h"

#include <QFrame>

class QLabel;
class QListWidget;
class QToolButton;

namespace tcpstage::widgets {

class ReviewCard : public QFrame {
    Q_OBJECT

public:
    ReviewCard(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    QListWidget& list() const { return *list_; }
    QString title() const;
    QString hint() const;

private:
    void fill(const model::Model& model);
    void sayNext(const model::Model& model);

    model::Store& store_;
    const Actions& actions_;
    QLabel* title_;
    QLabel* hint_;
    QListWidget* list_;
    QToolButton* save_;
    QToolButton* close_;
};

} // namespace tcpstage::widgets
