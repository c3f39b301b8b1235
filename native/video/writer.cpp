// Writes H.264 in MP4 with x264.
#define KINORA_VIDEO_INTERNAL
#include <memory>
#include <string>

#include "kinora_video.h"
#include "log.h"
#include "owned.h"

extern "C" {
#include <libavutil/opt.h>
}

using namespace kinora;

namespace {

struct CloseOutput {
    void operator()(AVFormatContext *it) const {
        if (it->pb) {
            avio_closep(&it->pb);
        }
        avformat_free_context(it);
    }
};

} // namespace

struct kinora_writer {
    Complaint complaint;
    std::unique_ptr<AVFormatContext, CloseOutput> format;
    Owned<AVCodecContext> encoder;
    Owned<SwsContext> converter;
    Owned<AVFrame> frame{av_frame_alloc()};
    Owned<AVPacket> packet{av_packet_alloc()};
    AVStream *stream = nullptr;
    int64_t count = 0;

    int open(const char *path, int width, int height, AVRational rate, int crf, const char *preset, int threads) {
        const AVCodec *codec = avcodec_find_encoder_by_name("libx264");
        if (!codec) {
            complaint.add("this FFmpeg was built without x264");
            return AVERROR_ENCODER_NOT_FOUND;
        }
        AVFormatContext *output = nullptr;
        if (int error = avformat_alloc_output_context2(&output, nullptr, "mp4", path); error < 0) {
            return error;
        }
        format.reset(output);
        stream = avformat_new_stream(output, nullptr);
        encoder.reset(avcodec_alloc_context3(codec));
        converter.reset(sws_getContext(width, height, AV_PIX_FMT_RGB24, width, height, AV_PIX_FMT_YUV420P,
                                       SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr));
        if (!stream || !encoder || !converter || !frame || !packet) {
            return AVERROR(ENOMEM);
        }
        encoder->width = width;
        encoder->height = height;
        encoder->pix_fmt = AV_PIX_FMT_YUV420P;
        encoder->time_base = av_inv_q(rate);
        encoder->framerate = rate;
        encoder->thread_count = threads;
        // What swscale converts to unless told otherwise; said, so that players need not guess.
        encoder->colorspace = AVCOL_SPC_SMPTE170M;
        encoder->color_range = AVCOL_RANGE_MPEG;
        if (output->oformat->flags & AVFMT_GLOBALHEADER) {
            encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        }
        av_opt_set_double(encoder->priv_data, "crf", crf, 0);
        if (int error = av_opt_set(encoder->priv_data, "preset", preset, 0); error < 0) {
            return error;
        }
        if (int error = avcodec_open2(encoder.get(), codec, nullptr); error < 0) {
            return error;
        }
        stream->time_base = encoder->time_base;
        stream->avg_frame_rate = rate;
        if (int error = avcodec_parameters_from_context(stream->codecpar, encoder.get()); error < 0) {
            return error;
        }
        frame->format = AV_PIX_FMT_YUV420P;
        frame->width = width;
        frame->height = height;
        if (int error = av_frame_get_buffer(frame.get(), 0); error < 0) {
            return error;
        }
        if (int error = avio_open2(&output->pb, (std::string("file:") + path).c_str(), AVIO_FLAG_WRITE, nullptr, nullptr); error < 0) {
            return error;
        }
        AVDictionary *options = nullptr;
        // The index goes first, so that a browser can play while it loads.
        av_dict_set(&options, "movflags", "+faststart", 0);
        int error = avformat_write_header(output, &options);
        av_dict_free(&options);
        return error;
    }

    // frame null: what the encoder holds back.
    int encode(const AVFrame *picture) {
        int error = avcodec_send_frame(encoder.get(), picture);
        while (error >= 0) {
            error = avcodec_receive_packet(encoder.get(), packet.get());
            if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) {
                return 0;
            }
            if (error >= 0) {
                packet->stream_index = stream->index;
                packet->duration = 1;
                av_packet_rescale_ts(packet.get(), encoder->time_base, stream->time_base);
                error = av_interleaved_write_frame(format.get(), packet.get());
            }
        }
        return error;
    }
};

kinora_writer *kinora_writer_open(const char *path, int32_t width, int32_t height, int32_t rate_num, int32_t rate_den, int32_t crf,
                                  const char *preset, int32_t threads, char *error, int32_t error_size) {
    auto writer = std::make_unique<kinora_writer>();
    LogSink sink(writer->complaint);
    int result = writer->open(path, width, height, {rate_num, rate_den}, crf, preset, threads);
    if (result < 0) {
        put(error, error_size, reason(result, writer->complaint));
        return nullptr;
    }
    return writer.release();
}

int32_t kinora_writer_write(kinora_writer *writer, const uint8_t *pixels, char *error, int32_t error_size) {
    LogSink sink(writer->complaint);
    writer->complaint.clear();
    AVFrame &frame = *writer->frame;
    // The encoder may still hold the picture before.
    int result = av_frame_make_writable(&frame);
    if (result >= 0) {
        int stride = frame.width * 3;
        sws_scale(writer->converter.get(), &pixels, &stride, 0, frame.height, frame.data, frame.linesize);
        frame.pts = writer->count++;
        result = writer->encode(&frame);
    }
    if (result < 0) {
        put(error, error_size, reason(result, writer->complaint));
        return -1;
    }
    return 0;
}

int32_t kinora_writer_finish(kinora_writer *writer, char *error, int32_t error_size) {
    LogSink sink(writer->complaint);
    writer->complaint.clear();
    int result = writer->encode(nullptr);
    if (result >= 0) {
        result = av_write_trailer(writer->format.get());
    }
    if (result >= 0) {
        // A full disk shows when the last bytes go out.
        result = avio_closep(&writer->format->pb);
    }
    if (result < 0) {
        put(error, error_size, reason(result, writer->complaint));
        return -1;
    }
    return 0;
}

void kinora_writer_close(kinora_writer *writer) {
    Complaint ignored;
    LogSink sink(ignored);
    delete writer;
}
