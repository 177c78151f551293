#pragma once
// The records or transits of a trace as a range. They are stored packed, so each item is unpacked on access.

#include "core/trace/record.h"
#include "core/trace/transit.h"

#include <compare>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <type_traits>

namespace tcpstage::trace {

class Trace;

Record item_at(const Trace& trace, std::size_t index, std::type_identity<Record> what);
Transit item_at(const Trace& trace, std::size_t index, std::type_identity<Transit> what);

/// Like a span, but of values. Valid as long as its trace exists.
template <typename Item> class Sequence {
public:
    class Iterator {
    public:
        using iterator_concept = std::random_access_iterator_tag;
        using iterator_category = std::input_iterator_tag; // items are temporaries, so there are no references
        using value_type = Item;
        using difference_type = std::ptrdiff_t;
        struct Arrow {
            Item item;
            const Item* operator->() const { return &item; }
        };

        Iterator() = default;
        Iterator(const Trace* trace, std::ptrdiff_t index) : trace_{trace}, index_{index} {}

        Item operator*() const { return item(index_); }
        Arrow operator->() const { return {item(index_)}; }
        Item operator[](std::ptrdiff_t offset) const { return item(index_ + offset); }
        Iterator& operator++() { return *this += 1; }
        Iterator& operator--() { return *this -= 1; }
        Iterator operator++(int) { return {trace_, index_++}; }
        Iterator operator--(int) { return {trace_, index_--}; }
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
        Item item(std::ptrdiff_t index) const
        {
            return item_at(*trace_, static_cast<std::size_t>(index), std::type_identity<Item>{});
        }

        const Trace* trace_ = nullptr;
        std::ptrdiff_t index_ = 0;
    };

    Sequence() = default;
    Sequence(const Trace& trace, std::size_t first, std::size_t size) : trace_{&trace}, first_{first}, size_{size} {}

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    Item operator[](std::size_t index) const { return item_at(*trace_, first_ + index, std::type_identity<Item>{}); }
    Item front() const { return (*this)[0]; }
    Item back() const { return (*this)[size_ - 1]; }
    Iterator begin() const { return {trace_, static_cast<std::ptrdiff_t>(first_)}; }
    Iterator end() const { return {trace_, static_cast<std::ptrdiff_t>(first_ + size_)}; }
    Sequence first(std::size_t count) const { return {*trace_, first_, count}; }
    Sequence subspan(std::size_t offset) const { return {*trace_, first_ + offset, size_ - offset}; }

private:
    const Trace* trace_ = nullptr;
    std::size_t first_ = 0;
    std::size_t size_ = 0;
};

} // namespace tcpstage::trace

template <typename Item>
inline constexpr bool std::ranges::enable_borrowed_range<tcpstage::trace::Sequence<Item>> = true;
template <typename Item> inline constexpr bool std::ranges::enable_view<tcpstage::trace::Sequence<Item>> = true;
