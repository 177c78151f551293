#pragma once
// The dialogs that ask for a file. They don't block: the answer comes later, or never.

#include "core/base/text.h"

#include <QString>
#include <functional>

class QWidget;

namespace tcpstage::widgets {

void askToOpen(QWidget* window, Language language, std::function<void(const QString&)> answer);
struct Saving {
    Text title;
    Text filter;      // of Qt: kinds of files
    QString name;     // is proposed, without an ending
    QString ending{}; // of the kind that is proposed: "*.yaml"; empty: the first
};
/// The ending of the chosen kind is added when there is none.
void askToSave(QWidget* window, Language language, const Saving& saving, std::function<void(const QString&)> answer);

} // namespace tcpstage::widgets
