#pragma once
// Numbers and texts as octets in a saved trace; integers take seven bits per octet. Private to core/formats.

#include <cstdint>
#include <limits>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace tcpstage::formats {

class OctetWriter {
public:
    void number(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7U)
            octets_ += static_cast<char>(static_cast<std::uint8_t>(value | 0x80U));
        octets_ += static_cast<char>(static_cast<std::uint8_t>(value));
    }
    /// Zigzag: small negative numbers stay short.
    void signed_number(std::int64_t value)
    {
        number((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void raw(std::string_view octets) { octets_ += octets; }
    void text(std::string_view octets)
    {
        number(octets.size());
        raw(octets);
    }
    const std::string& octets() const { return octets_; }

private:
    std::string octets_;
};

/// After the first error all numbers read are 0; check ok() at the end of each loop.
class OctetReader {
public:
    explicit OctetReader(std::string_view octets, std::stop_token stop = {}) : octets_{octets}, stop_{std::move(stop)}
    {}

    bool ok() const { return ok_; }
    /// For loops: whether to read item `number`. Checks the stop token now and then; a requested stop is an error.
    bool goes_on(std::size_t number)
    {
        constexpr std::size_t pause = 1024; // items
        if (number % pause == 0 && stop_.stop_requested()) ok_ = false;
        return ok_;
    }
    std::size_t position() const { return next_; }
    std::size_t left() const { return octets_.size() - next_; }
    void fail() { ok_ = false; }

    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (!ok_ || left() == 0) break;
            const auto octet = static_cast<std::uint8_t>(octets_[next_++]);
            value |= static_cast<std::uint64_t>(octet & 0x7fU) << shift;
            if (octet < 0x80) return value;
        }
        ok_ = false;
        return 0;
    }
    std::int64_t signed_number()
    {
        const std::uint64_t value = number();
        return static_cast<std::int64_t>((value >> 1U) ^ (0 - (value & 1U)));
    }
    /// Reads a number; a value above `most` is an error.
    template <typename Number> Number up_to(std::uint64_t most)
    {
        const std::uint64_t value = number();
        if (value > most) ok_ = false;
        return ok_ ? static_cast<Number>(value) : Number{};
    }
    template <typename Number> Number any() { return up_to<Number>(std::numeric_limits<Number>::max()); }
    /// Reads a count of items that take at least `octets_each` octets each.
    std::size_t count(std::size_t octets_each) { return up_to<std::size_t>(left() / octets_each); }
    std::string_view raw(std::size_t size)
    {
        if (!ok_ || size > left()) {
            ok_ = false;
            return {};
        }
        next_ += size;
        return octets_.substr(next_ - size, size);
    }
    std::string_view text() { return raw(up_to<std::size_t>(left())); }

private:
    std::string_view octets_;
    std::stop_token stop_;
    std::size_t next_ = 0;
    bool ok_ = true;
};

} // namespace tcpstage::formats
