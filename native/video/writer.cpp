// Writes H.264 in MP4 with x264, and the sound of another file beside it.
#define KINORA_VIDEO_INTERNAL
#include <map>
#include <memory>
#include <string>

#include "kinora_video.h"
#include "log.h"
#include "owned.h"
#include "sound.h"

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
    std::unique_ptr<Sound> sound; // null: there is none
    std::string sound_problem;
    std::map<int64_t, int64_t> durations; // of the pictures that the encoder holds, by their times

    int open(const char *path, const char *preset, const char *sound_path, const kinora_writer_options &wanted) {
        const int width = wanted.width, height = wanted.height;
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
        encoder->time_base = {wanted.time_base_num, wanted.time_base_den};
        encoder->framerate = {wanted.rate_num, wanted.rate_den};
        encoder->thread_count = wanted.threads;
        if (wanted.pixel_aspect > 0) {
            encoder->sample_aspect_ratio = stream->sample_aspect_ratio = av_d2q(wanted.pixel_aspect, 4096);
        }
        // What swscale converts to unless told otherwise; said, so that players need not guess.
        encoder->colorspace = AVCOL_SPC_SMPTE170M;
        encoder->color_range = AVCOL_RANGE_MPEG;
        if (output->oformat->flags & AVFMT_GLOBALHEADER) {
            encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        }
        av_opt_set_double(encoder->priv_data, "crf", wanted.crf, 0);
#if defined(__x86_64__)
        // x264's code for AVX-512 reads memory that nobody wrote: of one video it would make now one file and now another.
        if (__builtin_cpu_supports("avx512f")) {
            if (int error = av_opt_set(encoder->priv_data, "x264-params", "asm=avx2", 0); error < 0) {
                return error;
            }
        }
#endif
        if (int error = av_opt_set(encoder->priv_data, "preset", preset, 0); error < 0) {
            return error;
        }
        if (int error = avcodec_open2(encoder.get(), codec, nullptr); error < 0) {
            return error;
        }
        stream->time_base = encoder->time_base;
        stream->avg_frame_rate = encoder->framerate;
        if (int error = avcodec_parameters_from_context(stream->codecpar, encoder.get()); error < 0) {
            return error;
        }
        if (sound_path) {
            if (int error = open_sound(sound_path, wanted); error < 0) {
                return error;
            }
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
        if (sound) {
            // The file says in these units how much later sound begins than the picture; by itself in thousandths of a second.
            av_dict_set_int(&options, "movie_timescale", sound->rate(), 0);
        }
        int error = avformat_write_header(output, &options);
        av_dict_free(&options);
        return error;
    }

    // A file whose sound cannot be used is written without it.
    int open_sound(const char *path, const kinora_writer_options &wanted) {
        auto opened = std::make_unique<Sound>();
        if (!opened->open(path, {{wanted.sound_base_num, wanted.sound_base_den}, wanted.sound_zero, wanted.sound_end})) {
            sound_problem = opened->problem();
            return 0;
        }
        sound = std::move(opened);
        return sound->add_to(format.get());
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
                auto found = durations.find(packet->pts);
                if (found != durations.end()) {
                    packet->duration = found->second;
                    durations.erase(found);
                }
                if (sound) {
                    error = sound->write_until(packet->dts, encoder->time_base);
                }
            }
            if (error >= 0) {
                av_packet_rescale_ts(packet.get(), encoder->time_base, stream->time_base);
                error = av_interleaved_write_frame(format.get(), packet.get());
            }
        }
        return error;
    }

    int finish() {
        int error = encode(nullptr);
        if (error >= 0 && sound) {
            error = sound->write_until(INT64_MAX, encoder->time_base);
            sound_problem = sound->problem();
        }
        if (error >= 0) {
            error = av_write_trailer(format.get());
        }
        // A full disk shows when the last bytes go out.
        return error < 0 ? error : avio_closep(&format->pb);
    }
};

kinora_writer *kinora_writer_open(const char *path, const char *preset, const char *sound_path, const kinora_writer_options *options,
                                  char *error, int32_t error_size) {
    auto writer = std::make_unique<kinora_writer>();
    LogSink sink(writer->complaint);
    int result = writer->open(path, preset, sound_path, *options);
    if (result < 0) {
        put(error, error_size, reason(result, writer->complaint));
        return nullptr;
    }
    return writer.release();
}

int32_t kinora_writer_write(kinora_writer *writer, const uint8_t *pixels, int64_t time, int64_t duration, char *error, int32_t error_size) {
    LogSink sink(writer->complaint);
    writer->complaint.clear();
    AVFrame &frame = *writer->frame;
    // The encoder may still hold the picture before.
    int result = av_frame_make_writable(&frame);
    if (result >= 0) {
        int stride = frame.width * 3;
        sws_scale(writer->converter.get(), &pixels, &stride, 0, frame.height, frame.data, frame.linesize);
        frame.pts = time;
        writer->durations[time] = duration;
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
    int result = writer->finish();
    if (result < 0) {
        put(error, error_size, reason(result, writer->complaint));
        return -1;
    }
    return 0;
}

const char *kinora_writer_sound_problem(const kinora_writer *writer) { return writer->sound_problem.c_str(); }

void kinora_writer_close(kinora_writer *writer) {
    Complaint ignored;
    LogSink sink(ignored);
    delete writer;
}
