#include "core/trace/snapshot_reader.h"

#include <algorithm>

namespace tcpstage::trace {

/// Goes to the key frame before `record`, unless it has read on from there. False: there is none.
bool SnapshotReader::begin(RecordId record)
{
    const auto& keys = snapshots_->keys_;
    if (key_ != 0 && after_ <= record && (key_ == keys.size() || record < keys[key_].after)) return true;
    const auto next = key_ != 0 && after_ <= record && (key_ + 1 == keys.size() || record < keys[key_ + 1].after)
                          ? keys.begin() + static_cast<std::ptrdiff_t>(key_ + 1)
                          : std::ranges::upper_bound(keys, record, {}, &Snapshots::Key::after);
    key_ = static_cast<std::size_t>(next - keys.begin());
    if (key_ == 0) return false;
    const Snapshots::Key& key = *std::prev(next);
    left_ = (next == keys.end() ? snapshots_->size_ : next->first) - key.first;
    chunk_ = key.spot.chunk();
    octets_ = snapshots_->patches_.from(key.spot);
    from_ = octets_.data();
    after_ = key.after;
    numbers_ = {};
    changes_ = UINT64_MAX;
    return true;
}

bool SnapshotReader::go_to(RecordId record)
{
    if (!begin(record)) return false;
    while (left_ > 0) {
        if (from_ == octets_.data() + octets_.size()) { // a patch never spans two chunks
            octets_ = snapshots_->patches_.chunk(++chunk_);
            from_ = octets_.data();
        }
        const std::uint8_t* patch = from_;
        const auto later = static_cast<RecordId>(take_number(patch));
        if (after_ + later > record) break;
        after_ += later;
        from_ = patch;
        take_patch();
        --left_;
    }
    return true;
}

void SnapshotReader::take_patch()
{
    const std::uint8_t code = *from_++;
    if ((code & Snapshots::the_same) != 0) {
        const std::size_t i = (code & ~unsigned{Snapshots::the_same}) - 1;
        const std::uint8_t* differences = said_[i];
        note(snapshots_->masks_[i]);
        return Snapshots::take_differences(differences, snapshots_->masks_[i], 1, numbers_);
    }
    if (code != 0 && code <= Snapshots::most_said) said_[code - 1U] = from_;
    const std::uint64_t mask = code == 0 ? take_number(from_) : snapshots_->masks_[code - 1U];
    note(mask);
    Snapshots::take_differences(from_, mask, 1, numbers_);
}

} // namespace tcpstage::trace
