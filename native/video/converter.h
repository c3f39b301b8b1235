// Pictures of any pixel format to RGB, with the bits that ffmpeg gives.
#pragma once
#include "orientation.h"

namespace kinora {

class Converter {
public:
    // Writes a picture as RGB of the given size, without gaps. 0 or FFmpeg's error.
    int convert(const AVFrame &picture, const Orientation &orientation, uint8_t *pixels, int width, int height, bool bilinear);

private:
    int prepare(const AVFrame &picture, int width, int height, int flags);

    Owned<SwsContext> scaler_;
    Owned<AVFrame> rgb_;
    // What scaler_ was made for.
    int from_width_ = 0, from_height_ = 0, from_format_ = -1, from_range_ = -1, flags_ = 0;
};

} // namespace kinora
