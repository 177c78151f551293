#include "ui/widgets/dialog_room.h"

#include "ui/widgets/window_place.h"

#include <QApplication>
#include <QDialog>
#include <QEvent>
#include <QMessageBox>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

bool isLarger(QSize size, QSize room) { return size.width() > room.width() || size.height() > room.height(); }

/// A message box breaks its lines as the screen allows, and sets its own size.
bool fitsItself(const QDialog& dialog) { return qobject_cast<const QMessageBox*>(&dialog) != nullptr; }

void putIntoScrollArea(QDialog& dialog)
{
    QWidget* const focus = dialog.focusWidget();
    auto* content = new QWidget{&dialog};
    content->setLayout(dialog.layout()); // with all that is in it
    auto* area = new QScrollArea{&dialog};
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidgetResizable(true);
    area->setWidget(content);
    content->setAutoFillBackground(false);
    area->viewport()->setAutoFillBackground(false);
    auto* column = new QVBoxLayout{&dialog};
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(area);
    dialog.setMinimumSize(0, 0);
    area->show();
    if (focus) focus->setFocus();
}

} // namespace

void fitDialog(QDialog& dialog, QSize room)
{
    if (dialog.layout() && !fitsItself(dialog)) {
        dialog.layout()->activate();
        if (isLarger(dialog.layout()->totalMinimumSize().expandedTo(dialog.minimumSize()), room))
            putIntoScrollArea(dialog);
    }
    if (isLarger(dialog.size(), room)) dialog.resize(dialog.size().boundedTo(room));
}

DialogRoom::DialogRoom(QObject* parent) : QObject{parent} { qApp->installEventFilter(this); }

bool DialogRoom::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Show && !event->spontaneous())
        if (auto* dialog = qobject_cast<QDialog*>(watched); dialog && dialog->isWindow()) {
            const QWidget* const over = dialog->parentWidget() ? dialog->parentWidget() : dialog;
            fitDialog(*dialog, insideOf(over->screen()->availableGeometry()).size());
        }
    return QObject::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
