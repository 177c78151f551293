#include "ui/widgets/lessons/files.h"

#include "ui/model/words.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace tcpstage::widgets {

namespace {

QFileDialog* makeDialog(QWidget* window, const QString& title, const QString& filter)
{
    auto* dialog = new QFileDialog{window, title, QString{}, filter};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return dialog;
}

/// The ending in a filter such as "PNG (*.png)".
QString endingOf(const QString& filter)
{
    const qsizetype dot = filter.indexOf(QStringLiteral("*."));
    return dot < 0 ? QStringLiteral(".png") : filter.mid(dot + 1).section(u')', 0, 0).section(u' ', 0, 0);
}

/// The file to save gets the ending of the kind that was chosen in place of that of another kind.
void followKind(QFileDialog& dialog)
{
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog](const QString& chosen) {
        const QFileInfo file{dialog.selectedFiles().value(0)};
        QString name = file.suffix().isEmpty() ? file.fileName() : file.completeBaseName();
        for (const QString& filter : dialog.nameFilters()) { // Qt itself knows no ending of two parts
            const QString ending = endingOf(filter);
            const QString first = ending.left(ending.lastIndexOf(u'.'));
            if (name.endsWith(first)) name.chop(first.size());
        }
        dialog.selectFile(name + endingOf(chosen));
    });
}

void askForFile(QFileDialog* dialog, QWidget* window, std::function<void(const QString&)> answer)
{
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, window, std::move(answer));
    dialog->open();
}

} // namespace

void askToOpen(QWidget* window, Language language, std::function<void(const QString&)> answer)
{
    askForFile(makeDialog(window, model::say(wording::openTitle, language), model::say(wording::openFilter, language)),
               window, std::move(answer));
}

void askToOpenCapture(QWidget* window, Language language, std::function<void(const QString&)> answer)
{
    askForFile(
        makeDialog(window, model::say(wording::joinTitle, language), model::say(wording::captureFilter, language)),
        window, std::move(answer));
}

void askForFolder(QWidget* window, const QString& title, const QString& begin,
                  std::function<void(const QString&)> answer)
{
    QFileDialog* dialog = makeDialog(window, title, {});
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setDirectory(begin.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) : begin);
    QObject::connect(dialog, &QFileDialog::fileSelected, window, std::move(answer));
    dialog->open();
}

void askToSave(QWidget* window, Language language, const Saving& saving, std::function<void(const QString&)> answer)
{
    QFileDialog* dialog = makeDialog(window, model::say(saving.title, language), model::say(saving.filter, language));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    for (const QString& filter : dialog->nameFilters())
        if (!saving.ending.isEmpty() && filter.contains(saving.ending)) dialog->selectNameFilter(filter);
    dialog->selectFile(saving.name + endingOf(dialog->selectedNameFilter()));
    followKind(*dialog);
    QObject::connect(
        dialog, &QFileDialog::fileSelected, window, [dialog, answer = std::move(answer)](const QString& path) {
            answer(QFileInfo{path}.suffix().isEmpty() ? path + endingOf(dialog->selectedNameFilter()) : path);
        });
    dialog->open();
}

} // namespace tcpstage::widgets
