#pragma once
// The page of the lesson language (docs/lessons.md), in a dialog: its sections, a search, and links within it.

#include "ui/model/store/store.h"

#include <QDialog>
#include <span>

class QLabel;
class QLineEdit;
class QListWidget;
class QTextBlock;
class QTextBrowser;

namespace tcpstage::widgets {

struct LanguagePage {
    std::string_view name; // "lessons", "lessons.zh"
    std::string_view markdown;
};
/// In English and in Chinese.
std::span<const LanguagePage> languagePages();

class LanguageHelp : public QDialog {
    Q_OBJECT

public:
    /// Opens at what the page says about the last of the keys of a lesson; without keys at its begin.
    LanguageHelp(model::Store& store, std::vector<std::string> keys, QWidget* parent);

    QTextBrowser& page() const { return *page_; }
    /// The heading of the section that is shown.
    QString section() const;
    /// The listed headings.
    QStringList sections() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void load(Language language);
    void colour();
    void filter(const QString& words);
    void findNext();
    void follow(const QString& link);
    void showKeys();
    void goTo(const QTextBlock& block);
    void scroll();

    model::Store& store_;
    std::vector<std::string> keys_;
    QLineEdit* field_;
    QListWidget* list_;
    QLabel* nothing_;
    QTextBrowser* page_;
    int at_ = 0; // the position that is shown, in characters
};

} // namespace tcpstage::widgets
