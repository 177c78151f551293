#pragma once
// A notification to a screen reader, which says it wherever the keyboard is. Nothing of it is seen.

#include <QWidget>

namespace tcpstage::widgets {

class News : public QWidget {
    Q_OBJECT

public:
    explicit News(QWidget& parent);

    void say(const QString& sentence);
    const QString& sentence() const { return sentence_; }

private:
    QString sentence_;
};

} // namespace tcpstage::widgets
