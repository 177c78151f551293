#pragma once
// The connections of a capture as a table, and those of them that contain some words, sorted by a column.

#include "core/capture/list/listing.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QStringList>
#include <memory>

namespace tcpstage::widgets {

class ConnectionTable : public QAbstractTableModel {
    Q_OBJECT

public:
    /// The number of a row's connection, or the value by which it is sorted.
    static constexpr int sortRole = Qt::UserRole;

    ConnectionTable(std::shared_ptr<const capture::Listing> listing, Language language, QObject* parent);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    const capture::Connection& connection(int row) const
    {
        return listing_->connections[static_cast<std::size_t>(row)];
    }
    /// All that a row shows, in lower case.
    const QString& words(int row) const;

private:
    std::shared_ptr<const capture::Listing> listing_;
    Language language_;
    mutable std::vector<QString> words_; // made when they are first asked for
};

class ConnectionFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    ConnectionFilter(const ConnectionTable& table, QObject* parent);
    /// Shows the rows that contain all of the words.
    void show(const QString& words);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    const ConnectionTable& table_;
    QStringList wanted_;
};

} // namespace tcpstage::widgets
