#include "ui/widgets/open_window.h"

#include <QApplication>
#include <QMainWindow>

namespace tcpstage {

int openWindow(int& argc, char** argv, const std::string&)
{
    QApplication application{argc, argv};
    QMainWindow window;
    window.show();
    return QApplication::exec();
}

} // namespace tcpstage
