// The sound of one file, for the video that another is written to.
#pragma once
#include <memory>
#include <string>

#include "source.h"

namespace kinora {

class SoundEncoder;

// Which part of a file's sound goes along with the pictures: times in the file's own, in a time base.
struct SoundPart {
    AVRational base;
    int64_t zero; // when the first picture appears: time zero of what is written
    int64_t end;  // when the last one goes; AV_NOPTS_VALUE for all the sound there is
};

// Hands packets over as they are where an MP4 that browsers play may hold the codec, and else encodes anew as AAC. What is wrong with the
// sound never ends the writing: it is told by problem, and the picture goes on.
class Sound {
public:
    Sound();
    ~Sound();

    // False: the file has no sound that can be written; problem tells why, unless the file simply has none.
    bool open(const std::string &path, const SoundPart &part);
    // Adds a stream to the file, before its header. 0, or FFmpeg's error.
    int add_to(AVFormatContext *output);
    // Writes what is due up to a time, counted from the first picture; INT64_MAX: the rest. 0, or FFmpeg's error from writing.
    int write_until(int64_t time, AVRational base);
    // Samples each second of what is written.
    int rate() const { return rate_; }
    // What is wrong with the sound; "" when nothing is known to be.
    const std::string &problem() const { return problem_; }

private:
    bool open_encoder(const AVCodecParameters &told);
    int step();
    int copy();
    int encode();
    int take_frames();
    int finish();
    int write(AVPacket *packet);
    int64_t time_of(int64_t ticks, int64_t samples);
    void note(const std::string &problem);
    void note_what_was_left_out();

    Complaint complaint_;
    Source source_;
    SoundPart part_{};
    Owned<AVPacket> packet_{av_packet_alloc()};
    Owned<AVFrame> frame_{av_frame_alloc()};
    Owned<AVCodecContext> decoder_; // null where packets are copied
    std::unique_ptr<SoundEncoder> encoder_;
    AVFormatContext *output_ = nullptr;
    AVStream *stream_ = nullptr;
    std::string problem_;
    int rate_ = 0;
    // In samples from the first picture:
    int64_t zero_ = 0;              // in the file's time
    int64_t end_ = INT64_MAX;       // where sound stops
    int64_t next_ = 0;              // what was read reaches to here
    int64_t written_ = INT64_MIN;   // time of the last packet written
    int64_t first_ = AV_NOPTS_VALUE; // where the first that came begins
    int64_t delta_ = AV_NOPTS_VALUE; // state of av_rescale_delta
    int64_t broken_ = 0, read_ = 0;
    bool left_out_ = false, ended_ = false;
};

} // namespace kinora
