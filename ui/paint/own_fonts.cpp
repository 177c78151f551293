#include "ui/paint/own_fonts.h"

#include <QCoreApplication>
#include <QDir>
#include <QFontDatabase>

namespace tcpstage::paint {

int addFontsOf(const QString& folder)
{
    int added = 0;
    const QDir fonts{folder};
    for (const QString& file : fonts.entryList(QDir::Files, QDir::Name))
        if (QFontDatabase::addApplicationFont(fonts.filePath(file)) >= 0) ++added;
    return added;
}

QString folderOfOwnFonts()
{
    return QCoreApplication::applicationDirPath() + QStringLiteral("/../share/tcpstage/fonts");
}

bool canShowChinese() { return !QFontDatabase::families(QFontDatabase::SimplifiedChinese).isEmpty(); }

} // namespace tcpstage::paint
