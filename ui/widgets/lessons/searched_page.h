#pragma once
// What the glossary and the page of the lesson language have in common: a search field over a list, and beside it a
// page.

#include "core/base/text.h"

class QDialog;
class QLabel;
class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace tcpstage::widgets {

struct SearchedPage {
    QLineEdit& field;
    QLabel& nothing; // said where nothing is found
    QListWidget& list;
    QTextBrowser& page;
};
/// Lays them out in the dialog, over a button that closes it. `share`: the list's part of the width; the page has 3.
void arrangeSearched(QDialog& dialog, const SearchedPage& parts, int share, Language language);

} // namespace tcpstage::widgets
