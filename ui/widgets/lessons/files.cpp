#include "ui/widgets/lessons/files.h"

#include "ui/model/words.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace tcpstage::widgets {

namespace {

/// The first of these folders that there is. (In a folder that is not there, a dialog would show that of the process.)
QString firstFolder(const QStringList& folders)
{
    for (const QString& folder : folders)
        if (!folder.isEmpty() && QFileInfo{folder}.isDir()) return folder;
    return QDir::homePath();
}

QString documents() { return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation); }

QString folderToBegin(const model::Model& model)
{
    return firstFolder(
        {QString::fromStdString(model.lastFolder), QString::fromStdString(model.lessonFolder), documents()});
}

QFileDialog* makeDialog(QWidget* window, const QString& folder, const QString& title, const QString& filter)
{
    auto* dialog = new QFileDialog{window, title, folder, filter};
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

void askToOpen(QWidget* window, const model::Model& model, std::function<void(const QString&)> answer)
{
    const Language language = model.language();
    askForFile(makeDialog(window, folderToBegin(model), model::say(wording::openTitle, language),
                          model::say(wording::openFilter, language)),
               window, std::move(answer));
}

void askToOpenCapture(QWidget* window, const model::Model& model, std::function<void(const QString&)> answer)
{
    const Language language = model.language();
    askForFile(makeDialog(window, folderToBegin(model), model::say(wording::joinTitle, language),
                          model::say(wording::captureFilter, language)),
               window, std::move(answer));
}

void askForFolder(QWidget* window, const model::Model& model, const QString& title,
                  std::function<void(const QString&)> answer)
{
    const QStringList folders{QString::fromStdString(model.lessonFolder), documents()};
    QFileDialog* dialog = makeDialog(window, firstFolder(folders), title, {});
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, window, std::move(answer));
    dialog->open();
}

void askToSave(QWidget* window, const model::Model& model, const Saving& saving,
               std::function<void(const QString&)> answer)
{
    const Language language = model.language();
    QFileDialog* dialog = makeDialog(window, folderToBegin(model), model::say(saving.title, language),
                                     model::say(saving.filter, language));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
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
