#include "ui/widgets/captures/connection_table.h"

#include "core/capture/list/outcomes.h"
#include "ui/model/words.h"

#include <algorithm>
#include <array>

namespace tcpstage::widgets {

namespace {

struct Column {
    enum : int { Number, Left, Right, Begins, Lasts, Packets, OctetsRight, OctetsLeft, Retransmissions, Began, Ended };
};

constexpr std::array columnTitles{Text{"#", "#"},
                                  wording::connectionsLeft,
                                  wording::connectionsRight,
                                  wording::connectionsBegins,
                                  wording::connectionsLasts,
                                  wording::connectionsPackets,
                                  wording::connectionsOctetsRight,
                                  wording::connectionsOctetsLeft,
                                  wording::connectionsAgain,
                                  wording::connectionsBegan,
                                  wording::connectionsEnded};
static_assert(columnTitles.size() == Column::Ended + 1);

bool isText(int column) { return column == Column::Left || column == Column::Right || column >= Column::Began; }

QString secondsOf(Duration duration)
{
    return QString::number(std::chrono::duration<double>(duration).count(), 'f', 6);
}

/// By which a column is sorted: a number, or what it shows.
QVariant valueOf(const capture::Connection& of, int column)
{
    switch (column) {
    case Column::Number:
        return of.number;
    case Column::Begins:
        return qint64{of.began.time_since_epoch().count()};
    case Column::Lasts:
        return qint64{(of.ended - of.began).count()};
    case Column::Packets:
        return qulonglong{of.totals.packets};
    case Column::OctetsRight:
        return qulonglong{of.totals.octets[0]};
    case Column::OctetsLeft:
        return qulonglong{of.totals.octets[1]};
    case Column::Retransmissions:
        return qulonglong{of.totals.retransmissions[0] + of.totals.retransmissions[1]};
    default:
        return {};
    }
}

QString textOf(const capture::Connection& of, int column, Language language)
{
    switch (column) {
    case Column::Packets: // none, where only the kernel's reports are seen
        return of.totals.packets == 0 ? QStringLiteral("–") : valueOf(of, column).toString();
    case Column::Left:
        return QString::fromStdString(tcp::to_text(of.ends.left));
    case Column::Right:
        return QString::fromStdString(tcp::to_text(of.ends.right));
    case Column::Begins:
        return secondsOf(of.began - start_of_time);
    case Column::Lasts:
        return secondsOf(of.ended - of.began);
    case Column::Began:
        return model::say(capture::text_of(of.totals.begun), language);
    case Column::Ended:
        return model::say(capture::text_of(of.totals.ended), language);
    default:
        return valueOf(of, column).toString();
    }
}

} // namespace

ConnectionTable::ConnectionTable(std::shared_ptr<const capture::Listing> listing, Language language, QObject* parent)
    : WordedTable{parent}, listing_{std::move(listing)}, language_{language}
{}

int ConnectionTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(listing_->connections.size());
}

int ConnectionTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(columnTitles.size());
}

QVariant ConnectionTable::data(const QModelIndex& index, int role) const
{
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (isText(column) ? Qt::AlignLeft : Qt::AlignRight));
    if (role == sortRole && !isText(column)) return valueOf(connection(index.row()), column);
    if (role == Qt::DisplayRole || role == sortRole) return textOf(connection(index.row()), column, language_);
    return {};
}

QVariant ConnectionTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return model::say(columnTitles[static_cast<std::size_t>(section)], language_);
}

const QString& ConnectionTable::words(int row) const
{
    if (words_.empty()) words_.resize(listing_->connections.size());
    QString& words = words_[static_cast<std::size_t>(row)];
    if (words.isEmpty())
        for (int column = 0; column < columnCount(); ++column)
            words += textOf(connection(row), column, language_).toLower() + u'\n';
    return words;
}

} // namespace tcpstage::widgets
