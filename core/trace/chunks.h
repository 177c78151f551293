#pragma once
// Storage that grows by whole chunks, of which only the last may be partly filled. Copies share chunks: a copy costs
// one pointer per chunk, and a chunk is duplicated only when one of its sharers changes it. So snapshots of a trace
// that still grows in one thread can be handed to another thread again and again.

#include "core/trace/chunk.h"

#include <bit>
#include <compare>
#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

namespace tcpstage::trace {

/// Items of one size, mostly appended.
template <typename Item> class Chunks {
public:
    class Iterator {
    public:
        using iterator_concept = std::random_access_iterator_tag;
        using iterator_category = std::random_access_iterator_tag;
        using value_type = Item;
        using difference_type = std::ptrdiff_t;
        using reference = const Item&;
        using pointer = const Item*;

        Iterator() = default;
        Iterator(const Chunks* items, std::ptrdiff_t index) : items_{items}, index_{index} {}

        reference operator*() const { return (*items_)[static_cast<std::size_t>(index_)]; }
        pointer operator->() const { return &**this; }
        reference operator[](std::ptrdiff_t offset) const { return *(*this + offset); }
        Iterator& operator++() { return *this += 1; }
        Iterator& operator--() { return *this -= 1; }
        Iterator operator++(int) { return {items_, index_++}; }
        Iterator operator--(int) { return {items_, index_--}; }
        Iterator& operator+=(std::ptrdiff_t offset)
        {
            index_ += offset;
            return *this;
        }
        Iterator& operator-=(std::ptrdiff_t offset) { return *this += -offset; }
        friend Iterator operator+(Iterator a, std::ptrdiff_t offset) { return a += offset; }
        friend Iterator operator+(std::ptrdiff_t offset, Iterator a) { return a += offset; }
        friend Iterator operator-(Iterator a, std::ptrdiff_t offset) { return a -= offset; }
        friend std::ptrdiff_t operator-(Iterator a, Iterator b) { return a.index_ - b.index_; }
        friend bool operator==(Iterator a, Iterator b) { return a.index_ == b.index_; }
        friend auto operator<=>(Iterator a, Iterator b) { return a.index_ <=> b.index_; }

    private:
        const Chunks* items_ = nullptr;
        std::ptrdiff_t index_ = 0;
    };

    void push_back(const Item& item) { chunk_for_one_more().push_back(item); }
    /// Appends a new item, to be filled in where it is.
    Item& emplace_back() { return chunk_for_one_more().emplace_back(); }
    const Item& operator[](std::size_t index) const { return (*chunks_[index / per_chunk])[index % per_chunk]; }
    Item& edit(std::size_t index) { return own(chunks_[index / per_chunk], per_chunk)[index % per_chunk]; }
    /// Keeps only the first `size` items.
    void cut(std::size_t size)
    {
        if (size >= size_) return;
        chunks_.resize((size + per_chunk - 1) / per_chunk);
        size_ = size;
        if (size % per_chunk == 0) return;
        auto& last = own(chunks_.back(), per_chunk);
        last.erase(last.begin() + static_cast<std::ptrdiff_t>(size % per_chunk), last.end());
    }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const Item& front() const { return (*this)[0]; }
    const Item& back() const { return chunks_.back()->back(); }
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, static_cast<std::ptrdiff_t>(size_)}; }
    std::size_t memory_bytes() const
    {
        std::size_t bytes = chunks_.capacity() * sizeof(chunks_[0]);
        for (const auto& chunk : chunks_)
            bytes += sizeof(*chunk) + chunk->capacity() * sizeof(Item);
        return bytes;
    }

private:
    static constexpr std::size_t per_chunk = std::bit_floor(usual_chunk_bytes / sizeof(Item));

    Chunk<Item>& chunk_for_one_more()
    {
        if (size_ % per_chunk == 0) [[unlikely]]
            add_chunk();
        ++size_;
        return own(chunks_.back(), per_chunk);
    }

    void add_chunk()
    {
        chunks_.push_back(std::make_shared<Chunk<Item>>());
        chunks_.back()->reserve(first_room(size_, per_chunk));
    }

    std::vector<std::shared_ptr<Chunk<Item>>> chunks_;
    std::size_t size_ = 0;
};

} // namespace tcpstage::trace
