#include "ui/widgets/captures/connection_list.h"

#include "core/sources/capture_run.h"
#include "ui/model/words.h"
#include "ui/widgets/captures/connection_table.h"
#include "ui/widgets/common/style.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QTableView>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

constexpr QSize usualList{1180, 620};
constexpr int progressSteps = 1000;

QString fileName(const std::string& path) { return QFileInfo{QString::fromStdString(path)}.fileName(); }

} // namespace

ConnectionList::ConnectionList(model::Store& store, QWidget* parent)
    : QDialog{parent}, store_{store}, filter_{new QLineEdit}, table_{new QTableView}, state_{new QLabel},
      progress_{new QProgressBar}, open_{new QPushButton}
{
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    const QSize room = (parent ? parent : this)->screen()->availableSize() * 0.9;
    resize(QSize{sized(usualList.width()), sized(usualList.height())}.boundedTo(room));
    connect(&store_, &model::Store::changed, this, &ConnectionList::apply);
    connect(filter_, &QLineEdit::textChanged, this, [this](const QString& words) {
        if (!shown_) return;
        shown_->show(words);
        count();
    });
    connect(table_, &QTableView::activated, this, &ConnectionList::openRow);
    connect(open_, &QPushButton::clicked, this, [this] { openRow(table_->currentIndex()); });
    connect(this, &QDialog::finished, this, [this] { store_.dispatch(model::LeaveConnections{}); });
    store_.dispatch(model::ListConnections{});
    apply();
    filter_->setFocus();
}

void ConnectionList::build()
{
    const Language language = store_.model().language();
    const std::string path = sources::path_in(store_.model().source);
    const QString title = model::say(wording::connectionsTitle, language, {fileName(path)});
    setWindowTitle(path == model::programsSource ? model::say(wording::ownConnections, language)
                   : path == model::watchSource  ? model::say(wording::watchedConnections, language)
                                                 : title);
    filter_->setPlaceholderText(model::say(wording::connectionsFilter, language));
    filter_->setAccessibleName(model::say(wording::connectionsFilter, language));
    filter_->setClearButtonEnabled(true);
    filter_->installEventFilter(this);
    table_->setObjectName(QStringLiteral("table"));
    table_->setAccessibleName(windowTitle());
    table_->verticalHeader()->hide();
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setTabKeyNavigation(false);
    table_->setSortingEnabled(true);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    state_->setWordWrap(true);
    progress_->setRange(0, progressSteps);
    progress_->setTextVisible(false);
    open_->setText(model::say(wording::connectionsOpen, language));
    open_->setDefault(true);
    auto* close = new QPushButton{model::say(wording::close, language)};
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto* row = new QHBoxLayout;
    row->addWidget(state_, 1);
    row->addWidget(progress_);
    row->addWidget(open_);
    row->addWidget(close);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addWidget(filter_);
    column->addWidget(table_, 1);
    column->addLayout(row);
}

void ConnectionList::apply()
{
    const auto& captures = store_.model().captures;
    if (!captures || (shown_ && captures->listing == filled_)) return;
    const Language language = store_.model().language();
    progress_->setVisible(captures->reads());
    progress_->setValue(static_cast<int>(captures->read * progressSteps));
    open_->setEnabled(captures->listing != nullptr);
    if (captures->reads())
        state_->setText(model::say(wording::connectionsReading, language, {fileName(captures->path)}));
    else if (captures->listing)
        fill(captures->listing);
    else
        state_->setText(QString::fromStdString(captures->failure[language]));
}

/// A list that grows keeps its order and the row that was chosen.
void ConnectionList::fill(std::shared_ptr<const capture::Listing> listing)
{
    const QModelIndex current = table_->currentIndex();
    const std::uint32_t number = current.isValid() ? current.siblingAtColumn(0).data(ConnectionTable::sortRole).toUInt()
                                                   : sources::chosen_in(store_.model().source);
    const bool grows = shown_ != nullptr;
    const int column = grows ? table_->horizontalHeader()->sortIndicatorSection() : 0;
    const Qt::SortOrder order = grows ? table_->horizontalHeader()->sortIndicatorOrder() : Qt::AscendingOrder;
    filled_ = listing;
    auto* connections = new ConnectionTable{std::move(listing), store_.model().language(), this};
    auto* shown = new WordFilter{*connections, this};
    shown->show(filter_->text());
    table_->setModel(shown);
    if (grows) {
        delete shown_->sourceModel();
        delete shown_;
    }
    shown_ = shown;
    table_->sortByColumn(column, order);
    table_->horizontalHeader()->setResizeContentsPrecision(64); // rows, so that a long list opens at once
    table_->resizeColumnsToContents();
    table_->setCurrentIndex(shown_->mapFromSource(connections->index(static_cast<int>(number) - 1, 0)));
    count();
}

void ConnectionList::count()
{
    const Language language = store_.model().language();
    const int all = shown_->sourceModel()->rowCount();
    const int some = shown_->rowCount();
    QString said = some == all
                       ? model::say(wording::connectionsCount, language, {QString::number(all)})
                       : model::say(wording::connectionsSome, language, {QString::number(some), QString::number(all)});
    if (const auto& problem = store_.model().captures->listing->problem)
        said += QStringLiteral(" — ") + QString::fromStdString(problem->sentence(language));
    state_->setText(said);
    if (!table_->currentIndex().isValid() && some > 0) table_->selectRow(0);
    open_->setEnabled(some > 0);
}

void ConnectionList::openRow(const QModelIndex& index)
{
    if (!index.isValid() || !store_.model().captures) return;
    const QModelIndex number = shown_->index(index.row(), 0);
    const std::string source =
        sources::connection_source(store_.model().captures->path, number.data(ConnectionTable::sortRole).toUInt());
    accept();
    store_.dispatch(model::OpenSource{source});
}

/// Up and Down move in the table while the filter is written.
bool ConnectionList::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == filter_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            QCoreApplication::sendEvent(table_, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
