#pragma once
// How long a text takes to read.

#include <QString>

namespace tcpstage::scene {

/// Seconds for a text: five Chinese characters, or three words, in a second, and one second for the stage. At
/// least 2, at most 25.
double readingSeconds(const QString& text);

} // namespace tcpstage::scene
