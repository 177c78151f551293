#pragma once
// JSON as text, for the data of a page. Every "<" is escaped, so that no text can end the script that holds it.

#include <QByteArray>
#include <QByteArrayList>
#include <QString>
#include <string>
#include <utility>
#include <vector>

namespace tcpstage::page {

/// A string with its quotation marks.
QByteArray quoted(const QString& text);
inline QByteArray quoted(const std::string& text) { return quoted(QString::fromStdString(text)); }
/// "[1,2]"
QByteArray listOf(const QByteArrayList& values);
QByteArray listOf(const std::vector<int>& numbers);
/// {"name":value,...} in this order.
QByteArray objectOf(const std::vector<std::pair<const char*, QByteArray>>& members);

} // namespace tcpstage::page
