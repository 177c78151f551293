#include "core/trace/chunk.h"

#include "core/base/huge_pages.h"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <map>
#include <mutex>
#include <sys/mman.h>

// A sanitizer looks for pointers and wrong accesses only in what it has allocated itself.
#if defined(__SANITIZE_ADDRESS__)
#define TCPSTAGE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TCPSTAGE_SANITIZED 1
#endif
#endif

namespace tcpstage::trace {

namespace {

constexpr std::size_t page = 4096; // or more, on other machines: then nothing is gained
constexpr std::size_t pages = huge_page / page;

/// Memory of whole chunks: parts of huge pages, which the system clears and maps at a fraction of the cost of small
/// ones.
class Regions {
public:
    /// Throws std::bad_alloc.
    void* take(std::size_t wanted)
    {
        const std::lock_guard guard{mutex_};
        if (latest_ != regions_.end())
            if (void* const place = take_in(*latest_, wanted)) return place;
        for (latest_ = regions_.begin(); latest_ != regions_.end(); ++latest_)
            if (void* const place = take_in(*latest_, wanted)) return place;
        const auto fresh = reinterpret_cast<std::uintptr_t>(huge_pages(huge_page));
        latest_ = regions_.emplace(fresh, Used{}).first;
        return take_in(*latest_, wanted);
    }

    void give_back(void* from, std::size_t count)
    {
        const std::lock_guard guard{mutex_};
        const auto address = reinterpret_cast<std::uintptr_t>(from);
        const auto region = regions_.find(address / huge_page * huge_page);
        const std::size_t first = (address - region->first) / page;
        for (std::size_t i = 0; i < count; ++i)
            region->second.reset(first + i);
        if (region->second.any() || region == latest_) return; // one is kept for the next chunks
        free_huge_pages(reinterpret_cast<void*>(region->first));
        regions_.erase(region);
    }

private:
    using Used = std::bitset<pages>;
    using Map = std::map<std::uintptr_t, Used>; // by address

    static void* take_in(Map::value_type& region, std::size_t wanted)
    {
        Used& used = region.second;
        std::size_t free = 0;
        for (std::size_t i = 0; i < pages; ++i) {
            free = used[i] ? 0 : free + 1;
            if (free < wanted) continue;
            const std::size_t first = i + 1 - wanted;
            for (std::size_t taken = first; taken <= i; ++taken)
                used.set(taken);
            return reinterpret_cast<void*>(region.first + first * page);
        }
        return nullptr;
    }

    std::mutex mutex_;
    Map regions_;
    Map::iterator latest_ = regions_.end();
};

Regions& regions()
{
    static auto* const all = new Regions; // traces may outlive all other static objects
    return *all;
}

#if defined(MADV_HUGEPAGE) && defined(MADV_POPULATE_WRITE) && !defined(TCPSTAGE_SANITIZED) // Linux 5.14
constexpr std::size_t smallest = usual_chunk_bytes / 2; // sizes are halved to a power of two of items
#else
constexpr std::size_t smallest = SIZE_MAX;
#endif

std::size_t pages_of(std::size_t bytes) { return (bytes + page - 1) / page; }
bool is_whole(std::size_t bytes) { return bytes > smallest && bytes <= usual_chunk_bytes; }

} // namespace

void* chunk_memory(std::size_t bytes)
{
    if (!is_whole(bytes)) return ::operator new(bytes);
    void* const place = regions().take(pages_of(bytes));
#ifdef MADV_POPULATE_WRITE
    madvise(place, pages_of(bytes) * page, MADV_POPULATE_WRITE);
#endif
    return place;
}

void free_chunk_memory(void* from, std::size_t bytes)
{
    if (is_whole(bytes))
        regions().give_back(from, pages_of(bytes));
    else
        ::operator delete(from);
}

} // namespace tcpstage::trace
