#pragma once
// Those rows of a table that contain some words, sorted by a column.

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QStringList>

namespace tcpstage::widgets {

class WordedTable : public QAbstractTableModel {
    Q_OBJECT

public:
    /// The value by which a row is sorted.
    static constexpr int sortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;
    /// All that a row shows, in lower case.
    virtual const QString& words(int row) const = 0;
};

class WordFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    WordFilter(WordedTable& table, QObject* parent);
    /// Shows the rows that contain all of the words.
    void show(const QString& words);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    const WordedTable& table_;
    QStringList wanted_;
};

} // namespace tcpstage::widgets
