#pragma once
// A shared piece of storage (see chunks.h), whose pages are asked for together: one by one, each at its first write,
// they take a third of the time of a recorded run. Private to core/trace.

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace tcpstage::trace {

/// Asks the system for the whole pages in `bytes` octets. Without effect where it cannot do that.
void make_ready(void* from, std::size_t bytes);

/// For a vector that soon fills what it reserves.
template <typename Item> struct ReadyAllocator {
    using value_type = Item;

    ReadyAllocator() = default;
    template <typename Other> explicit ReadyAllocator(const ReadyAllocator<Other>& /*any*/) {}

    Item* allocate(std::size_t count)
    {
        Item* const items = std::allocator<Item>{}.allocate(count);
        make_ready(items, count * sizeof(Item));
        return items;
    }
    void deallocate(Item* items, std::size_t count) { std::allocator<Item>{}.deallocate(items, count); }
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
