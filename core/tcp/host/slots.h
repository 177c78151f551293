#pragma once
// Items that stay where they are when others are added, side by side in blocks: a std::deque has blocks of 512 octets,
// in which a connection is alone. Few items are in small blocks, many in blocks of huge pages. An index costs two
// loads; that of boost::container::deque costs a division.

#include "core/base/huge_pages.h"

#include <bit>
#include <cstddef>
#include <utility>
#include <vector>

namespace tcpstage::tcp {

template <typename Item> class Slots {
public:
    Slots() = default;
    Slots(const Slots& other)
    {
        for (std::size_t i = 0; i < other.size(); ++i)
            push_back(other[i]);
    }
    Slots(Slots&& other) noexcept : blocks_{std::move(other.blocks_)}, size_{std::exchange(other.size_, 0)} {}
    Slots& operator=(Slots other) noexcept
    {
        std::swap(blocks_, other.blocks_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~Slots() = default;

    void push_back(Item item)
    {
        if (place_of(size_).in_block == 0) blocks_.emplace_back().reserve(size_ < few ? per_block : per_large);
        blocks_.back().push_back(std::move(item));
        ++size_;
    }
    std::size_t size() const { return size_; }
    Item& operator[](std::size_t index)
    {
        const Place place = place_of(index);
        return blocks_[place.block][place.in_block];
    }
    const Item& operator[](std::size_t index) const
    {
        const Place place = place_of(index);
        return blocks_[place.block][place.in_block];
    }

private:
    struct Place {
        std::size_t block;
        std::size_t in_block;
    };
    static constexpr std::size_t per_block = 16;
    static constexpr std::size_t few = 16 * per_block;
    static constexpr std::size_t per_large = std::bit_floor(huge_page / sizeof(Item));

    static Place place_of(std::size_t index)
    {
        if (index < few) return {index / per_block, index % per_block};
        return {few / per_block + (index - few) / per_large, (index - few) % per_large};
    }

    std::vector<HugeVector<Item>> blocks_; // each never grows beyond what it reserved
    std::size_t size_ = 0;
};

} // namespace tcpstage::tcp
