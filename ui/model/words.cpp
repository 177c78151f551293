#include "ui/model/words.h"

#include "core/base/say.h"

#include <QRegularExpression>
#include <QStringList>
#include <array>

namespace tcpstage::wording {

std::span<const Text> all()
{
    static constexpr Text table[]{
    // clang 14 deduces no std::array of more than 256
#define TCPSTAGE_WORDS(name, en, zh) name,
#include "ui/model/words.def"
#undef TCPSTAGE_WORDS
    };
    return table;
}

} // namespace tcpstage::wording

namespace tcpstage::model {

QString say(const Text& text, Language language)
{
    const std::string_view words = text[language];
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QString say(const OwnedText& text, Language language) { return QString::fromStdString(text[language]); }

QString say(const Text& text, Language language, const QStringList& arguments)
{
    const QStringList parts = say(text, language).split(QStringLiteral("{}"));
    QString all = parts.value(0);
    for (qsizetype i = 1; i < parts.size(); ++i)
        all += arguments.value(i - 1) + parts[i];
    return QString::fromStdString(language == Language::Chinese ? without_gaps(all.toStdString())
                                                                : singular_after_one(all.toStdString()));
}

QString withoutFolders(QString sentence)
{
    // Folders of an absolute path; of a relative one, where a sentence begins with a place in a file.
    static const QRegularExpression absolute{QStringLiteral("(?<![^\\s\"“(（：])/(?:[^/:\\n]*[^/:\\s]/)*(?=[^/\\s])")};
    static const QRegularExpression relative{
        QStringLiteral("^(?:[^/:\\n]*[^/:\\s]/)+(?=[^/:\\n]+\\.[a-z]+(?::[0-9]+)*: )")};
    return sentence.replace(absolute, QString{}).replace(relative, QString{});
}

} // namespace tcpstage::model
