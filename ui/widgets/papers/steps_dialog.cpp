#include "ui/widgets/papers/steps_dialog.h"

#include "ui/model/words.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/lessons/files.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressDialog>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

constexpr int dialogWidth = 480;
constexpr int usualPerPage = 4;
constexpr QSizeF pictureSize{1920, 1080};

struct StepsKind {
    Text filter; // as it is called in file dialogs
    const char* ending;
    bool handout = false;
};
constexpr std::array stepsKinds{StepsKind{wording::stepsHandout, ".pdf", true}, StepsKind{wording::stepsPng, ".png"},
                                StepsKind{wording::stepsSvg, ".svg"},           StepsKind{wording::stepsPdf, ".pdf"},
                                StepsKind{wording::stepsSlides, ".pptx"},       StepsKind{wording::stepsMp4, ".mp4"},
                                StepsKind{wording::stepsWebm, ".webm"},         StepsKind{wording::stepsGif, ".gif"}};
constexpr std::array blankTexts{wording::blankSeq, wording::blankAck, wording::blankFlags, wording::blankState};

/// "a-%02d.png" of "a.png": pictures need a number in their names.
QString withNumber(const QString& path)
{
    if (path.contains(u'%')) return path;
    const QFileInfo file{path};
    return file.path() + u'/' + file.completeBaseName() + QStringLiteral("-%02d.") + file.suffix();
}

} // namespace

StepsDialog::StepsDialog(model::Store& store, QWidget* parent)
    : QDialog{parent}, store_{store}, staged_{store.model().staged}, kind_{new QComboBox}, steps_{new QLineEdit},
      perPage_{new QSpinBox}, sentence_{new QLabel}, save_{new QPushButton}
{
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    connect(kind_, &QComboBox::currentIndexChanged, this, &StepsDialog::chooseKind);
    connect(save_, &QPushButton::clicked, this, &StepsDialog::askWhere);
    connect(steps_, &QLineEdit::textChanged, sentence_, &QLabel::clear);
    chooseKind();
    resize(sized(dialogWidth), sizeHint().height());
}

void StepsDialog::build()
{
    const Language language = store_.model().language();
    const auto text = [language](const Text& words) { return model::say(words, language); };
    setWindowTitle(text(wording::stepsTitle));
    for (const StepsKind& kind : stepsKinds)
        kind_->addItem(text(kind.filter));
    kind_->setAccessibleName(text(wording::stepsWhat));
    steps_->setText(QStringLiteral("all"));
    steps_->setAccessibleName(text(wording::stepsWhich));
    perPage_->setRange(1, paint::most_per_page);
    perPage_->setValue(usualPerPage);
    perPage_->setAccessibleName(text(wording::stepsPerPage));
    sentence_->setObjectName(QStringLiteral("popoverSentence"));
    sentence_->setProperty("problem", true);
    sentence_->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(text(wording::stepsWhat), kind_);
    form->addRow(text(wording::stepsWhich), steps_);
    form->addRow(text(wording::stepsPerPage), perPage_);
    form->addRow(text(wording::stepsBlank), blankRow());
    save_->setText(text(wording::textSave));
    save_->setDefault(true);
    auto* close = new QPushButton{text(wording::close)};
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(save_);
    row->addWidget(close);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(sentence_);
    column->addLayout(row);
}

QWidget* StepsDialog::blankRow()
{
    blankRow_ = new QWidget;
    auto* row = new QHBoxLayout{blankRow_};
    row->setContentsMargins(0, 0, 0, 0);
    for (std::size_t i = 0; i < blanks_.size(); ++i) {
        blanks_[i] = new QCheckBox{model::say(blankTexts[i], store_.model().language())};
        row->addWidget(blanks_[i]);
    }
    row->addStretch(1);
    return blankRow_;
}

QString StepsDialog::ending() const
{
    return QLatin1String{stepsKinds[static_cast<std::size_t>(kind_->currentIndex())].ending};
}

void StepsDialog::chooseKind()
{
    const bool handout = stepsKinds[static_cast<std::size_t>(kind_->currentIndex())].handout;
    perPage_->setEnabled(handout);
    blankRow_->setEnabled(handout);
}

std::optional<paint::Papers> StepsDialog::papers(const QString& path)
{
    const auto steps = paint::stepsFrom(steps_->text().trimmed().toStdString(), *staged_);
    if (!steps) {
        sentence_->setText(QString::fromStdString(steps.error().sentence(store_.model().language())));
        return {};
    }
    const bool projected = paint::isProjected(path.toStdString());
    paint::Papers papers;
    papers.steps = *steps;
    papers.picture = {projected ? paint::PictureKind::Present : paint::PictureKind::Stage,
                      {},
                      projected ? paint::projectedSize(path.toStdString()) : pictureSize,
                      paint::Theme::named(store_.model().themeName()).name(),
                      store_.model().display};
    papers.picture.display.presenting = false;
    papers.picture.display.answer = false;
    papers.handout = stepsKinds[static_cast<std::size_t>(kind_->currentIndex())].handout;
    papers.perPage = perPage_->value();
    papers.blanks = {blanks_[0]->isChecked(), blanks_[1]->isChecked(), blanks_[2]->isChecked(),
                     blanks_[3]->isChecked()};
    return papers;
}

void StepsDialog::askWhere()
{
    if (!papers(ending())) return;
    const StepsKind& kind = stepsKinds[static_cast<std::size_t>(kind_->currentIndex())];
    const bool several = ending() == QLatin1String(".png") || ending() == QLatin1String(".svg");
    const QString name = QString::fromStdString(staged_->scenario.id);
    askToSave(this, store_.model(), {wording::stepsTitle, kind.filter, name}, [this, several](const QString& path) {
        const QString name = several ? withNumber(path) : path;
        const auto begin = [this, name] { write(name); }; // when the file dialog is gone
        QMetaObject::invokeMethod(this, begin, Qt::QueuedConnection);
    });
}

void StepsDialog::write(const QString& path)
{
    const auto chosen = papers(path);
    if (!chosen) return;
    const Language language = store_.model().language();
    QProgressDialog progress{model::say(wording::stepsWriting, language), model::say(wording::cancel, language), 0, 0,
                             this};
    progress.setWindowModality(Qt::WindowModal);
    progress.setMinimumDuration(500);
    const auto done = paint::writePapers(*staged_, *chosen, path.toStdString(), [&](std::size_t now, std::size_t all) {
        progress.setMaximum(static_cast<int>(all));
        progress.setValue(static_cast<int>(now)); // lets the window answer
        return !progress.wasCanceled();
    });
    if (!done) {
        sentence_->setText(QString::fromStdString(done.error().sentence(language)));
        return store_.dispatch(model::Announce{model::Notice{done.error().sentences(), true}});
    }
    if (*done == paint::Finished::Cancelled) return;
    store_.dispatch(model::FileWritten{path.toStdString()});
    accept();
}

} // namespace tcpstage::widgets
