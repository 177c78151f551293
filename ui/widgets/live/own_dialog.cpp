#include "ui/widgets/live/own_dialog.h"

#include "ui/model/words.h"
#include "ui/widgets/common/style.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

constexpr int usualWidth = 640;

} // namespace

OwnDialog::OwnDialog(model::Store& store, QWidget* parent)
    : QDialog{parent}, store_{store}, server_{new QLineEdit}, client_{new QLineEdit}, ip6_{new QCheckBox},
      byHand_{new QCheckBox}, delay_{new QSpinBox}, start_{new QPushButton}
{
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    const model::OwnChoice& last = store_.model().own;
    server_->setText(QString::fromStdString(last.server));
    client_->setText(QString::fromStdString(last.client));
    ip6_->setChecked(last.ip6);
    byHand_->setChecked(last.byHand);
    delay_->setValue(last.delayMs);
    const auto complete = [this] {
        start_->setEnabled(!server_->text().trimmed().isEmpty() && !client_->text().trimmed().isEmpty());
    };
    connect(server_, &QLineEdit::textChanged, this, complete);
    connect(client_, &QLineEdit::textChanged, this, complete);
    connect(start_, &QPushButton::clicked, this, &OwnDialog::start);
    complete();
    resize(sized(usualWidth), sizeHint().height());
}

void OwnDialog::build()
{
    const Language language = store_.model().language();
    setWindowTitle(model::say(wording::ownTitle, language));
    constexpr int longest = 16'000; // octets are at most four times as many
    for (QLineEdit* line : {server_, client_})
        line->setMaxLength(longest / 4);
    server_->setPlaceholderText(QStringLiteral("python3 -m http.server 8000"));
    client_->setPlaceholderText(QStringLiteral("curl http://server:8000/"));
    server_->setAccessibleName(model::say(wording::ownServer, language));
    client_->setAccessibleName(model::say(wording::ownClient, language));
    ip6_->setText(model::say(wording::ownIp6, language));
    byHand_->setText(model::say(wording::liveHoldHint, language));
    delay_->setRange(0, model::longestOwnDelayMs);
    delay_->setSingleStep(10);
    delay_->setSuffix(QStringLiteral(" ms"));
    delay_->setAccessibleName(model::say(wording::liveHop, language));
    auto* hint = new QLabel{model::say(wording::ownHint, language)};
    hint->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(model::say(wording::ownServer, language), server_);
    form->addRow(model::say(wording::ownClient, language), client_);
    form->addRow(model::say(wording::liveHop, language), delay_);
    form->addRow(QString{}, ip6_);
    form->addRow(QString{}, byHand_);
    start_->setText(model::say(wording::ownStart, language));
    start_->setDefault(true);
    auto* cancel = new QPushButton{model::say(wording::cancel, language)};
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(start_);
    row->addWidget(cancel);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addWidget(hint);
    column->addLayout(form);
    column->addLayout(row);
}

void OwnDialog::start()
{
    const model::OwnChoice choice{server_->text().trimmed().toStdString(), client_->text().trimmed().toStdString(),
                                  ip6_->isChecked(), byHand_->isChecked(), delay_->value()};
    accept();
    store_.dispatch(model::StartOwn{choice});
}

} // namespace tcpstage::widgets
