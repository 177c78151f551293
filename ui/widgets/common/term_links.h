#pragma once
// Links in the texts of the window: the words of TCP lead to the glossary, RFC references open the section.

#include "ui/model/store/store.h"
#include "ui/scene/words/glossary.h"

#include <QColor>
#include <QFont>
#include <QString>
#include <QStringList>
#include <optional>
#include <string>

class QWidget;

namespace tcpstage::widgets {

/// The text as HTML, with a link on the first appearance of each word that the glossary explains, and on each reference
/// to an RFC.
QString linked(const QString& text, Language language, const QColor& colour);
/// The addresses of the sections that a text refers to: "RFC 9293 3.5, figure 6" is one.
QStringList sectionsIn(const QString& text);
/// The same of the sections of a lesson: "9293 3.5, 3.6.1, 5961 7" are three.
QStringList sectionsOf(const std::string& rfc);
/// Opens a section at once; of several it asks in a menu under the widget.
void openOneOf(const QStringList& sections, QWidget& under, model::Store& store);
/// The entry of the glossary that a link of linked() leads to; empty: it is another link.
std::optional<scene::Term> termOfLink(const QString& link);
/// Follows a link of linked(): explains the word in the details, or opens the section in the browser. False: it is
/// another link.
bool followLink(const QString& link, model::Store& store);

/// The height of a text that is shown as rich text of this width, with the line under its last link, which lies below
/// the letters.
int heightAsLinks(const QString& html, const QFont& font, int width);

} // namespace tcpstage::widgets
