#pragma once
#include <cstddef>
#include <cstdint>

namespace kinora {

// Bits of a header; escaped: with H.264's and HEVC's emulation prevention bytes taken out.
class Bits {
public:
    Bits(const uint8_t *data, size_t size, bool escaped = false) : data_(data), size_(size), escaped_(escaped) {}

    unsigned one() {
        if (bit_ == 0) {
            // 00 00 03: the 03 is no payload.
            if (escaped_ && at_ >= 2 && at_ < size_ && data_[at_] == 3 && data_[at_ - 1] == 0 && data_[at_ - 2] == 0) {
                at_++;
            }
        }
        if (at_ >= size_) {
            past_end_ = true;
            return 0;
        }
        unsigned value = data_[at_] >> (7 - bit_) & 1;
        if (++bit_ == 8) {
            bit_ = 0;
            at_++;
        }
        return value;
    }

    unsigned many(int count) {
        unsigned value = 0;
        while (count-- > 0) {
            value = value << 1 | one();
        }
        return value;
    }

    unsigned golomb() {
        int zeros = 0;
        while (!past_end_ && zeros < 32 && one() == 0) {
            zeros++;
        }
        return (1u << (zeros & 31)) - 1 + many(zeros);
    }

    bool past_end() const { return past_end_; }

private:
    const uint8_t *data_;
    size_t size_, at_ = 0;
    bool escaped_;
    int bit_ = 0;
    bool past_end_ = false;
};

} // namespace kinora
