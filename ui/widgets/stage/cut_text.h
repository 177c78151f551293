#pragma once
// A text with links. Where it has no room, it is cut after a word, and a link opens the whole of it above the stage.

#include <QLabel>
#include <functional>

namespace tcpstage::widgets {

class CutText : public QLabel {
    Q_OBJECT

public:
    /// `links` makes HTML of a text.
    explicit CutText(std::function<QString(const QString&)> links, QWidget* parent = nullptr);

    /// Shows the text; `more` is the link at the end of a cut one.
    void showWhole(const QString& text, const QString& more);
    /// Forgets the text: the label shows what setText() says.
    void release() { whole_.clear(); }
    bool isCut() const { return cut_; }
    /// The link that opens the whole text; it is followed here.
    static const QString& wholeLink();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    bool fits(const QString& html) const;
    void cut();
    void open();

    std::function<QString(const QString&)> links_;
    QString whole_;
    QString more_;
    bool cut_ = false;
};

} // namespace tcpstage::widgets
