#include "ui/widgets/live/watch_dialog.h"

#include "ui/model/words.h"
#include "ui/widgets/common/style.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QTableView>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

constexpr QSize usualWatch{1060, 600};
constexpr std::array<std::optional<live::Vantage>, 3> vantages{std::nullopt, live::Vantage::Watch,
                                                               live::Vantage::TcpInfo};

/// As live::parse_watch_target() reads one connection.
QString targetOf(const live::FourNumbers& ends)
{
    return QString::fromStdString(tcp::to_text(live::local_of(ends)) + "," + tcp::to_text(live::remote_of(ends)));
}

} // namespace

WatchDialog::WatchDialog(model::Store& store, QWidget* parent)
    : QDialog{parent}, store_{store}, filter_{new QLineEdit}, view_{new QTableView},
      table_{new PresentTable{store.model().language(), this}}, shown_{new WordFilter{*table_, this}},
      count_{new QLabel}, dumpcap_{new QLabel}, target_{new QLineEdit}, how_{new QComboBox}, start_{new QPushButton}
{
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    const QSize room = (parent ? parent : this)->screen()->availableSize() * 0.9;
    resize(QSize{sized(usualWatch.width()), sized(usualWatch.height())}.boundedTo(room));
    connect(filter_, &QLineEdit::textChanged, this, [this](const QString& words) {
        updates_ = true;
        shown_->show(words);
        updates_ = false;
        count();
    });
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &WatchDialog::chooseRow);
    connect(view_, &QTableView::clicked, this, &WatchDialog::chooseRow);
    connect(view_, &QTableView::activated, this, [this](const QModelIndex& index) {
        chooseRow(index);
        start();
    });
    connect(target_, &QLineEdit::textChanged, this,
            [this](const QString& text) { start_->setEnabled(!text.trimmed().isEmpty()); });
    connect(start_, &QPushButton::clicked, this, &WatchDialog::start);
    filter_->setFocus();
    list_ = std::make_unique<live::PresentList>([this](live::PresentList::News news) {
        QMetaObject::invokeMethod(
            this, [this, news = std::move(news)] { take(news); }, Qt::QueuedConnection);
    });
}

WatchDialog::~WatchDialog() = default;

void WatchDialog::build()
{
    const Language language = store_.model().language();
    setWindowTitle(model::say(wording::watchTitle, language));
    filter_->setPlaceholderText(model::say(wording::watchFilter, language));
    filter_->setAccessibleName(filter_->placeholderText());
    filter_->setClearButtonEnabled(true);
    filter_->installEventFilter(this);
    buildTable();
    dumpcap_->setWordWrap(true);
    target_->setPlaceholderText(model::say(wording::watchWhatHint, language));
    target_->setAccessibleName(model::say(wording::watchWhat, language));
    how_->addItem(model::say(wording::liveBestVantage, language));
    how_->addItem(model::say(wording::watchSegments, language));
    how_->addItem(model::say(wording::watchTcpInfo, language));
    how_->setAccessibleName(model::say(wording::watchHow, language));
    start_->setText(model::say(wording::watchStart, language));
    start_->setDefault(true);
    start_->setEnabled(false);
    auto* close = new QPushButton{model::say(wording::close, language)};
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto* form = new QFormLayout;
    form->addRow(model::say(wording::watchWhat, language), target_);
    form->addRow(model::say(wording::watchHow, language), how_);
    auto* row = new QHBoxLayout;
    row->addWidget(dumpcap_, 1);
    row->addWidget(start_);
    row->addWidget(close);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addWidget(filter_);
    column->addWidget(view_, 1);
    column->addWidget(count_);
    column->addLayout(form);
    column->addLayout(row);
}

void WatchDialog::buildTable()
{
    view_->setModel(shown_);
    view_->setObjectName(QStringLiteral("table"));
    view_->setAccessibleName(windowTitle());
    view_->verticalHeader()->hide();
    view_->setShowGrid(false);
    view_->setAlternatingRowColors(true);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setTabKeyNavigation(false);
    view_->setSortingEnabled(true);
    view_->sortByColumn(0, Qt::AscendingOrder);
    view_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view_->horizontalHeader()->setStretchLastSection(true);
}

QString WatchDialog::said() const { return count_->text() + u'\n' + dumpcap_->text(); }

void WatchDialog::take(const live::PresentList::News& news)
{
    const Language language = store_.model().language();
    updates_ = true;
    table_->take(news.connections);
    updates_ = false;
    count();
    if (news.failure) count_->setText(QString::fromStdString(news.failure->sentence(language)));
    if (!std::exchange(sized_, sized_ || !news.connections.empty()) && sized_) view_->resizeColumnsToContents();
    if (!news.knows_dumpcap) return;
    const QString why = news.refused ? model::say(news.refused->error().sentences(), language) : QString{};
    dumpcap_->setText(news.refused ? model::say(wording::watchCannotSee, language, {why})
                                   : model::say(wording::watchCanSee, language));
}

void WatchDialog::count()
{
    const Language language = store_.model().language();
    const int all = table_->rowCount();
    const int some = shown_->rowCount();
    count_->setText(some == all
                        ? model::say(wording::watchCount, language, {QString::number(all)})
                        : model::say(wording::watchSome, language, {QString::number(some), QString::number(all)}));
}

void WatchDialog::chooseRow(const QModelIndex& index)
{
    if (!index.isValid() || updates_) return; // the row that was chosen has gone
    target_->setText(targetOf(table_->connection(shown_->mapToSource(index).row()).socket.ends));
}

void WatchDialog::start()
{
    const std::string target = target_->text().trimmed().toStdString();
    if (const auto wanted = live::parse_watch_target(target); !wanted) {
        dumpcap_->setText(QString::fromStdString(wanted.error().sentence(store_.model().language())));
        target_->setFocus();
        return;
    }
    accept();
    store_.dispatch(model::StartWatch{{target, vantages[static_cast<std::size_t>(how_->currentIndex())]}});
}

/// Up and Down move in the table while the filter is written.
bool WatchDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == filter_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            QCoreApplication::sendEvent(view_, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
