#include "ui/widgets/lessons/options_panel.h"

#include "core/run/sandbox.h"
#include "ui/model/words.h"
#include "ui/paint/icons.h"
#include "ui/scene/words/glossary.h"
#include "ui/scene/words/labels.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/common/title_row.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr double valueWidth = 92;
constexpr double textHeight = 130;

const scene::TermInfo* termOfOption(std::string_view name)
{
    const auto found = std::ranges::find_if(scene::glossary(), [&](const scene::TermInfo& term) {
        return term.category == scene::TermCategory::Setting && term.id == name;
    });
    return found == scene::glossary().end() ? nullptr : &*found;
}

} // namespace

OptionsPanel::OptionsPanel(model::Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, title_{new QLabel}, close_{new QToolButton}, table_{new QTableWidget},
      text_{new QLabel}
{
    setObjectName(QStringLiteral("sidePanel"));
    title_->setObjectName(QStringLiteral("popoverTitle"));
    table_->setObjectName(QStringLiteral("table"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    table_->setColumnCount(3);
    table_->setRowCount(static_cast<int>(run::option_names().size()));
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setTabKeyNavigation(false);
    table_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                            QAbstractItemView::SelectedClicked);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(12, 12, 12, 12);
    column->addLayout(titleRow(*title_, *close_));
    connect(close_, &QToolButton::clicked, actions[model::Command::ShowOptions], &QAction::trigger);
    column->addWidget(table_, 1);
    column->addWidget(text_);
    connect(table_, &QTableWidget::currentCellChanged, this, &OptionsPanel::explain);
    connect(table_, &QTableWidget::itemActivated, this, [this](QTableWidgetItem* item) {
        if (item->flags().testFlag(Qt::ItemIsEditable)) table_->editItem(item);
    });
    connect(table_, &QTableWidget::cellChanged, this, &OptionsPanel::written);
}

/// In the table, arrow keys move between cells, not between steps.
bool OptionsPanel::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && table_->hasFocus()) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool own = key->key() == Qt::Key_Left || key->key() == Qt::Key_Right || key->key() == Qt::Key_Escape;
        if (own && key->modifiers() == Qt::NoModifier) event->accept();
    }
    return QFrame::event(event);
}

void OptionsPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && table_->hasFocus())
        Q_EMIT left();
    else
        QFrame::keyPressEvent(event);
}

QString OptionsPanel::text() const { return text_->text(); }

void OptionsPanel::apply(const model::Model& model, const model::Model* before)
{
    if (!model.staged) return;
    if (!before || before->shownTextSize() != model.shownTextSize()) size();
    if (!before || before->themeName() != model.themeName())
        close_->setIcon(paint::icon(paint::Sign::Close, paint::Theme::named(model.themeName()), scene::Ink::Muted));
    const bool other =
        !before || !scene::isSameRun(before->staged, model.staged) || before->language() != model.language();
    if (other || before->panel != model.panel || (before->loading && !model.loading)) fill(model);
}

void OptionsPanel::size()
{
    for (const int column : {1, 2})
        table_->setColumnWidth(column, sized(valueWidth));
    text_->setMinimumHeight(sized(textHeight));
}

void OptionsPanel::take() { table_->setFocus(Qt::OtherFocusReason); }

void OptionsPanel::fill(const model::Model& model)
{
    filling_ = true;
    const Language language = model.language();
    title_->setText(model::say(model::info(model::Command::ShowOptions).words, language));
    setAccessibleName(title_->text());
    table_->setAccessibleName(title_->text());
    close_->setAccessibleName(model::say(wording::close, language));
    close_->setToolTip(model::say(wording::close, language));
    const scene::StagedRun& staged = *model.branches.runToChange(model.staged);
    const auto& ends = staged.scenario.setup.endpoints;
    table_->setHorizontalHeaderLabels({model::say(wording::optionName, language),
                                       scene::endpointName(staged.trace().endpoint(trace::Side::Left), language),
                                       scene::endpointName(staged.trace().endpoint(trace::Side::Right), language)});
    const bool simulated = staged.trace().source() == trace::Source::Simulated;
    const tcp::Settings usual;
    for (int row = 0; row < table_->rowCount(); ++row) {
        const std::string_view name = run::option_names()[static_cast<std::size_t>(row)];
        for (int column = 0; column < 3; ++column) {
            if (!table_->item(row, column)) table_->setItem(row, column, new QTableWidgetItem);
            QTableWidgetItem& item = *table_->item(row, column);
            const bool value = column > 0;
            const std::string text = value
                                         ? run::option_value(ends[static_cast<std::size_t>(column - 1)].settings, name)
                                         : std::string{name};
            item.setText(QString::fromStdString(text));
            item.setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable |
                          (value && simulated ? Qt::ItemIsEditable : Qt::NoItemFlags));
            QFont font = table_->font();
            font.setBold(value && text != run::option_value(usual, name));
            item.setFont(font);
        }
    }
    filling_ = false;
    explain();
}

void OptionsPanel::explain()
{
    const Language language = store_.model().language();
    const int row = std::max(0, table_->currentRow());
    const scene::TermInfo* term = termOfOption(run::option_names()[static_cast<std::size_t>(row)]);
    text_->setText(term
                       ? model::say(term->title, language) + QStringLiteral("\n\n") + model::say(term->text, language) +
                             u' ' + QString::fromUtf8(term->source.data(), static_cast<qsizetype>(term->source.size()))
                       : model::say(wording::optionHint, language));
}

void OptionsPanel::written(int row, int column)
{
    if (filling_ || column == 0 || !store_.model().staged) return;
    const std::string name{run::option_names()[static_cast<std::size_t>(row)]};
    const trace::Side side = column == 1 ? trace::Side::Left : trace::Side::Right;
    const std::string value = table_->item(row, column)->text().trimmed().toStdString();
    const model::Model& model = store_.model();
    const scene::StagedRun& staged = *model.branches.runToChange(model.staged);
    const tcp::Settings& now = staged.scenario.setup.endpoints[trace::index(side)].settings;
    if (value != run::option_value(now, name)) store_.dispatch(model::SetTcpOption{side, name, value});
}

} // namespace tcpstage::widgets
