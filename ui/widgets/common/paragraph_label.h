#pragma once
// Several lines of text. What has no room is left out: first all paragraphs but the first one, then the end of that,
// with "…". The tool tip has the full text.

#include <QLabel>

namespace tcpstage::widgets {

class ParagraphLabel : public QLabel {
    Q_OBJECT

public:
    explicit ParagraphLabel(QWidget* parent = nullptr);

    void setWhole(const QString& text);
    /// The height that a text needs in so wide a label, in pixels.
    int heightOf(const QString& text, int width) const;
    /// Sets the height to that of at most `most` lines.
    void setRoom(int height, int most);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    bool fits(const QString& text) const;
    QString asFarAsItFits(const QString& text) const;
    void fit();
};

} // namespace tcpstage::widgets
