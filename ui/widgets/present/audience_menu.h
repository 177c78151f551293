#pragma once
// Chooses where the class sees the presentation: a display by its name, or a window of some shape.

#include "ui/model/store/store.h"

#include <QMenu>

namespace tcpstage::widgets {

class AudienceMenu : public QMenu {
    Q_OBJECT

public:
    AudienceMenu(model::Store& store, QWidget* parent);

    void retranslate();

private:
    void list();
    void offer(const QString& words, const model::Audience& audience);

    model::Store& store_;
};

} // namespace tcpstage::widgets
