#pragma once
// Fusion with signs of our own: Qt's own search icon themes and load every image plugin for them, which makes
// every start slower.

#include <QProxyStyle>

namespace tcpstage::widgets {

class ProgramStyle : public QProxyStyle {
    Q_OBJECT

public:
    ProgramStyle();

    QIcon standardIcon(StandardPixmap standardIcon, const QStyleOption* option, const QWidget* widget) const override;
};

} // namespace tcpstage::widgets
