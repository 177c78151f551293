#include "ui/page/page_json.h"

namespace tcpstage::page {

QByteArray quoted(const QString& text)
{
    QString json = QStringLiteral("\"");
    for (const QChar letter : text) {
        const char16_t code = letter.unicode();
        if (letter == u'"' || letter == u'\\')
            json += QStringLiteral("\\") + letter;
        else if (code == '\n')
            json += QStringLiteral("\\n");
        else if (code < 0x20 || letter == u'<' || code == 0x2028 || code == 0x2029)
            json += QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char{'0'});
        else
            json += letter;
    }
    return (json + u'"').toUtf8();
}

QByteArray listOf(const QByteArrayList& values) { return '[' + values.join(',') + ']'; }

QByteArray listOf(const std::vector<int>& numbers)
{
    QByteArrayList values;
    for (const int number : numbers)
        values << QByteArray::number(number);
    return listOf(values);
}

QByteArray objectOf(const std::vector<std::pair<const char*, QByteArray>>& members)
{
    QByteArrayList list;
    for (const auto& [name, value] : members)
        list << '"' + QByteArray{name} + "\":" + value;
    return '{' + list.join(',') + '}';
}

} // namespace tcpstage::page
