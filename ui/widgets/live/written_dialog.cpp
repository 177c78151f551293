#include "ui/widgets/live/written_dialog.h"

#include "ui/model/words.h"
#include "ui/widgets/common/style.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

constexpr QSize usualSize{720, 420};

} // namespace

WrittenDialog::WrittenDialog(model::Store& store, QWidget* parent)
    : QDialog{parent}, store_{store}, page_{new QPlainTextEdit}
{
    const Language language = store_.model().language();
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(model::say(wording::ownWritten, language));
    page_->setReadOnly(true);
    page_->setAccessibleName(windowTitle());
    auto* close = new QPushButton{model::say(wording::close, language)};
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addWidget(page_, 1);
    column->addWidget(close, 0, Qt::AlignRight);
    resize(sized(usualSize.width()), sized(usualSize.height()));
    connect(&store_, &model::Store::changed, this, &WrittenDialog::apply);
    apply();
}

QString WrittenDialog::text() const { return page_->toPlainText(); }

void WrittenDialog::apply()
{
    const auto& live = store_.model().live;
    if (!live || !live->several || live->several->written == shown_) return;
    shown_ = live->several->written;
    QStringList lines;
    for (const std::string& line : *shown_)
        lines << QString::fromStdString(line);
    QScrollBar& bar = *page_->verticalScrollBar();
    const bool atTheEnd = bar.value() == bar.maximum();
    const int place = bar.value();
    page_->setPlainText(lines.join(u'\n'));
    bar.setValue(atTheEnd ? bar.maximum() : place);
}

} // namespace tcpstage::widgets
