#pragma once
// File dialogs. They do not block: the answer comes later, or never.

#include "core/base/text.h"

#include <QString>
#include <functional>

class QWidget;

namespace tcpstage::widgets {

void askToOpen(QWidget* window, Language language, std::function<void(const QString&)> answer);
/// For a second capture, to join it.
void askToOpenCapture(QWidget* window, Language language, std::function<void(const QString&)> answer);
/// Asks for a folder that exists.
void askForFolder(QWidget* window, const QString& title, const QString& begin,
                  std::function<void(const QString&)> answer);
struct Saving {
    Text title;
    Text filter;      // file types, in Qt's format
    QString name;     // the proposed name, without ending
    QString ending{}; // of the proposed type: "*.yaml"; empty: the first type
};
/// Adds the ending of the chosen type if the name has none.
void askToSave(QWidget* window, Language language, const Saving& saving, std::function<void(const QString&)> answer);

} // namespace tcpstage::widgets
