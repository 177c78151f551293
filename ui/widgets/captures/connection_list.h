#pragma once
// The dialog with the connections of a capture: filter, sort by a column, open one.

#include "ui/model/store/store.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QModelIndex;
class QProgressBar;
class QPushButton;
class QTableView;

namespace tcpstage::widgets {

class WordFilter;

class ConnectionList : public QDialog {
    Q_OBJECT

public:
    /// Asks for the connections of the capture on the stage, and shows them when they are there.
    ConnectionList(model::Store& store, QWidget* parent);

    QTableView& table() const { return *table_; }
    QLineEdit& filter() const { return *filter_; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void apply();
    void fill(std::shared_ptr<const capture::Listing> listing);
    void count();
    void openRow(const QModelIndex& index);

    model::Store& store_;
    QLineEdit* filter_;
    QTableView* table_;
    QLabel* state_;
    QProgressBar* progress_;
    QPushButton* open_;
    WordFilter* shown_ = nullptr; // null until they were read
    std::shared_ptr<const capture::Listing> filled_;
};

} // namespace tcpstage::widgets
