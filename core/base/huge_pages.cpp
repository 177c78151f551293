#include "core/base/huge_pages.h"

#include <cstdlib>
#include <new>
#include <sys/mman.h>

namespace tcpstage {

void* huge_pages(std::size_t bytes)
{
    const std::size_t whole = (bytes + huge_page - 1) / huge_page * huge_page;
    void* const from = std::aligned_alloc(huge_page, whole);
    if (from == nullptr) throw std::bad_alloc{};
#ifdef MADV_HUGEPAGE
    madvise(from, whole, MADV_HUGEPAGE); // a wish: without huge pages it is memory all the same
#endif
    return from;
}

void free_huge_pages(void* from) { std::free(from); }

} // namespace tcpstage
