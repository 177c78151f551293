#pragma once
// Items that stay where they are when others are added, sixteen side by side: a std::deque has blocks of 512 octets, in
// which a connection is alone. An index costs two loads; that of boost::container::deque costs a division.

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
        if (size_ % per_block == 0) blocks_.emplace_back().reserve(per_block);
        blocks_.back().push_back(std::move(item));
        ++size_;
    }
    std::size_t size() const { return size_; }
    Item& operator[](std::size_t index) { return blocks_[index / per_block][index % per_block]; }
    const Item& operator[](std::size_t index) const { return blocks_[index / per_block][index % per_block]; }

private:
    static constexpr std::size_t per_block = 16;

    std::vector<std::vector<Item>> blocks_; // each never grows beyond what it reserved
    std::size_t size_ = 0;
};

} // namespace tcpstage::tcp
