#pragma once
// A small input sheet over the stage: Enter accepts, Esc closes it. Not modal; the mouse works elsewhere.

#include "ui/model/store/store.h"

#include <QFrame>

class QGridLayout;
class QLabel;

namespace tcpstage::widgets {

class Popover : public QFrame {
    Q_OBJECT

public:
    Popover(model::Store& store, QWidget* window);

    /// Opens beside `place` (global coordinates), completely inside the window, with the focus on `first`.
    void openAt(const QRect& place, QWidget* first);
    /// The error in the input, or the purpose of the sheet.
    QString sentence() const;

Q_SIGNALS:
    void left();

protected:
    /// Sets the texts in the current language; called while it is open.
    virtual void retranslate() = 0;
    /// Enter was pressed. True: accepted, and the sheet closes.
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
