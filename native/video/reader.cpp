// Packets and frames of one file, one at a time.
#define KINORA_VIDEO_INTERNAL
#include <cstdio>
#include <memory>
#include <string>

#include "coded_pictures.h"
#include "converter.h"
#include "kinora_video.h"
#include "log.h"
#include "source.h"

extern "C" {
#include <libavutil/encryption_info.h>
}

using namespace kinora;

struct kinora_reader {
    std::string path;
    // Outlive the decoder, whose threads write to one of them.
    Complaint container_complaint, decoder_complaint;
    Source source;
    Owned<AVCodecParameters> parameters; // as they were when the file was opened: frames may change those of the stream
    Owned<AVCodecContext> decoder;
    Owned<AVPacket> packet{av_packet_alloc()};
    Owned<AVFrame> frame{av_frame_alloc()};
    std::unique_ptr<CodedPictures> pictures;
    Converter converter;
    Orientation container_orientation;
    int encrypted = 0;

    Orientation orientation() const {
        const AVFrameSideData *side = av_frame_get_side_data(frame.get(), AV_FRAME_DATA_DISPLAYMATRIX);
        return side ? Orientation::of(reinterpret_cast<const int32_t *>(side->data)) : container_orientation;
    }
};

namespace {

// Codecs whose key frames start afresh. Others (GIF draws over the frame before) are decoded from the first frame.
bool seekable(AVCodecID codec) {
    switch (codec) {
    case AV_CODEC_ID_H264: case AV_CODEC_ID_HEVC: case AV_CODEC_ID_MPEG4: case AV_CODEC_ID_VP8: case AV_CODEC_ID_VP9:
    case AV_CODEC_ID_AV1: case AV_CODEC_ID_MPEG1VIDEO: case AV_CODEC_ID_MPEG2VIDEO: case AV_CODEC_ID_MJPEG:
        return true;
    default:
        return false;
    }
}

int make_decoder(kinora_reader &reader, int threads, std::string &error) {
    const AVCodec *codec = avcodec_find_decoder(reader.parameters->codec_id);
    if (!codec) {
        error = std::string("its codec '") + avcodec_get_name(reader.parameters->codec_id) + "' cannot be decoded";
        return AVERROR_DECODER_NOT_FOUND;
    }
    reader.decoder.reset(avcodec_alloc_context3(codec));
    if (!reader.decoder) {
        error = describe(AVERROR(ENOMEM));
        return AVERROR(ENOMEM);
    }
    int result = avcodec_parameters_to_context(reader.decoder.get(), reader.parameters.get());
    if (result >= 0) {
        reader.decoder->pkt_timebase = reader.source.stream->time_base;
        reader.decoder->framerate = reader.source.stream->avg_frame_rate;
        reader.decoder->thread_count = threads;
        reader.decoder->opaque = &reader.decoder_complaint;
        result = avcodec_open2(reader.decoder.get(), codec, nullptr);
    }
    if (result < 0) {
        error = std::string("its codec '") + codec->name + "' cannot be opened: " + reason(result, reader.decoder_complaint);
        reader.decoder.reset();
    }
    return result;
}

bool open(kinora_reader &reader, std::string &error) {
    if (!open_source(reader.path, reader.source, reader.container_complaint, error)) {
        return false;
    }
    const AVStream &stream = *reader.source.stream;
    reader.parameters.reset(avcodec_parameters_alloc());
    if (!reader.parameters || avcodec_parameters_copy(reader.parameters.get(), stream.codecpar) < 0) {
        error = describe(AVERROR(ENOMEM));
        return false;
    }
    auto *matrix = reinterpret_cast<const int32_t *>(av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
    reader.container_orientation = Orientation::of(matrix);
    if (reader.container_orientation.odd_angle) {
        error = "is to be shown at an angle that is no multiple of 90 degrees, which Kinora does not do";
        return false;
    }
    reader.encrypted = stream.codecpar->codec_tag == MKTAG('e', 'n', 'c', 'v') ||
                       av_stream_get_side_data(&stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nullptr) != nullptr;
    reader.pictures = std::make_unique<CodedPictures>(*reader.parameters);
    return true;
}

} // namespace

kinora_reader *kinora_reader_open(const char *path, char *error, int32_t error_size) {
    auto reader = std::make_unique<kinora_reader>();
    LogSink sink(reader->container_complaint);
    reader->path = path;
    std::string problem;
    if (!reader->packet || !reader->frame) {
        problem = describe(AVERROR(ENOMEM));
    }
    bool opened = problem.empty() && open(*reader, problem);
    if (opened) {
        LogSink decoder_sink(reader->decoder_complaint);
        opened = make_decoder(*reader, 1, problem) >= 0;
    }
    if (!opened) {
        put(error, error_size, problem);
        return nullptr;
    }
    return reader.release();
}

void kinora_reader_close(kinora_reader *reader) {
    Complaint ignored;
    LogSink sink(ignored);
    delete reader;
}

void kinora_reader_stream(const kinora_reader *reader, kinora_stream *result) {
    const AVStream &stream = *reader->source.stream;
    const AVCodecParameters &parameters = *reader->parameters;
    *result = {};
    put(result->codec, sizeof result->codec, avcodec_get_name(parameters.codec_id));
    put(result->container, sizeof result->container, reader->source.format->iformat->name);
    result->width = parameters.width;
    result->height = parameters.height;
    result->time_base_num = stream.time_base.num;
    result->time_base_den = stream.time_base.den;
    result->rate_num = stream.avg_frame_rate.num;
    result->rate_den = stream.avg_frame_rate.den;
    AVRational aspect = av_guess_sample_aspect_ratio(reader->source.format.get(), reader->source.stream, nullptr);
    result->aspect_num = aspect.num;
    result->aspect_den = aspect.den;
    result->rotation = reader->container_orientation.rotation;
    result->mirrored = reader->container_orientation.mirrored;
    result->reorder_depth = parameters.video_delay;
    result->encrypted = reader->encrypted;
    result->pixels_known = parameters.format != AV_PIX_FMT_NONE && parameters.width > 0;
    result->seekable_codec = seekable(parameters.codec_id);
    result->declared_frames = stream.nb_frames;
    result->declared_duration = stream.duration;
    int64_t whole = reader->source.format->duration;
    if (stream.duration == AV_NOPTS_VALUE && whole != AV_NOPTS_VALUE) {
        result->declared_duration = av_rescale_q(whole, AV_TIME_BASE_Q, stream.time_base);
    }
    result->cut_short = reader->source.cut_short;
}

const char *kinora_reader_container_complaint(const kinora_reader *reader) { return reader->container_complaint.text(); }

const char *kinora_reader_decoder_complaint(const kinora_reader *reader) { return reader->decoder_complaint.text(); }

void kinora_reader_forget_complaints(kinora_reader *reader) {
    reader->container_complaint.clear();
    reader->decoder_complaint.clear();
}

int32_t kinora_reader_next(kinora_reader *reader, kinora_packet *result) {
    LogSink sink(reader->container_complaint);
    AVPacket &packet = *reader->packet;
    for (;;) {
        av_packet_unref(&packet);
        int error = av_read_frame(reader->source.format.get(), &packet);
        if (error == AVERROR_EOF) {
            return 0;
        }
        if (error == AVERROR(EAGAIN)) {
            continue;
        }
        if (error < 0) {
            return -1;
        }
        if (packet.stream_index == reader->source.stream->index) {
            break;
        }
    }
    result->pts = packet.pts;
    result->dts = packet.dts;
    result->duration = packet.duration;
    result->position = packet.pos;
    result->order = kinora_no_time;
    result->size = packet.size;
    result->pictures = -1;
    result->flags = (packet.flags & AV_PKT_FLAG_KEY ? kinora_packet_key : 0) |
                    (packet.flags & AV_PKT_FLAG_DISCARD ? kinora_packet_discard : 0) |
                    (packet.flags & AV_PKT_FLAG_CORRUPT ? kinora_packet_corrupt : 0) |
                    (av_packet_get_side_data(&packet, AV_PKT_DATA_ENCRYPTION_INFO, nullptr) ? kinora_packet_encrypted : 0);
    return 1;
}

void kinora_reader_inspect(kinora_reader *reader, kinora_packet *packet) {
    LogSink sink(reader->decoder_complaint);
    reader->pictures->inspect(*reader->packet, *packet);
}

int32_t kinora_reader_seek(kinora_reader *reader, int64_t time) {
    LogSink sink(reader->container_complaint);
    return av_seek_frame(reader->source.format.get(), reader->source.stream->index, time, AVSEEK_FLAG_BACKWARD) < 0 ? -1 : 0;
}

int32_t kinora_reader_reopen(kinora_reader *reader) {
    LogSink sink(reader->container_complaint);
    std::string problem;
    if (!open(*reader, problem)) {
        reader->container_complaint.clear();
        reader->container_complaint.add(problem);
        return -1;
    }
    return 0;
}

int32_t kinora_reader_reset_decoder(kinora_reader *reader, int32_t threads) {
    LogSink sink(reader->decoder_complaint);
    if (threads == 0) {
        avcodec_flush_buffers(reader->decoder.get());
        return 0;
    }
    std::string problem;
    if (make_decoder(*reader, threads, problem) < 0) {
        reader->decoder_complaint.add(problem);
        return -1;
    }
    return 0;
}

int32_t kinora_reader_send(kinora_reader *reader, int64_t number, int32_t skip) {
    LogSink sink(reader->decoder_complaint);
    reader->decoder->skip_frame = skip ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    reader->decoder->reordered_opaque = number;
    int error = avcodec_send_packet(reader->decoder.get(), reader->packet.get());
    if (error < 0) {
        reader->decoder_complaint.add(describe(error));
    }
    return error < 0 ? -1 : 0;
}

void kinora_reader_drain(kinora_reader *reader) {
    LogSink sink(reader->decoder_complaint);
    avcodec_send_packet(reader->decoder.get(), nullptr);
}

int32_t kinora_reader_receive(kinora_reader *reader, kinora_frame *result) {
    LogSink sink(reader->decoder_complaint);
    AVFrame &frame = *reader->frame;
    int error = avcodec_receive_frame(reader->decoder.get(), &frame);
    if (error == AVERROR(EAGAIN)) {
        return 0;
    }
    if (error == AVERROR_EOF) {
        return 2;
    }
    if (error < 0) {
        reader->decoder_complaint.add(describe(error));
        return -1;
    }
    bool transpose = reader->orientation().transpose;
    result->packet = frame.reordered_opaque == kinora_no_time ? -1 : frame.reordered_opaque;
    result->time = frame.best_effort_timestamp;
    result->duration = frame.pkt_duration;
    result->width = transpose ? frame.height : frame.width;
    result->height = transpose ? frame.width : frame.height;
    result->key = frame.key_frame;
    result->time_guessed = frame.pts == AV_NOPTS_VALUE;
    result->damaged = frame.decode_error_flags != 0 || frame.flags & AV_FRAME_FLAG_CORRUPT;
    return 1;
}

int32_t kinora_reader_convert(kinora_reader *reader, uint8_t *pixels, int32_t width, int32_t height, int32_t bilinear) {
    LogSink sink(reader->decoder_complaint);
    int error = reader->converter.convert(*reader->frame, reader->orientation(), pixels, width, height, bilinear != 0);
    if (error < 0) {
        reader->decoder_complaint.add(describe(error));
    }
    return error < 0 ? -1 : 0;
}
