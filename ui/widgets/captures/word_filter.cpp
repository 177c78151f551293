#include "ui/widgets/captures/word_filter.h"

#include <algorithm>

namespace tcpstage::widgets {

WordFilter::WordFilter(WordedTable& table, QObject* parent) : QSortFilterProxyModel{parent}, table_{table}
{
    setSourceModel(&table);
    setSortRole(WordedTable::sortRole);
}

void WordFilter::show(const QString& words)
{
    wanted_ = words.toLower().split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool WordFilter::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const
{
    return std::ranges::all_of(wanted_, [&](const QString& word) { return table_.words(row).contains(word); });
}

} // namespace tcpstage::widgets
