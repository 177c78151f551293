#pragma once
// Summaries of 8, 64, 512, ... consecutive items, so that a picture with many items in a column of pixels need not look
// at each of them.

#include <algorithm>
#include <cstddef>
#include <vector>

namespace tcpstage::scene {

/// A Summary is made of one Item, and takes another one that follows it.
template <typename Item, typename Summary> class Summaries {
public:
    /// Makes them those of the items, of which the first `same` are the same as in the last call.
    void follow(const std::vector<Item>& items, std::size_t same)
    {
        std::size_t size = fan_out;
        for (std::size_t level = 0; items.size() >= size; ++level, size *= fan_out) {
            if (level == levels_.size()) levels_.emplace_back();
            levels_[level].resize(std::min(levels_[level].size(), same / size), Summary{Item{}});
            while ((levels_[level].size() + 1) * size <= items.size())
                levels_[level].push_back(of(items, level, levels_[level].size()));
        }
        for (std::size_t level = 0, count = fan_out; level < levels_.size(); ++level, count *= fan_out)
            levels_[level].resize(std::min(levels_[level].size(), items.size() / count), Summary{Item{}});
    }
    /// Makes those again that contain an item, which has changed.
    void renew(const std::vector<Item>& items, std::size_t index)
    {
        for (std::size_t level = 0; level < levels_.size(); ++level) {
            index /= fan_out;
            if (index < levels_[level].size()) levels_[level][index] = of(items, level, index);
        }
    }
    /// Goes over the items [first, last) in order. Calls whole(summary, last item of it) for the largest summaries for
    /// which fits(summary) is true, and one(item) for all other items. A summary does not fit if a part of it does not.
    template <typename Fits, typename Whole, typename One>
    void walk(const std::vector<Item>& items, std::size_t first, std::size_t last, const Fits& fits, const Whole& whole,
              const One& one) const
    {
        while (first < last) {
            const Summary* best = nullptr;
            std::size_t end = first + 1;
            for (std::size_t level = 0, size = fan_out; level < levels_.size(); ++level, size *= fan_out) {
                if (first % size != 0 || first + size > last || first / size >= levels_[level].size()) break;
                const Summary& summary = levels_[level][first / size];
                if (!fits(summary)) break;
                best = &summary;
                end = first + size;
            }
            if (best)
                whole(*best, items[end - 1]);
            else
                one(items[first]);
            first = end;
        }
    }

private:
    static constexpr std::size_t fan_out = 8;

    Summary of(const std::vector<Item>& items, std::size_t level, std::size_t index) const
    {
        const std::size_t first = index * fan_out;
        const auto part = [&](std::size_t i) { return level == 0 ? Summary{items[i]} : levels_[level - 1][i]; };
        Summary summary = part(first);
        for (std::size_t i = first + 1; i < first + fan_out; ++i)
            summary.take(part(i));
        return summary;
    }

    std::vector<std::vector<Summary>> levels_;
};

} // namespace tcpstage::scene
