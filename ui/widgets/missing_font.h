#pragma once
// Says that no font has Chinese characters: only once on each machine.

#include "ui/model/notice.h"

#include <optional>

class QSettings;

namespace tcpstage::widgets {

/// The notice, unless there is such a font or `settings` remember that it was said; they do from now on.
std::optional<model::Notice> noticeOfMissingFont(bool canShowChinese, QSettings& settings);

} // namespace tcpstage::widgets
