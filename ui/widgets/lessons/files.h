#pragma once
// File dialogs. They do not block: the answer comes later, or never. They begin in the folder of the last file, or else
// in that of one's own lessons.

#include "ui/model/model.h"

#include <QString>
#include <functional>

class QWidget;

namespace tcpstage::widgets {

void askToOpen(QWidget* window, const model::Model& model, std::function<void(const QString&)> answer);
/// For a second capture, to join it.
void askToOpenCapture(QWidget* window, const model::Model& model, std::function<void(const QString&)> answer);
/// Asks for a folder that exists; begins in that of one's own lessons.
void askForFolder(QWidget* window, const model::Model& model, const QString& title,
                  std::function<void(const QString&)> answer);
struct Saving {
    Text title;
    Text filter;      // file types, in Qt's format
    QString name;     // the proposed name, without ending
    QString ending{}; // of the proposed type: "*.yaml"; empty: the first type
};
/// Adds the ending of the chosen type if the name has none.
void askToSave(QWidget* window, const model::Model& model, const Saving& saving,
               std::function<void(const QString&)> answer);

} // namespace tcpstage::widgets
