#pragma once
// A list of texts, each once: whoever names one gets its number, counted from 0 in the order in which they first came.

#include <QByteArrayList>
#include <QHash>

namespace tcpstage::page {

class Numbered {
public:
    /// A new text is added.
    int numberOf(const QByteArray& text)
    {
        const auto known = numbers_.constFind(text);
        if (known != numbers_.constEnd()) return *known;
        const int number = static_cast<int>(texts_.size());
        texts_ << text;
        numbers_.insert(text, number);
        return number;
    }
    const QByteArrayList& texts() const { return texts_; }

private:
    QByteArrayList texts_;
    QHash<QByteArray, int> numbers_;
};

} // namespace tcpstage::page
