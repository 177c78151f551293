#pragma once
// A small sheet over the stage in which something is written: Enter does it, Esc puts it away. Never modal, and never
// in the way of the mouse elsewhere.

#include "ui/model/store/store.h"

#include <QFrame>

class QGridLayout;
class QLabel;

namespace tcpstage::widgets {

class Popover : public QFrame {
    Q_OBJECT

public:
    Popover(model::Store& store, QWidget* window);

    /// Beside `place` (global), wholly inside the window. The first field has the keyboard.
    void openAt(const QRect& place, QWidget* first);
    /// What is wrong with what is written, or what it is for.
    QString sentence() const;

Q_SIGNALS:
    void left();

protected:
    /// Its words, in the language of now; called while it is open.
    virtual void retranslate() = 0;
    /// Enter was pressed. True: it is done, and the sheet goes.
    virtual bool accept() = 0;

    void setTitle(const QString& title);
    void say(const QString& sentence, bool problem);
    QGridLayout& grid() const { return *grid_; }
    model::Store& store() const { return store_; }
    Language language() const { return store_.model().language(); }

    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void leave();

    model::Store& store_;
    QLabel* title_;
    QGridLayout* grid_;
    QLabel* sentence_;
    QLabel* hint_;
};

} // namespace tcpstage::widgets
