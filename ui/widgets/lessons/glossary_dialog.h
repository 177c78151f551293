#pragma once
// The glossary dialog: all entries, a search field, and links to lessons that show an entry.

#include "ui/model/explain.h"
#include "ui/model/store/store.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QTextBrowser;

namespace tcpstage::widgets {

class GlossaryDialog : public QDialog {
    Q_OBJECT

public:
    GlossaryDialog(model::Store& store, QWidget* parent);

    /// The listed entries, from top to bottom.
    std::vector<scene::Term> shown() const;
    /// Shows an entry.
    void showEntry(scene::Term term);
    QTextBrowser& page() const { return *page_; }

private:
    void build();
    void fill();
    void filter(const QString& words);
    void write();
    void follow(const QString& lesson);

    model::Store& store_;
    QLineEdit* field_;
    QListWidget* list_;
    QLabel* nothing_;
    QTextBrowser* page_;
    QList<QListWidgetItem*> items_; // in the order of the glossary, with the headings
};

/// Links to lessons that show it, one per line; lessons that do not exist are left out.
QString lessonLinks(const model::Explanation& said, const model::Model& model);

} // namespace tcpstage::widgets
