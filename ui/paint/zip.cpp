#include "ui/paint/zip.h"

#include <new>
#include <zip.h>

namespace tcpstage::paint {

namespace {

constexpr zip_uint16_t firstDay = (1U << 5U) + 1; // 1980-01-01, as ZIP writes dates

/// Only a lack of memory can be wrong with an archive in memory.
template <typename Value> Value needed(Value value, bool good)
{
    if (!good) throw std::bad_alloc{};
    return value;
}

} // namespace

QByteArray Zip::octets() const
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &error);
    needed(memory, memory != nullptr);
    zip_source_keep(memory); // beyond the archive, which closes it
    zip_t* archive = zip_open_from_source(memory, ZIP_TRUNCATE, &error);
    needed(archive, archive != nullptr);
    for (const File& file : files_) {
        zip_source_t* content =
            zip_source_buffer(archive, file.content.constData(), static_cast<zip_uint64_t>(file.content.size()), 0);
        needed(content, content != nullptr);
        const zip_int64_t index = zip_file_add(archive, file.name.constData(), content, ZIP_FL_ENC_UTF_8);
        needed(index, index >= 0);
        const auto place = static_cast<zip_uint64_t>(index);
        zip_set_file_compression(archive, place, file.compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
        zip_file_set_dostime(archive, place, 0, firstDay, 0);
    }
    needed(archive, zip_close(archive) == 0);
    zip_stat_t size;
    needed(memory, zip_source_open(memory) == 0 && zip_source_stat(memory, &size) == 0);
    QByteArray octets{static_cast<qsizetype>(size.size), Qt::Uninitialized};
    const zip_int64_t read = zip_source_read(memory, octets.data(), size.size);
    needed(read, read == static_cast<zip_int64_t>(size.size));
    zip_source_close(memory);
    zip_source_free(memory);
    return octets;
}

} // namespace tcpstage::paint
