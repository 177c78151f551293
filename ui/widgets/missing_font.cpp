#include "ui/widgets/missing_font.h"

#include "ui/model/words.h"

#include <QSettings>

namespace tcpstage::widgets {

std::optional<model::Notice> noticeOfMissingFont(bool canShowChinese, QSettings& settings)
{
    const QString said = QStringLiteral("saidThatFontIsMissing");
    if (canShowChinese || settings.value(said).toBool()) return std::nullopt;
    settings.setValue(said, true);
    const auto& sentence = wording::noChineseFont;
    return model::Notice{{std::string{sentence.en}, std::string{sentence.zh}}};
}

} // namespace tcpstage::widgets
