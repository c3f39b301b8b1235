// Owners of FFmpeg's objects.
#pragma once
#include <memory>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

namespace kinora {

struct Free {
    void operator()(AVFormatContext *it) const { avformat_close_input(&it); }
    void operator()(AVCodecContext *it) const { avcodec_free_context(&it); }
    void operator()(AVCodecParameters *it) const { avcodec_parameters_free(&it); }
    void operator()(AVCodecParserContext *it) const { av_parser_close(it); }
    void operator()(AVPacket *it) const { av_packet_free(&it); }
    void operator()(AVFrame *it) const { av_frame_free(&it); }
    void operator()(SwsContext *it) const { sws_freeContext(it); }
};

template <typename T> using Owned = std::unique_ptr<T, Free>;

} // namespace kinora
