#include "core/trace/chunk.h"

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

constexpr std::size_t page = 4096;                          // or more, on other machines: then nothing is gained
constexpr std::size_t region_bytes = std::size_t{2} << 20U; // a huge page
constexpr std::size_t pages = region_bytes / page;

/// Memory of whole chunks: parts of huge pages, which the system clears and maps at a fraction of the cost of small
/// ones.
class Regions {
public:
    /// Null if the system has no memory left.
    void* take(std::size_t wanted)
    {
        const std::lock_guard guard{mutex_};
        if (latest_ != regions_.end())
            if (void* const place = take_in(*latest_, wanted)) return place;
        for (latest_ = regions_.begin(); latest_ != regions_.end(); ++latest_)
            if (void* const place = take_in(*latest_, wanted)) return place;
        if (!add()) return nullptr;
        return take_in(*latest_, wanted);
    }

    void give_back(void* from, std::size_t count)
    {
        const std::lock_guard guard{mutex_};
        const auto address = reinterpret_cast<std::uintptr_t>(from);
        const auto region = regions_.find(address / region_bytes * region_bytes);
        const std::size_t first = (address - region->first) / page;
        for (std::size_t i = 0; i < count; ++i)
            region->second.reset(first + i);
        if (region->second.any() || region == latest_) return; // one is kept for the next chunks
        munmap(reinterpret_cast<void*>(region->first), region_bytes);
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

    /// Reserves twice the size, to give back what is before and after the aligned part.
    bool add()
    {
        void* const all = mmap(nullptr, 2 * region_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (all == MAP_FAILED) return false;
        const auto begin = reinterpret_cast<std::uintptr_t>(all);
        const std::uintptr_t aligned = (begin + region_bytes - 1) / region_bytes * region_bytes;
        if (aligned > begin) munmap(all, aligned - begin);
        munmap(reinterpret_cast<void*>(aligned + region_bytes), begin + region_bytes - aligned);
#ifdef MADV_HUGEPAGE
        madvise(reinterpret_cast<void*>(aligned), region_bytes, MADV_HUGEPAGE);
#endif
        latest_ = regions_.emplace(aligned, Used{}).first;
        return true;
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
    if (place == nullptr) throw std::bad_alloc{};
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
