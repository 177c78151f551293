#pragma once
// Asks for two programs of the user, to run them on real sockets.

#include "ui/model/store/store.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace tcpstage::widgets {

class OwnDialog : public QDialog {
    Q_OBJECT

public:
    /// With the programs that were run last.
    OwnDialog(model::Store& store, QWidget* parent);

    QLineEdit& server() const { return *server_; }
    QLineEdit& client() const { return *client_; }
    QCheckBox& ip6() const { return *ip6_; }
    QCheckBox& byHand() const { return *byHand_; }
    QPushButton& startButton() const { return *start_; }

private:
    void build();
    void start();

    model::Store& store_;
    QLineEdit* server_;
    QLineEdit* client_;
    QCheckBox* ip6_;
    QCheckBox* byHand_;
    QSpinBox* delay_;
    QPushButton* start_;
};

} // namespace tcpstage::widgets
