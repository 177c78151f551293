#include "core/trace/chunk.h"

#include <cstdint>
#include <sys/mman.h>

namespace tcpstage::trace {

void make_ready([[maybe_unused]] void* from, [[maybe_unused]] std::size_t bytes)
{
#ifdef MADV_POPULATE_WRITE                // Linux 5.14
    constexpr std::uintptr_t page = 4096; // or more, on other machines: then nothing happens
    constexpr std::size_t worthwhile = 4 * page;
    if (bytes < worthwhile) return;
    const auto begin = (reinterpret_cast<std::uintptr_t>(from) + page - 1) / page * page;
    const auto end = (reinterpret_cast<std::uintptr_t>(from) + bytes) / page * page;
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
#endif
}

} // namespace tcpstage::trace
