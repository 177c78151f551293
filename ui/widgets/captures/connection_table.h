#pragma once
// The connections of a capture as a table.

#include "core/capture/list/listing.h"
#include "ui/widgets/captures/word_filter.h"

#include <memory>

namespace tcpstage::widgets {

class ConnectionTable : public WordedTable {
    Q_OBJECT

public:
    ConnectionTable(std::shared_ptr<const capture::Listing> listing, Language language, QObject* parent);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    const capture::Connection& connection(int row) const
    {
        return listing_->connections[static_cast<std::size_t>(row)];
    }
    const QString& words(int row) const override;

private:
    std::shared_ptr<const capture::Listing> listing_;
    Language language_;
    mutable std::vector<QString> words_; // made when they are first asked for
};

} // namespace tcpstage::widgets
