// The C ABI of libkinora_video.so. src/Kinora.Video/Interop/VideoNative.cs mirrors it line by line.
//
// A reader hands out packets and frames one at a time and decides nothing: which packets to read and which frames to keep
// is the business of Kinora.Video/Decoding. A reader serves one thread at a time.
#pragma once
#include <cstdint>

#if defined(KINORA_VIDEO_INTERNAL)
#define KINORA_API extern "C" __attribute__((visibility("default")))
#else
#define KINORA_API extern "C"
#endif

struct kinora_reader;
struct kinora_writer;

// No time is known. FFmpeg's AV_NOPTS_VALUE.
constexpr int64_t kinora_no_time = INT64_MIN;

struct kinora_stream {
    char codec[32];
    char container[64];
    int32_t width, height;            // of stored pictures, before they are turned
    int32_t time_base_num, time_base_den;
    int32_t rate_num, rate_den;       // average, as the container says; 0/0 when it does not
    int32_t aspect_num, aspect_den;   // of a pixel; 0/1 when not known
    int32_t rotation;                 // degrees clockwise
    int32_t mirrored;
    int32_t reorder_depth;            // how many frames the decoder holds back to put them in order
    int32_t encrypted;
    int32_t pixels_known;             // whether a first look found out how pixels are stored: 0 hints at a stream without frames
    int32_t cut_short;                // the file is shorter than its own header says
    int32_t seekable_codec;           // whether decoding may start at key frames with the same result
    int64_t declared_frames;          // as the container says; 0 when it does not
    int64_t declared_duration;        // of the stream, or else the file, in the time base; kinora_no_time when not known
};

enum kinora_packet_flags {
    kinora_packet_key = 1,
    kinora_packet_discard = 2,      // decoded, but not shown (edit list)
    kinora_packet_corrupt = 4,
    kinora_packet_encrypted = 8,
    kinora_packet_start = 16,       // a key frame from which decoding gives the same pixels as from the start
    kinora_packet_bidirectional = 32, // holds a picture that is shown before one that was coded earlier
    kinora_packet_disposable = 64,  // no other picture refers to it
};

struct kinora_packet {
    int64_t pts, dts, duration, position;
    int64_t order;         // order of presentation within the stream's coding, where the codec tells; else kinora_no_time
    int32_t size;
    int32_t flags;
    int32_t pictures;      // how many pictures the packet shows; -1 when its headers do not tell for sure
};

struct kinora_frame {
    int64_t packet;        // number given to kinora_reader_send with the packet that holds this picture; -1 when not known
    int64_t time;          // FFmpeg's best effort, in the time base, or kinora_no_time
    int64_t duration;
    int32_t width, height; // upright
    int32_t key;
    int32_t damaged;
    int32_t time_guessed;  // whether the container gave none
};

// Opens a file. On failure null, and error says in a few words what is wrong with the file.
KINORA_API kinora_reader *kinora_reader_open(const char *path, char *error, int32_t error_size);
KINORA_API void kinora_reader_close(kinora_reader *reader);
KINORA_API void kinora_reader_stream(const kinora_reader *reader, kinora_stream *stream);
// The first thing that FFmpeg complained about while it took the container apart, or decoded; "" when nothing.
KINORA_API const char *kinora_reader_container_complaint(const kinora_reader *reader);
KINORA_API const char *kinora_reader_decoder_complaint(const kinora_reader *reader);
KINORA_API void kinora_reader_forget_complaints(kinora_reader *reader);

// Reads the next packet of the stream. 1: packet is filled; 0: end of file; -1: the file cannot be read further.
KINORA_API int32_t kinora_reader_next(kinora_reader *reader, kinora_packet *packet);
// Looks into the headers of the packet just read: fills order, pictures and the flags that need the headers.
KINORA_API void kinora_reader_inspect(kinora_reader *reader, kinora_packet *packet);
// Moves to the last key frame at or before a time (in the time base; of decoding order). 0, or -1.
KINORA_API int32_t kinora_reader_seek(kinora_reader *reader, int64_t time);
// Opens the file anew, at its first packet. 0, or -1.
KINORA_API int32_t kinora_reader_reopen(kinora_reader *reader);

// Makes a fresh decoder with this many threads, or (threads = 0) lets the present one forget what it has seen. 0, or -1.
KINORA_API int32_t kinora_reader_reset_decoder(kinora_reader *reader, int32_t threads);
// Sends the packet just read to the decoder; number comes back with its frame. skip: the frame is not wanted unless others
// refer to it. 0, or -1 when the decoder found it broken.
KINORA_API int32_t kinora_reader_send(kinora_reader *reader, int64_t number, int32_t skip);
// Tells the decoder that no packet follows.
KINORA_API void kinora_reader_drain(kinora_reader *reader);
// 1: a frame is there; 0: the decoder wants a packet; 2: no frame is left; -1: the decoder found something broken; call again.
KINORA_API int32_t kinora_reader_receive(kinora_reader *reader, kinora_frame *frame);
// Writes the frame just received as RGB, upright, without gaps. bilinear 0: as FFmpeg converts by itself; 1: as its filter
// scale=width:height:flags=bilinear. 0, or -1.
KINORA_API int32_t kinora_reader_convert(kinora_reader *reader, uint8_t *pixels, int32_t width, int32_t height, int32_t bilinear);

struct kinora_writer_options {
    int32_t width, height;                  // even
    int32_t time_base_num, time_base_den;   // unit of the frames' times, in seconds
    int32_t rate_num, rate_den;             // frames each second, on average
    int32_t crf, threads;
    double pixel_aspect;                    // width over height of a pixel; 0 when not known
    int64_t sound_zero;                     // time of the first frame in the file that sound comes from
    int64_t sound_end;                      // where its sound stops; kinora_no_time for all there is
    int32_t sound_base_num, sound_base_den; // unit of these two, in seconds
};

// Writes H.264 in MP4. sound_path: a file whose sound goes along, or null. On failure null, and error says why; sound that cannot be used is
// no failure.
KINORA_API kinora_writer *kinora_writer_open(const char *path, const char *preset, const char *sound_path,
                                             const kinora_writer_options *options, char *error, int32_t error_size);
// Times rise from frame to frame.
KINORA_API int32_t kinora_writer_write(kinora_writer *writer, const uint8_t *pixels, int64_t time, int64_t duration, char *error,
                                       int32_t error_size);
KINORA_API int32_t kinora_writer_finish(kinora_writer *writer, char *error, int32_t error_size);
// What is wrong with the sound: all of it is known after kinora_writer_finish; "" when nothing is.
KINORA_API const char *kinora_writer_sound_problem(const kinora_writer *writer);
KINORA_API void kinora_writer_close(kinora_writer *writer);
