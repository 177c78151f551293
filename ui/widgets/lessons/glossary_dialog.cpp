#include "ui/widgets/lessons/glossary_dialog.h"

#include "ui/model/catalogue.h"
#include "ui/model/words.h"
#include "ui/paint/theme.h"
#include "ui/widgets/common/term_links.h"
#include "ui/widgets/lessons/search.h"
#include "ui/widgets/lessons/searched_page.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTextBrowser>
#include <algorithm>
#include <array>

namespace tcpstage::widgets {

namespace {

constexpr int termRole = Qt::UserRole; // headings have none

bool isTerm(const QListWidgetItem* item) { return item && item->data(termRole).isValid(); }

const scene::TermInfo& termOf(const QListWidgetItem* item)
{
    return scene::info(static_cast<scene::Term>(item->data(termRole).toUInt()));
}

Found foundIn(const scene::TermInfo& entry, const Search& search)
{
    const auto joined = [](std::initializer_list<std::string_view> parts) {
        QString all;
        for (const std::string_view part : parts)
            all += scene::plain(part) + u' ';
        return all;
    };
    return search.in(joined({entry.id, entry.title.en, entry.title.zh}),
                     joined({entry.text.en, entry.text.zh, entry.source}));
}

} // namespace

QString lessonLinks(const model::Explanation& said, const model::Model& model)
{
    const QString colour = paint::Theme::named(model.themeName())(scene::Ink::Accent).name();
    QStringList links;
    for (const std::string& id : said.lessons) {
        const model::LessonEntry* lesson = model::findLesson(id);
        if (!lesson || lesson->id == model.source) continue;
        const QString words =
            model::say(wording::seeLesson, model.language(), {model::say(lesson->title, model.language())});
        links << QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
                     .arg(QString::fromStdString(lesson->id), colour, words.toHtmlEscaped());
    }
    return links.join(QStringLiteral("<br>"));
}

GlossaryDialog::GlossaryDialog(model::Store& store, QWidget* parent)
    : QDialog{parent}, store_{store}, field_{new QLineEdit}, list_{new QListWidget}, nothing_{new QLabel},
      page_{new QTextBrowser}
{
    setWindowTitle(model::say(wording::glossaryTitle, store.model().language()));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    fill();
    resize(860, 600);
    connect(field_, &QLineEdit::textChanged, this, &GlossaryDialog::filter);
    connect(list_, &QListWidget::currentItemChanged, this, &GlossaryDialog::write);
    connect(page_, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) { follow(url.toString()); });
    showEntry(scene::termOf(store.model().selection).value_or(scene::Term::StateClosed));
    field_->setFocus();
}

void GlossaryDialog::build()
{
    const Language language = store_.model().language();
    list_->setObjectName(QStringLiteral("lessons"));
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setAccessibleName(model::say(wording::glossaryTitle, language));
    field_->setPlaceholderText(model::say(wording::searchGlossary, language));
    field_->setAccessibleName(model::say(wording::searchGlossary, language));
    field_->setClearButtonEnabled(true);
    nothing_->setText(model::say(wording::noTermFound, language));
    nothing_->setObjectName(QStringLiteral("noLesson"));
    nothing_->hide();
    page_->setOpenLinks(false);
    page_->setObjectName(QStringLiteral("glossaryPage"));
    page_->setAccessibleName(model::say(wording::details, language));
    arrangeSearched(*this, {*field_, *nothing_, *list_, *page_}, 2, language);
}

void GlossaryDialog::fill()
{
    const model::Model& model = store_.model();
    std::optional<scene::TermCategory> category;
    for (const scene::TermInfo& entry : scene::glossary()) {
        if (category != entry.category) {
            category = entry.category;
            auto* heading = new QListWidgetItem{model::say(scene::title(entry.category), model.language()), list_};
            heading->setFlags(Qt::NoItemFlags);
            QFont font = list_->font();
            font.setBold(true);
            heading->setFont(font);
            items_ << heading;
        }
        auto* item = new QListWidgetItem{model::explain(entry.term, model.display).title, list_};
        item->setData(termRole, static_cast<unsigned>(entry.term));
        items_ << item;
    }
}

/// Those with the words in their titles come first, without the headings; the first one opens.
void GlossaryDialog::filter(const QString& words)
{
    const Search search{words};
    QListWidgetItem* const current = list_->currentItem();
    std::array<QList<QListWidgetItem*>, found_count> found; // by how well
    for (QListWidgetItem* item : items_)
        found[search.isEmpty() ? 3
              : isTerm(item)   ? static_cast<std::size_t>(foundIn(termOf(item), search))
                               : 0]
            << item;
    std::stable_partition(found.back().begin(), found.back().end(), [&](const QListWidgetItem* item) {
        if (!isTerm(item)) return false;
        const scene::TermInfo& entry = termOf(item);
        return search.isNamed(scene::plain(entry.title.en)) || search.isNamed(scene::plain(entry.title.zh));
    });
    const QList<QListWidgetItem*> hits = found[3] + found[2] + found[1];
    const QList<QListWidgetItem*> order = hits + found[0];
    for (int row = 0; row < order.size(); ++row) {
        if (list_->item(row) != order[row]) list_->insertItem(row, list_->takeItem(list_->row(order[row])));
        order[row]->setHidden(row >= hits.size());
    }
    nothing_->setVisible(hits.isEmpty());
    page_->setVisible(!hits.isEmpty()); // an entry that was not looked for
    const auto first = std::ranges::find_if(hits, isTerm);
    if (first != hits.end()) list_->setCurrentItem(search.isEmpty() && current ? current : *first);
}

std::vector<scene::Term> GlossaryDialog::shown() const
{
    std::vector<scene::Term> terms;
    for (int row = 0; row < list_->count(); ++row)
        if (isTerm(list_->item(row)) && !list_->item(row)->isHidden()) terms.push_back(termOf(list_->item(row)).term);
    return terms;
}

void GlossaryDialog::showEntry(scene::Term term)
{
    for (int row = 0; row < list_->count(); ++row)
        if (isTerm(list_->item(row)) && termOf(list_->item(row)).term == term) list_->setCurrentRow(row);
}

void GlossaryDialog::write()
{
    if (!isTerm(list_->currentItem())) return;
    const scene::TermInfo& entry = termOf(list_->currentItem());
    const model::Model& model = store_.model();
    const model::Explanation said = model::explain(entry.term, model.display);
    const QColor colour = paint::Theme::named(model.themeName())(scene::Ink::Accent);
    page_->setHtml(QStringLiteral("<h3>%1</h3><p>%2</p><p>%3</p><p>%4</p>")
                       .arg(said.title.toHtmlEscaped(), linked(said.text, model.language(), colour),
                            linked(said.source, model.language(), colour), lessonLinks(said, model)));
}

void GlossaryDialog::follow(const QString& lesson)
{
    if (const auto term = termOfLink(lesson)) {
        field_->clear(); // what it leads to may be hidden
        return showEntry(*term);
    }
    if (followLink(lesson, store_)) return;
    store_.dispatch(model::OpenSource{lesson.toStdString()});
    accept();
}

} // namespace tcpstage::widgets
