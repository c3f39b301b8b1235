#include "converter.h"

#include <cstring>

extern "C" {
#include <libavutil/cpu.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
}

namespace kinora {

// The options, and what is left to their defaults, are those that ffmpeg's scale filter (5.1) gives to swscale; one thread, since
// clips are read in parallel already.
int Converter::prepare(const AVFrame &picture, int width, int height, int flags) {
    // A range that is not told keeps the one told before.
    int range = picture.color_range != AVCOL_RANGE_UNSPECIFIED ? picture.color_range : from_range_;
    if (!scaler_ || from_width_ != picture.width || from_height_ != picture.height || from_format_ != picture.format ||
        from_range_ != range || rgb_->width != width || rgb_->height != height || flags_ != flags) {
        scaler_.reset(sws_alloc_context());
        rgb_.reset(av_frame_alloc());
        if (!scaler_ || !rgb_) {
            return AVERROR(ENOMEM);
        }
        SwsContext *scaler = scaler_.get();
        av_opt_set_int(scaler, "srcw", picture.width, 0);
        av_opt_set_int(scaler, "srch", picture.height, 0);
        av_opt_set_int(scaler, "src_format", picture.format, 0);
        av_opt_set_int(scaler, "dstw", width, 0);
        av_opt_set_int(scaler, "dsth", height, 0);
        av_opt_set_int(scaler, "dst_format", AV_PIX_FMT_RGB24, 0);
        av_opt_set_int(scaler, "sws_flags", flags, 0);
        if (range >= 0) {
            av_opt_set_int(scaler, "src_range", range == AVCOL_RANGE_JPEG, 0);
        }
        if (picture.format == AV_PIX_FMT_YUV420P) {
            // Chroma lies half way between two rows, as in MPEG-2.
            av_opt_set_int(scaler, "src_v_chr_pos", 128, 0);
        }
        if (int error = sws_init_context(scaler, nullptr, nullptr); error < 0) {
            scaler_.reset();
            return error;
        }

        // swscale's vector code leaves the rest of a row to other code, so rows have to be as long as ffmpeg's.
        rgb_->format = AV_PIX_FMT_RGB24;
        rgb_->width = width;
        rgb_->height = height;
        if (int error = av_frame_get_buffer(rgb_.get(), av_cpu_max_align()); error < 0) {
            scaler_.reset();
            return error;
        }
        from_width_ = picture.width;
        from_height_ = picture.height;
        from_format_ = picture.format;
        from_range_ = range;
        flags_ = flags;
    }

    int *table, *inverse, from_full, to_full, brightness, contrast, saturation;
    sws_getColorspaceDetails(scaler_.get(), &inverse, &from_full, &table, &to_full, &brightness, &contrast, &saturation);
    // Those that swscale has coefficients for; the rest is taken for BT.601.
    int matrix = picture.colorspace;
    if (matrix < 1 || matrix > 10 || matrix == AVCOL_SPC_YCGCO) {
        matrix = AVCOL_SPC_BT470BG;
    }
    const int *coefficients = sws_getCoefficients(matrix);
    if (picture.color_range != AVCOL_RANGE_UNSPECIFIED) {
        from_full = picture.color_range == AVCOL_RANGE_JPEG;
    }
    sws_setColorspaceDetails(scaler_.get(), coefficients, from_full, coefficients, to_full, brightness, contrast, saturation);
    return 0;
}

int Converter::convert(const AVFrame &picture, const Orientation &orientation, uint8_t *pixels, int width, int height, bool bilinear) {
    const AVFrame *source = &picture;
    Owned<AVFrame> turned;
    bool turn_after = false;
    if (!orientation.upright()) {
        turn_after = !can_turn(static_cast<AVPixelFormat>(picture.format), orientation);
        if (!turn_after) {
            turned = turn(picture, orientation);
            if (!turned) {
                return AVERROR(ENOMEM);
            }
            source = turned.get();
        }
    }

    const AVFrame *result = source;
    bool swap = turn_after && orientation.transpose;
    int rgb_width = swap ? height : width, rgb_height = swap ? width : height;
    if (source->format != AV_PIX_FMT_RGB24 || source->width != rgb_width || source->height != rgb_height) {
        if (int error = prepare(*source, rgb_width, rgb_height, bilinear ? SWS_BILINEAR : 0); error < 0) {
            return error;
        }
        int rows = sws_scale(scaler_.get(), source->data, source->linesize, 0, source->height, rgb_->data, rgb_->linesize);
        if (rows < 0) {
            return rows;
        }
        result = rgb_.get();
    }
    if (turn_after) {
        turned = turn(*result, orientation);
        if (!turned) {
            return AVERROR(ENOMEM);
        }
        result = turned.get();
    }
    size_t row = static_cast<size_t>(width) * 3;
    for (int y = 0; y < height; y++) {
        std::memcpy(pixels + y * row, result->data[0] + static_cast<ptrdiff_t>(y) * result->linesize[0], row);
    }
    return 0;
}

} // namespace kinora
