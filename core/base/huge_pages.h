#pragma once
// Memory of many things that are visited in any order: in huge pages, where the system has them. The system maps and
// clears these at a fraction of the cost of small pages, and a processor finds addresses in them more quickly.

#include <cstddef>
#include <memory>
#include <vector>

namespace tcpstage {

inline constexpr std::size_t huge_page = std::size_t{2} << 20U;

/// `bytes` octets that begin with a huge page. Throws std::bad_alloc. Free them with free_huge_pages().
void* huge_pages(std::size_t bytes);
void free_huge_pages(void* from);

/// For containers: from an eighth of a huge page on, memory is in huge pages.
template <typename Item> struct HugePages {
    using value_type = Item;

    HugePages() = default;
    template <typename Other> explicit HugePages(const HugePages<Other>& /*any*/) {}

    static bool is_worthwhile(std::size_t count) { return count * sizeof(Item) >= huge_page / 8; }
    Item* allocate(std::size_t count)
    {
        if (!is_worthwhile(count)) return std::allocator<Item>{}.allocate(count);
        return static_cast<Item*>(huge_pages(count * sizeof(Item)));
    }
    void deallocate(Item* items, std::size_t count)
    {
        if (is_worthwhile(count))
            free_huge_pages(items);
        else
            std::allocator<Item>{}.deallocate(items, count);
    }
    friend bool operator==(const HugePages& /*a*/, const HugePages& /*b*/) { return true; }
};

template <typename Item> using HugeVector = std::vector<Item, HugePages<Item>>;

} // namespace tcpstage
