// Turns pictures upright, as ffmpeg does before any other filter.
#pragma once
#include "owned.h"

namespace kinora {

// First exchanges rows and columns (transpose), then mirrors left-right and top-bottom.
struct Orientation {
    bool transpose = false, mirror_x = false, mirror_y = false;
    int rotation = 0;       // degrees clockwise: 0, 90, 180, 270
    bool mirrored = false;
    bool odd_angle = false; // not a multiple of 90 degrees

    bool upright() const { return !transpose && !mirror_x && !mirror_y; }

    // From a display matrix (nine numbers), or null.
    static Orientation of(const int32_t *matrix);
};

// Whether planes of this format can be turned as they are stored; else they are converted first.
bool can_turn(AVPixelFormat format, const Orientation &orientation);

// Turns a picture. Null when memory is short.
Owned<AVFrame> turn(const AVFrame &picture, const Orientation &orientation);

} // namespace kinora
