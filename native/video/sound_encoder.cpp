#include "sound_encoder.h"

#include <algorithm>

namespace kinora {
namespace {

// Sound this far off its place is moved there; less is how containers round their times.
constexpr double tolerated_seconds = 0.05;
constexpr int bits_for_each_channel = 80000;
// Players mix more channels than this down as they please.
constexpr int most_channels = 6;

// The rate itself where AAC knows it, or else the next that keeps all of the sound, or the highest.
int nearest_rate(const AVCodec &codec, int rate) {
    int best = 0;
    for (const int *known = codec.supported_samplerates; known && *known; known++) {
        bool closer = *known >= rate ? best < rate || *known < best : best < rate && *known > best;
        best = closer ? *known : best;
    }
    return best > 48000 && rate > 96000 ? 48000 : best;
}

} // namespace

int SoundEncoder::open(int rate, int channels, int64_t end, bool global_header) {
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
    if (!codec) {
        return AVERROR_ENCODER_NOT_FOUND;
    }
    encoder_.reset(avcodec_alloc_context3(codec));
    if (!encoder_ || !converted_ || !piece_ || !packet_) {
        return AVERROR(ENOMEM);
    }
    encoder_->sample_rate = nearest_rate(*codec, rate);
    encoder_->sample_fmt = AV_SAMPLE_FMT_FLTP;
    encoder_->time_base = {1, encoder_->sample_rate};
    av_channel_layout_default(&encoder_->ch_layout, channels <= most_channels ? channels : 2);
    encoder_->bit_rate = int64_t{bits_for_each_channel} * encoder_->ch_layout.nb_channels;
    encoder_->flags |= global_header ? AV_CODEC_FLAG_GLOBAL_HEADER : 0;
    if (int error = avcodec_open2(encoder_.get(), codec, nullptr); error < 0) {
        return error;
    }
    waiting_.reset(av_audio_fifo_alloc(AV_SAMPLE_FMT_FLTP, encoder_->ch_layout.nb_channels, encoder_->frame_size));
    if (end != INT64_MAX) {
        end_ = av_rescale(end, encoder_->sample_rate, rate);
    }
    return waiting_ ? 0 : AVERROR(ENOMEM);
}

int SoundEncoder::prepare(const AVFrame &frame) {
    bool same = resampler_ && frame.sample_rate == from_rate_ && frame.format == from_format_ &&
                frame.ch_layout.nb_channels == from_channels_ && frame.ch_layout.u.mask == from_mask_;
    if (same) {
        return 0;
    }
    AVChannelLayout layout = frame.ch_layout;
    if (layout.order == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(&layout, frame.ch_layout.nb_channels);
    }
    SwrContext *made = nullptr;
    int error = swr_alloc_set_opts2(&made, &encoder_->ch_layout, encoder_->sample_fmt, encoder_->sample_rate, &layout,
                                    static_cast<AVSampleFormat>(frame.format), frame.sample_rate, 0, nullptr);
    resampler_.reset(made);
    if (error >= 0) {
        error = swr_init(made);
    }
    from_rate_ = frame.sample_rate;
    from_format_ = frame.format;
    from_channels_ = frame.ch_layout.nb_channels;
    from_mask_ = frame.ch_layout.u.mask;
    return error;
}

// null: what the resampler holds back.
int SoundEncoder::convert(const AVFrame *frame) {
    int room = swr_get_out_samples(resampler_.get(), frame ? frame->nb_samples : 0);
    av_frame_unref(converted_.get());
    if (room <= 0) {
        return room;
    }
    converted_->format = encoder_->sample_fmt;
    converted_->nb_samples = room;
    if (int error = av_channel_layout_copy(&converted_->ch_layout, &encoder_->ch_layout); error < 0) {
        return error;
    }
    if (int error = av_frame_get_buffer(converted_.get(), 0); error < 0) {
        return error;
    }
    return swr_convert(resampler_.get(), converted_->extended_data, room,
                       frame ? const_cast<const uint8_t **>(frame->extended_data) : nullptr, frame ? frame->nb_samples : 0);
}

int SoundEncoder::add(const AVFrame &frame, int64_t place, const Sink &sink) {
    if (int error = prepare(frame); error < 0) {
        return error;
    }
    int64_t held = swr_get_delay(resampler_.get(), encoder_->sample_rate);
    int count = convert(&frame);
    if (count <= 0) {
        return count;
    }
    int from = 0;
    if (place != AV_NOPTS_VALUE) {
        int64_t ahead = place - held - next_;
        if (aligning_ || std::abs(ahead) > tolerated_seconds * rate()) {
            if (!started_ && ahead > 0) {
                // Nothing before: the file says when its sound begins.
                next_ = encoded_ = next_ + ahead;
            } else if (ahead > 0) {
                if (int error = silence(std::min(ahead, end_ - next_), sink); error < 0) {
                    return error;
                }
            } else {
                from = static_cast<int>(std::min<int64_t>(-ahead, count));
            }
            aligning_ = from == count;
        }
    }
    return append(from, count - from, sink);
}

int SoundEncoder::append(int from, int count, const Sink &sink) {
    count = static_cast<int>(std::clamp<int64_t>(end_ - next_, 0, count));
    if (count == 0) {
        return 0;
    }
    uint8_t *planes[AV_NUM_DATA_POINTERS] = {};
    for (int channel = 0; channel < encoder_->ch_layout.nb_channels; channel++) {
        planes[channel] = converted_->extended_data[channel] + from * sizeof(float);
    }
    if (int error = av_audio_fifo_write(waiting_.get(), reinterpret_cast<void **>(planes), count); error < 0) {
        return error;
    }
    started_ = true;
    next_ += count;
    return encode(false, sink);
}

int SoundEncoder::silence(int64_t count, const Sink &sink) {
    Owned<AVFrame> sound(av_frame_alloc());
    if (!sound) {
        return AVERROR(ENOMEM);
    }
    std::swap(converted_, sound); // what is to come after the silence
    int error = 0;
    while (error >= 0 && count > 0) {
        int piece = static_cast<int>(std::min<int64_t>(count, encoder_->frame_size));
        av_frame_unref(converted_.get());
        converted_->format = encoder_->sample_fmt;
        converted_->nb_samples = piece;
        error = av_channel_layout_copy(&converted_->ch_layout, &encoder_->ch_layout);
        error = error < 0 ? error : av_frame_get_buffer(converted_.get(), 0);
        if (error >= 0) {
            av_samples_set_silence(converted_->extended_data, 0, piece, encoder_->ch_layout.nb_channels, encoder_->sample_fmt);
            error = append(0, piece, sink);
        }
        count -= piece;
    }
    std::swap(converted_, sound);
    return error;
}

// Whole frames of the encoder; all: also what is left.
int SoundEncoder::encode(bool all, const Sink &sink) {
    int ready;
    while ((ready = av_audio_fifo_size(waiting_.get())) >= encoder_->frame_size || (all && ready > 0)) {
        av_frame_unref(piece_.get());
        piece_->format = encoder_->sample_fmt;
        piece_->sample_rate = encoder_->sample_rate;
        piece_->nb_samples = std::min(ready, encoder_->frame_size);
        piece_->pts = encoded_;
        int error = av_channel_layout_copy(&piece_->ch_layout, &encoder_->ch_layout);
        error = error < 0 ? error : av_frame_get_buffer(piece_.get(), 0);
        error = error < 0 ? error : av_audio_fifo_read(waiting_.get(), reinterpret_cast<void **>(piece_->extended_data), piece_->nb_samples);
        error = error < 0 ? error : avcodec_send_frame(encoder_.get(), piece_.get());
        error = error < 0 ? error : drain(sink);
        if (error < 0) {
            return error;
        }
        encoded_ += piece_->nb_samples;
    }
    return 0;
}

int SoundEncoder::drain(const Sink &sink) {
    int error;
    while ((error = avcodec_receive_packet(encoder_.get(), packet_.get())) >= 0) {
        error = sink(packet_.get());
        av_packet_unref(packet_.get());
        if (error < 0) {
            return error;
        }
    }
    return error == AVERROR(EAGAIN) || error == AVERROR_EOF ? 0 : error;
}

int SoundEncoder::finish(const Sink &sink) {
    if (resampler_) {
        int count = convert(nullptr);
        int error = count <= 0 ? count : append(0, count, sink);
        if (error < 0) {
            return error;
        }
    }
    if (int error = encode(true, sink); error < 0) {
        return error;
    }
    if (int error = avcodec_send_frame(encoder_.get(), nullptr); error < 0) {
        return error;
    }
    return drain(sink);
}

} // namespace kinora
