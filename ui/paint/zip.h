#pragma once
// Makes a ZIP archive in memory. The same content gives the same octets: all dates are 1980-01-01.

#include <QByteArray>
#include <utility>
#include <vector>

namespace tcpstage::paint {

class Zip {
public:
    /// Compressed.
    void add(const QByteArray& name, const QByteArray& content) { files_.push_back({name, content, true}); }
    /// As it is, because it is compressed already.
    void store(const QByteArray& name, const QByteArray& content) { files_.push_back({name, content, false}); }
    /// The whole archive, in the order in which its files were added.
    QByteArray octets() const;

private:
    struct File {
        QByteArray name;
        QByteArray content;
        bool compressed = true;
    };
    std::vector<File> files_;
};

} // namespace tcpstage::paint
