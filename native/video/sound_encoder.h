// Samples of any kind to AAC.
#pragma once
#include <functional>

#include "owned.h"

extern "C" {
#include <libavutil/audio_fifo.h>
#include <libswresample/swresample.h>
}

namespace kinora {

// Takes frames with their places, in samples from time zero. Gaps are filled with silence and what comes twice is left out, so that
// sound stays with the picture; what lies before time zero or after the end is cut to the sample.
class SoundEncoder {
public:
    using Sink = std::function<int(AVPacket *)>; // gets packets with times in samples

    // 0, or FFmpeg's error. rate: of the source; the encoder's own may be another where AAC does not know it.
    int open(int rate, int channels, int64_t end, bool global_header);
    int rate() const { return encoder_->sample_rate; }
    const AVCodecContext &context() const { return *encoder_; }
    // place: where the frame begins, in samples of rate(); AV_NOPTS_VALUE: right after the one before.
    int add(const AVFrame &frame, int64_t place, const Sink &sink);
    int finish(const Sink &sink);
    // The place after the last sample that was taken.
    int64_t reached() const { return next_; }

private:
    struct FreeFifo {
        void operator()(AVAudioFifo *it) const { av_audio_fifo_free(it); }
    };
    struct FreeResampler {
        void operator()(SwrContext *it) const { swr_free(&it); }
    };

    int prepare(const AVFrame &frame);
    int convert(const AVFrame *frame);
    int append(int from, int count, const Sink &sink);
    int silence(int64_t count, const Sink &sink);
    int encode(bool all, const Sink &sink);
    int drain(const Sink &sink);

    Owned<AVCodecContext> encoder_;
    std::unique_ptr<SwrContext, FreeResampler> resampler_;
    std::unique_ptr<AVAudioFifo, FreeFifo> waiting_;
    Owned<AVFrame> converted_{av_frame_alloc()}, piece_{av_frame_alloc()};
    Owned<AVPacket> packet_{av_packet_alloc()};
    // What resampler_ was made for.
    int from_rate_ = 0, from_format_ = -1, from_channels_ = 0;
    uint64_t from_mask_ = 0;
    int64_t end_ = INT64_MAX, next_ = 0, encoded_ = 0;
    bool started_ = false, aligning_ = true;
};

} // namespace kinora
