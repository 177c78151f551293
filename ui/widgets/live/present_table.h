#pragma once
// The TCP connections of this machine as they are now, as a table that is kept up to date.

#include "core/live/watch/present.h"
#include "ui/widgets/captures/word_filter.h"

namespace tcpstage::widgets {

class PresentTable : public WordedTable {
    Q_OBJECT

public:
    PresentTable(Language language, QObject* parent);

    /// Rows of connections that are still there stay where they are.
    void take(std::vector<live::PresentConnection> connections);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    const live::PresentConnection& connection(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    const QString& words(int row) const override;

private:
    Language language_;
    std::vector<live::PresentConnection> rows_;
    mutable std::vector<QString> words_; // as they were when they were last asked for
};

} // namespace tcpstage::widgets
