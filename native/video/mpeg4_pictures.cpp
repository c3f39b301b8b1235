#include "mpeg4_pictures.h"

#include <cstring>
#include <vector>

#include "bits.h"

namespace kinora {
namespace {

enum Type { intra = 0, bidirectional = 2 };

struct Picture {
    int type;
    bool coded; // else it only marks a place: for the picture that came packed in the packet before
};

// 6.2.5: type, seconds since the last picture as ones, time, and whether anything follows.
bool read_picture(const uint8_t *data, size_t size, int time_bits, Picture &picture) {
    Bits bits(data, size);
    picture.type = static_cast<int>(bits.many(2));
    while (bits.one() && !bits.past_end()) {
    }
    bool marked = bits.one();
    bits.many(time_bits);
    marked &= bits.one() != 0;
    picture.coded = bits.one();
    return marked && !bits.past_end();
}

} // namespace

// 6.2.3, up to the resolution of time.
void Mpeg4Pictures::read_layer(const uint8_t *data, size_t size) {
    time_bits_ = 0;
    Bits bits(data, size);
    bits.many(9);
    if (bits.one()) {
        bits.many(7);
    }
    if (bits.many(4) == 15) {
        bits.many(16);
    }
    if (bits.one()) {
        bits.many(3);
        if (bits.one()) {
            bits.many(79);
        }
    }
    unsigned shape = bits.many(2);
    bool marked = bits.one();
    unsigned resolution = bits.many(16);
    if (shape != 0 || !marked || resolution == 0 || bits.past_end()) {
        return;
    }
    time_bits_ = 1;
    while (resolution - 1 >= 1u << time_bits_) {
        time_bits_++;
    }
}

void Mpeg4Pictures::inspect(const uint8_t *data, size_t size, kinora_packet &result) {
    result.pictures = -1;
    std::vector<Picture> pictures;
    bool certain = true;
    for (size_t at = 0; at + 4 < size; at++) {
        if (data[at] != 0 || data[at + 1] != 0 || data[at + 2] != 1) {
            continue;
        }
        uint8_t code = data[at + 3];
        const uint8_t *content = data + at + 4;
        size_t length = size - at - 4;
        if (code >= 0x20 && code <= 0x2F) {
            read_layer(content, length);
        } else if (code == 0xB2) {
            // User data: the writer's name. "DivX503b1393p": p for packed.
            size_t end = 0;
            while (end < length && content[end] != 0) {
                end++;
            }
            if (end > 4 && std::memcmp(content, "DivX", 4) == 0) {
                packed_ = content[end - 1] == 'p';
            }
        } else if (code == 0xB6) {
            Picture picture{};
            certain &= time_bits_ > 0 && read_picture(content, length, time_bits_, picture);
            pictures.push_back(picture);
        }
        at += 3;
    }

    // The decoder takes one picture from each packet. One that came packed waits for the next packet, whose own picture then waits in
    // its turn if it is B or I and longer than the mark of a place; a P is always taken for such a mark.
    constexpr size_t mark = 7;
    int type = -1;
    if (!certain || pictures.size() > 2 || (pictures.empty() && (waiting_ >= 0 || size > 1))) {
        return;
    }
    if (pictures.empty()) {
        // A byte that stands for a frame left out.
    } else if (waiting_ >= 0) {
        bool waits = size > mark && (pictures[0].type == intra || pictures[0].type == bidirectional);
        if (pictures.size() != 1 || pictures[0].coded != waits) {
            return;
        }
        type = waiting_;
        waiting_ = pictures[0].coded ? pictures[0].type : -1;
    } else if (pictures.size() == 1) {
        type = pictures[0].coded ? pictures[0].type : -1;
    } else {
        if (!packed_ || !pictures[0].coded || !pictures[1].coded || pictures[1].type != bidirectional) {
            return;
        }
        type = pictures[0].type;
        waiting_ = pictures[1].type;
    }
    result.pictures = type >= 0;
    if (type == intra) {
        result.flags |= kinora_packet_start;
    } else if (type == bidirectional) {
        result.flags |= kinora_packet_bidirectional;
    }
}

} // namespace kinora
