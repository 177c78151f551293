#pragma once
// What can stand at the cursor of a lesson's text, in a list below it. It never takes the keyboard: the editor passes
// keys to it while it is open.

#include <QListWidget>

class QPlainTextEdit;

namespace tcpstage::widgets {

class CompletionList : public QListWidget {
    Q_OBJECT

public:
    /// `frame` is the widget that the list stays in.
    CompletionList(QPlainTextEdit& edit, QWidget* frame);

    /// Offers all that fits, also before anything is typed.
    void offerAll();
    /// A key is on its way to the text; after one that has `typed` something, the list offers what begins so.
    void follow(bool typed);
    /// Whether the open list wants the key.
    bool takes(int key) const;
    /// Moves in the list, writes the chosen word, or closes it. False: the text should have the key after all.
    bool press(int key);
    QStringList words() const;

private:
    void offer(bool all);
    void take();
    void place();
    void fit();

    QPlainTextEdit& edit_;
    int begin_ = 0; // characters: what is typed of the word begins there
    bool keys_ = false;
    bool typed_ = false;
    int cursor_ = -1; // where the list was opened
};

} // namespace tcpstage::widgets
