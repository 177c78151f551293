#pragma once
// The Fusion style with our own icons. Qt's standard icons search icon themes and load all image plugins, which slows
// the start.

#include <QProxyStyle>

namespace tcpstage::widgets {

class ProgramStyle : public QProxyStyle {
    Q_OBJECT

public:
    ProgramStyle();

    using QProxyStyle::polish;
    void polish(QWidget* widget) override;
    QIcon standardIcon(StandardPixmap standardIcon, const QStyleOption* option, const QWidget* widget) const override;

private:
    void leaveButtons();
};

} // namespace tcpstage::widgets
