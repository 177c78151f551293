#pragma once
// A shared piece of storage (see chunks.h). Whole chunks are parts of huge pages, and their pages are asked for
// together: small pages, one by one at their first write, take a third of the time of a recorded run. Private to
// core/trace.

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace tcpstage::trace {

/// Memory for `bytes` octets, for any thread; that of a whole chunk has all its pages. Throws std::bad_alloc.
void* chunk_memory(std::size_t bytes);
/// `bytes`: as many as were asked for.
void free_chunk_memory(void* from, std::size_t bytes);

/// For a vector that soon fills what it reserves.
template <typename Item> struct ReadyAllocator {
    using value_type = Item;

    ReadyAllocator() = default;
    template <typename Other> explicit ReadyAllocator(const ReadyAllocator<Other>& /*any*/) {}

    Item* allocate(std::size_t count) { return static_cast<Item*>(chunk_memory(count * sizeof(Item))); }
    void deallocate(Item* items, std::size_t count) { free_chunk_memory(items, count * sizeof(Item)); }
    /// An octet without a value is left as it is: it is written at once.
    template <typename Other, typename... Values> void construct(Other* at, Values&&... values)
    {
        if constexpr (sizeof...(Values) > 0 || !std::is_same_v<Other, std::uint8_t>)
            ::new (static_cast<void*>(at)) Other(std::forward<Values>(values)...);
    }
    friend bool operator==(const ReadyAllocator& /*a*/, const ReadyAllocator& /*b*/) { return true; }
};

template <typename Item> using Chunk = std::vector<Item, ReadyAllocator<Item>>;
inline constexpr std::size_t usual_chunk_bytes = std::size_t{1} << 15U;
/// For how many items a new chunk begins with room; from there it grows like a vector. Most traces are short, so it is
/// at most an eighth of those before.
constexpr std::size_t first_room(std::size_t items_before, std::size_t per_chunk)
{
    return std::min(per_chunk, std::bit_floor(items_before / 8));
}

template <typename Item>
std::shared_ptr<Chunk<Item>> copy_of(const std::shared_ptr<Chunk<Item>>& chunk, std::size_t most)
{
    auto copy = std::make_shared<Chunk<Item>>();
    copy->reserve(most);
    copy->insert(copy->end(), chunk->begin(), chunk->end());
    return copy;
}

/// Returns the chunk, unshared before it is changed, with room for `most` items. The fence orders this after the last
/// accesses of another thread that has just released its copy.
template <typename Item> Chunk<Item>& own(std::shared_ptr<Chunk<Item>>& chunk, std::size_t most)
{
    if (chunk.use_count() != 1) [[unlikely]]
        chunk = copy_of(chunk, most); // a function of its own, so that the rest is inlined
    std::atomic_thread_fence(std::memory_order_acquire);
    return *chunk;
}

} // namespace tcpstage::trace
