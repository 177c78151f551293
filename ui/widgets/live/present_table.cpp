#include "ui/widgets/live/present_table.h"

#include "core/tcp/tcb/state.h"
#include "ui/model/words.h"

#include <algorithm>
#include <array>

namespace tcpstage::widgets {

namespace {

struct PresentColumn {
    enum : int { Local, Remote, State, Process, Acked, Received };
};

constexpr std::array presentTitles{wording::watchLocal,   wording::watchRemote, wording::watchState,
                                   wording::watchProcess, wording::watchAcked,  wording::watchReceived};
static_assert(presentTitles.size() == PresentColumn::Received + 1);

bool isNumber(int column) { return column >= PresentColumn::Acked; }

QString processText(const live::PresentConnection& of, Language language)
{
    if (of.process != 0) return QStringLiteral("%1 (%2)").arg(QString::fromStdString(of.program)).arg(of.process);
    return model::say(of.socket.inode == 0 ? wording::watchNoProcess : wording::watchOtherUser, language);
}

QVariant shownOf(const live::PresentConnection& of, int column, Language language)
{
    switch (column) {
    case PresentColumn::Local:
        return QString::fromStdString(tcp::to_text(live::local_of(of.socket.ends)));
    case PresentColumn::Remote:
        return QString::fromStdString(tcp::to_text(live::remote_of(of.socket.ends)));
    case PresentColumn::State: {
        const std::string_view name = tcp::name(static_cast<tcp::State>(of.socket.tcp_info.state));
        return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    case PresentColumn::Process:
        return processText(of, language);
    case PresentColumn::Acked:
        return qulonglong{of.socket.tcp_info.bytes_acked};
    case PresentColumn::Received:
        return qulonglong{of.socket.tcp_info.bytes_received};
    default:
        return {};
    }
}

} // namespace

PresentTable::PresentTable(Language language, QObject* parent) : WordedTable{parent}, language_{language} {}

void PresentTable::take(std::vector<live::PresentConnection> connections)
{
    const auto find = [](auto& among, const live::FourNumbers& ends) {
        return std::ranges::find(among, ends, [](const live::PresentConnection& each) { return each.socket.ends; });
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (find(connections, connection(row).socket.ends) != connections.end()) continue;
        beginRemoveRows({}, row, row);
        rows_.erase(rows_.begin() + row);
        words_.clear();
        endRemoveRows();
    }
    words_.clear();
    for (live::PresentConnection& now : connections) {
        const auto known = find(rows_, now.socket.ends);
        if (known != rows_.end()) {
            *known = std::move(now);
            continue;
        }
        beginInsertRows({}, rowCount(), rowCount());
        rows_.push_back(std::move(now));
        words_.clear();
        endInsertRows();
    }
    if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int PresentTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int PresentTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(presentTitles.size());
}

QVariant PresentTable::data(const QModelIndex& index, int role) const
{
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (isNumber(column) ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::DisplayRole || role == sortRole) return shownOf(connection(index.row()), column, language_);
    return {};
}

QVariant PresentTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return model::say(presentTitles[static_cast<std::size_t>(section)], language_);
}

const QString& PresentTable::words(int row) const
{
    words_.resize(rows_.size());
    QString& words = words_[static_cast<std::size_t>(row)];
    if (words.isEmpty())
        for (int column = 0; column < columnCount(); ++column)
            words += shownOf(connection(row), column, language_).toString().toLower() + u'\n';
    return words;
}

} // namespace tcpstage::widgets
