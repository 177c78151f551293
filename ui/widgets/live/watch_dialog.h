#pragma once
// The TCP connections of this machine as they are now: filter, sort, and choose one, or name what is to be watched.

#include "ui/model/store/store.h"
#include "ui/widgets/live/present_table.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace tcpstage::widgets {

class WatchDialog : public QDialog {
    Q_OBJECT

public:
    WatchDialog(model::Store& store, QWidget* parent);
    ~WatchDialog() override;

    QTableView& table() const { return *view_; }
    QLineEdit& filter() const { return *filter_; }
    /// What is to be watched, as live::parse_watch_target() reads it.
    QLineEdit& target() const { return *target_; }
    QComboBox& how() const { return *how_; }
    QPushButton& startButton() const { return *start_; }
    /// How many connections there are, and how they can be seen.
    QString said() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void buildTable();
    void take(const live::PresentList::News& news);
    void count();
    void chooseRow(const QModelIndex& index);
    void start();

    model::Store& store_;
    QLineEdit* filter_;
    QTableView* view_;
    PresentTable* table_;
    WordFilter* shown_;
    QLabel* count_;
    QLabel* dumpcap_;
    QLineEdit* target_;
    QComboBox* how_;
    QPushButton* start_;
    bool updates_ = false; // nobody has chosen a row
    bool sized_ = false;   // the columns, when the first connections are there
    std::unique_ptr<live::PresentList> list_;
};

} // namespace tcpstage::widgets
