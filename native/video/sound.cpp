#include "sound.h"

#include <algorithm>
#include <cstdio>

#include "sound_encoder.h"

namespace kinora {
namespace {

// Less than this before the first picture is how containers fill their first packets.
constexpr double unspoken_seconds = 0.1;

// Whether browsers play this codec from an MP4, so that packets can stay as they are.
bool copied(const AVCodecParameters &told) {
    switch (told.codec_id) {
    case AV_CODEC_ID_AAC: case AV_CODEC_ID_FLAC: case AV_CODEC_ID_AC3: case AV_CODEC_ID_EAC3:
        return true;
    case AV_CODEC_ID_OPUS:
        return told.extradata_size > 0;
    case AV_CODEC_ID_MP3:
        return told.sample_rate >= 16000; // MP4 knows no slower
    default:
        return false;
    }
}

std::string seconds_text(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f s", seconds);
    return text;
}

} // namespace

Sound::Sound() = default;
Sound::~Sound() = default;

bool Sound::open(const std::string &path, const SoundPart &part) {
    LogSink sink(complaint_);
    part_ = part;
    std::string error;
    if (!packet_ || !frame_) {
        note("its sound is left out: " + describe(AVERROR(ENOMEM)));
        return false;
    }
    if (!open_container(path, source_, complaint_, error)) {
        note("its sound is left out: the file " + error);
        return false;
    }
    AVFormatContext *format = source_.format.get();
    const AVStream *pictures = find_pictures(*format);
    int found = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, pictures ? pictures->index : -1, nullptr, 0);
    if (found < 0) {
        for (unsigned i = 0; i < format->nb_streams; i++) {
            if (format->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO) {
                note(std::string("its sound is left out: neither a rate nor a number of channels is known (codec ") +
                     avcodec_get_name(format->streams[i]->codecpar->codec_id) + ")");
            }
        }
        return false;
    }
    choose(source_, format->streams[found]);
    const AVCodecParameters &told = *source_.stream->codecpar;
    rate_ = told.sample_rate;
    if (part.end != AV_NOPTS_VALUE) {
        end_ = av_rescale_q(part.end - part.zero, part.base, {1, rate_});
    }
    if (!copied(told) && !open_encoder(told)) {
        return false;
    }
    zero_ = av_rescale_q(part.zero, part.base, {1, rate_});
    return true;
}

bool Sound::open_encoder(const AVCodecParameters &told) {
    const AVCodec *codec = avcodec_find_decoder(told.codec_id);
    int error = AVERROR_DECODER_NOT_FOUND;
    if (codec) {
        decoder_.reset(avcodec_alloc_context3(codec));
        error = decoder_ ? avcodec_parameters_to_context(decoder_.get(), &told) : AVERROR(ENOMEM);
        if (error >= 0) {
            decoder_->pkt_timebase = source_.stream->time_base;
            decoder_->opaque = &complaint_;
            error = avcodec_open2(decoder_.get(), codec, nullptr);
        }
    }
    if (error >= 0) {
        encoder_ = std::make_unique<SoundEncoder>();
        error = encoder_->open(rate_, told.ch_layout.nb_channels, end_, true);
    }
    if (error < 0) {
        note(std::string("its sound is left out: codec '") + avcodec_get_name(told.codec_id) + "' cannot be decoded: " + reason(error, complaint_));
        return false;
    }
    // From here on all is counted in samples of what is written.
    if (end_ != INT64_MAX) {
        end_ = av_rescale(end_, encoder_->rate(), rate_);
    }
    rate_ = encoder_->rate();
    return true;
}

int Sound::add_to(AVFormatContext *output) {
    output_ = output;
    stream_ = avformat_new_stream(output, nullptr);
    if (!stream_) {
        return AVERROR(ENOMEM);
    }
    stream_->time_base = {1, rate_};
    if (encoder_) {
        return avcodec_parameters_from_context(stream_->codecpar, &encoder_->context());
    }
    if (source_.stream->codecpar->codec_id == AV_CODEC_ID_FLAC) {
        // FFmpeg 5.1 calls it so; it is what browsers play.
        output->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
    }
    int error = avcodec_parameters_copy(stream_->codecpar, source_.stream->codecpar);
    stream_->codecpar->codec_tag = 0; // that of the other container
    return error;
}

int Sound::write_until(int64_t time, AVRational base) {
    int error = 0;
    while (error >= 0 && !ended_ && (time == INT64_MAX || av_compare_ts(next_, {1, rate_}, time, base) <= 0)) {
        error = step();
    }
    return error;
}

int Sound::step() {
    int result;
    {
        LogSink sink(complaint_);
        av_packet_unref(packet_.get());
        result = av_read_frame(source_.format.get(), packet_.get());
    }
    if (result == AVERROR(EAGAIN)) {
        return 0;
    }
    if (result < 0) {
        if (result != AVERROR_EOF) {
            note("its sound breaks off after " + seconds_text(static_cast<double>(next_) / rate_) + ": " + reason(result, complaint_));
        }
        return finish();
    }
    if (packet_->stream_index != source_.stream->index) {
        return 0;
    }
    read_++;
    if (packet_->flags & AV_PKT_FLAG_CORRUPT) {
        broken_++;
        return 0;
    }
    return encoder_ ? encode() : copy();
}

// The place of a time of the file, in samples from the first picture. Times of coarse containers are smoothed, as ffmpeg does.
int64_t Sound::time_of(int64_t ticks, int64_t samples) {
    return av_rescale_delta(source_.stream->time_base, ticks, {1, rate_}, static_cast<int>(samples), &delta_, {1, rate_}) - zero_;
}

int Sound::copy() {
    const AVCodecParameters &told = *source_.stream->codecpar;
    AVRational base = source_.stream->time_base, sample{1, rate_};
    // The codec tells its packets' length to the sample, but not of one cut short or doubled (AAC's SBR), which the container knows.
    int64_t counted = av_get_audio_frame_duration2(source_.stream->codecpar, packet_->size);
    int64_t said = av_rescale_q(packet_->duration, base, sample);
    int64_t tick = av_rescale_q_rnd(1, base, sample, AV_ROUND_UP);
    int64_t samples = said > 0 && (counted <= 0 || std::abs(said - counted) > tick) ? said : std::max<int64_t>(counted, 0);
    int64_t ticks = packet_->pts != AV_NOPTS_VALUE ? packet_->pts : packet_->dts;
    int64_t place = ticks == AV_NOPTS_VALUE ? next_ : time_of(ticks, samples);
    if (first_ == AV_NOPTS_VALUE) {
        first_ = place;
    }
    // A decoder needs what came before: one packet at least. The file says that it is not to be heard.
    int64_t lead = std::max<int64_t>(told.seek_preroll, samples);
    if (place + samples + lead <= 0 || (packet_->flags & AV_PKT_FLAG_DISCARD && place >= 0)) {
        left_out_ |= place + samples + lead <= 0;
        next_ = std::max(next_, place + samples);
        return 0;
    }
    if (place >= end_) {
        return finish();
    }
    place = written_ == INT64_MIN ? place : std::max(place, written_ + 1);
    packet_->pts = packet_->dts = place;
    packet_->duration = std::min(samples, end_ - place);
    next_ = std::max(next_, place + samples);
    int error = write(packet_.get());
    if (error == AVERROR_INVALIDDATA || error == AVERROR(EINVAL)) {
        broken_++;
        return 0;
    }
    return error;
}

int Sound::encode() {
    int error;
    {
        LogSink sink(complaint_);
        error = avcodec_send_packet(decoder_.get(), packet_.get());
    }
    if (error < 0) {
        broken_++;
        return 0;
    }
    return take_frames();
}

int Sound::take_frames() {
    for (;;) {
        int error;
        {
            LogSink sink(complaint_);
            error = avcodec_receive_frame(decoder_.get(), frame_.get());
        }
        if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) {
            return 0;
        }
        if (error < 0) {
            broken_++;
            return 0;
        }
        int64_t ticks = frame_->best_effort_timestamp;
        int64_t place = AV_NOPTS_VALUE;
        if (ticks != AV_NOPTS_VALUE) {
            place = av_rescale_q(ticks, source_.stream->time_base, {1, rate_}) - zero_;
            left_out_ |= first_ == AV_NOPTS_VALUE && place < 0;
            first_ = first_ == AV_NOPTS_VALUE ? place : first_;
        }
        error = encoder_->add(*frame_, place, [this](AVPacket *packet) { return write(packet); });
        if (error < 0) {
            return error;
        }
        next_ = encoder_->reached();
        if (next_ >= end_) {
            return finish();
        }
    }
}

int Sound::finish() {
    if (ended_) {
        return 0;
    }
    ended_ = true;
    int error = 0;
    if (encoder_) {
        if (next_ < end_) {
            avcodec_send_packet(decoder_.get(), nullptr);
            error = take_frames();
        }
        if (error >= 0) {
            error = encoder_->finish([this](AVPacket *packet) { return write(packet); });
        }
    }
    note_what_was_left_out();
    return error;
}

void Sound::note_what_was_left_out() {
    if (read_ > 0 && written_ == INT64_MIN && broken_ > 0) {
        note("its sound is left out: none of it can be decoded" + (complaint_.empty() ? std::string() : std::string(": ") + complaint_.text()));
    } else if (broken_ > 0) {
        note(std::to_string(broken_) + " of " + std::to_string(read_) + " packets of its sound are broken and left out" +
             (complaint_.empty() ? std::string() : std::string(": ") + complaint_.text()));
    }
    // Of a part of a video nobody expects what comes before.
    bool whole = part_.end == AV_NOPTS_VALUE;
    if (whole && left_out_ && -first_ > unspoken_seconds * rate_) {
        note("the first " + seconds_text(-static_cast<double>(first_) / rate_) + " of its sound come before the first frame and are left out");
    }
}

int Sound::write(AVPacket *packet) {
    written_ = packet->dts;
    packet->stream_index = stream_->index;
    packet->pos = -1;
    av_packet_rescale_ts(packet, {1, rate_}, stream_->time_base);
    return av_interleaved_write_frame(output_, packet);
}

void Sound::note(const std::string &problem) {
    if (problem_.empty()) {
        problem_ = problem;
    }
}

} // namespace kinora
