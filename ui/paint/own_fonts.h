#pragma once
// Fonts that come with the program, and whether there is one with Chinese characters. Call after QGuiApplication is
// made.

#include <QString>

namespace tcpstage::paint {

/// Adds the fonts in a folder to those of the system, for this process; leaves out files that are no fonts. Returns how
/// many files were added, 0 without such a folder.
int addFontsOf(const QString& folder);
/// The folder of fonts beside the program: the portable one has it.
QString folderOfOwnFonts();
/// Whether some font has the characters of simplified Chinese.
bool canShowChinese();

} // namespace tcpstage::paint
