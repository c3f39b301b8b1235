#include "orientation.h"

#include <algorithm>
#include <cmath>
#include <cstring>

extern "C" {
#include <libavutil/cpu.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

namespace kinora {

// The cases are those of ffmpeg's program (5.1), which looks at the angle first and then at the sign of one number of the matrix
// to find mirrors.
Orientation Orientation::of(const int32_t *matrix) {
    Orientation result;
    if (!matrix) {
        return result;
    }
    double angle = -std::round(av_display_rotation_get(matrix));
    angle -= 360 * std::floor(angle / 360 + 0.9 / 360);
    auto near = [angle](double wanted) { return std::fabs(angle - wanted) < 1; };
    if (near(90)) {
        result.transpose = true;
        result.mirrored = matrix[3] > 0;
        result.mirror_x = !result.mirrored;
        result.mirror_y = false;
        result.rotation = 90;
    } else if (near(180)) {
        result.mirror_x = matrix[0] < 0;
        result.mirror_y = matrix[4] < 0;
        result.mirrored = result.mirror_x != result.mirror_y;
        result.rotation = 180;
    } else if (near(270)) {
        result.transpose = true;
        result.mirrored = matrix[3] < 0;
        result.mirror_x = result.mirrored;
        result.mirror_y = true;
        result.rotation = 270;
    } else if (std::fabs(angle) > 1) {
        result.odd_angle = true;
    } else if (near(0)) {
        result.mirror_y = matrix[4] < 0;
        result.mirrored = result.mirror_y;
    }
    // A matrix of zeros has no angle (NaN) and turns nothing.
    return result;
}

bool can_turn(AVPixelFormat format, const Orientation &orientation) {
    const AVPixFmtDescriptor *shape = av_pix_fmt_desc_get(format);
    if (!shape || shape->flags & AV_PIX_FMT_FLAG_BITSTREAM) {
        return false;
    }
    bool even = shape->log2_chroma_w == shape->log2_chroma_h;
    bool packed = shape->comp[0].plane == shape->comp[1].plane;
    return orientation.transpose ? even || shape->flags & AV_PIX_FMT_FLAG_PAL
                                 : !orientation.mirror_x || even || !packed;
}

Owned<AVFrame> turn(const AVFrame &picture, const Orientation &orientation) {
    Owned<AVFrame> result(av_frame_alloc());
    if (!result) {
        return nullptr;
    }
    result->format = picture.format;
    result->width = orientation.transpose ? picture.height : picture.width;
    result->height = orientation.transpose ? picture.width : picture.height;
    if (av_frame_get_buffer(result.get(), av_cpu_max_align()) < 0 || av_frame_copy_props(result.get(), &picture) < 0) {
        return nullptr;
    }

    auto format = static_cast<AVPixelFormat>(picture.format);
    const AVPixFmtDescriptor *shape = av_pix_fmt_desc_get(format);
    bool palette = shape->flags & AV_PIX_FMT_FLAG_PAL;
    int steps[4];
    av_image_fill_max_pixsteps(steps, nullptr, shape);
    for (int plane = 0; plane < 4 && picture.data[plane]; plane++) {
        if (palette && plane == 1) {
            std::memcpy(result->data[1], picture.data[1], AVPALETTE_SIZE);
            break;
        }
        bool chroma = (plane == 1 || plane == 2) && !(shape->flags & AV_PIX_FMT_FLAG_RGB);
        int width = chroma ? AV_CEIL_RSHIFT(result->width, shape->log2_chroma_w) : result->width;
        int height = chroma ? AV_CEIL_RSHIFT(result->height, shape->log2_chroma_h) : result->height;
        int step = steps[plane];
        // Where the next pixel of a row comes from, and the next row.
        ptrdiff_t across = orientation.transpose ? picture.linesize[plane] : step;
        ptrdiff_t down = orientation.transpose ? step : picture.linesize[plane];
        const uint8_t *origin = picture.data[plane];
        if (orientation.mirror_x) {
            origin += across * (width - 1);
            across = -across;
        }
        if (orientation.mirror_y) {
            origin += down * (height - 1);
            down = -down;
        }
        // In blocks, so that a turned picture does not touch a new cache line for every pixel.
        constexpr int block = 16;
        for (int top = 0; top < height; top += block) {
            for (int left = 0; left < width; left += block) {
                for (int y = top; y < std::min(top + block, height); y++) {
                    uint8_t *to = result->data[plane] + static_cast<ptrdiff_t>(y) * result->linesize[plane] + static_cast<ptrdiff_t>(left) * step;
                    const uint8_t *from = origin + down * y + across * left;
                    for (int x = left; x < std::min(left + block, width); x++, to += step, from += across) {
                        if (step == 1) {
                            *to = *from;
                        } else {
                            std::memcpy(to, from, step);
                        }
                    }
                }
            }
        }
    }
    return result;
}

} // namespace kinora
