#include "ui/widgets/lessons/searched_page.h"

#include "ui/model/words.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace tcpstage::widgets {

void arrangeSearched(QDialog& dialog, const SearchedPage& parts, int share, Language language)
{
    auto* close = new QPushButton{model::say(wording::close, language)};
    close->setAutoDefault(false);
    QObject::connect(close, &QPushButton::clicked, &dialog, &QDialog::accept);
    auto* left = new QVBoxLayout;
    left->addWidget(&parts.field);
    left->addWidget(&parts.nothing);
    left->addWidget(&parts.list, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addLayout(left, share);
    row->addWidget(&parts.page, 3);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto* column = new QVBoxLayout{&dialog};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addLayout(row, 1);
    column->addLayout(buttons);
}

} // namespace tcpstage::widgets
