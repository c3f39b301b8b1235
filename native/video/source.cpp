#include "source.h"

#include <cerrno>
#include <cstring>
#include <set>
#include <sys/stat.h>

extern "C" {
#include <libavutil/opt.h>
}

namespace kinora {
namespace {

// Containers of pictures in one file. Others are refused: playlists and scripts (hls, dash, concat, ...) name further files and
// addresses, which a file from a stranger must not make us open; and what shows text as pictures (tty, ...) is no video.
const std::set<std::string> &containers() {
    static const std::set<std::string> names{
        "mov,mp4,m4a,3gp,3g2,mj2", "avi", "matroska,webm", "mpegts", "mpeg", "mpegvideo", "m4v", "h264", "hevc", "h263", "h261",
        "av1", "obu", "ivf", "flv", "live_flv", "asf", "ogg", "gif", "apng", "mjpeg", "mjpeg_2000", "rm", "dv", "mxf", "nut", "nsv",
        "wtv", "vc1", "vc1test", "cavsvideo", "dirac", "yuv4mpegpipe", "dhav", "bink", "smk", "swf", "roq", "avs", "ivr", "gxf", "lxf"};
    return names;
}

int refuse_further_file(AVFormatContext *, AVIOContext **, const char *, int, AVDictionary **) { return AVERROR(EPERM); }

// ffmpeg's choice: the largest picture, unless one is marked as default or gave no packet; cover art last.
int64_t rank(const AVStream &stream) {
    if (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) {
        return 1;
    }
    return static_cast<int64_t>(stream.codecpar->width) * stream.codecpar->height +
           (stream.event_flags & AVSTREAM_EVENT_FLAG_NEW_PACKETS ? 100000000 : 0) +
           (stream.disposition & AV_DISPOSITION_DEFAULT ? 5000000 : 0);
}

uint64_t big_endian(const uint8_t *bytes, int count) {
    uint64_t value = 0;
    for (int i = 0; i < count; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

// AVI and Matroska say in their first bytes how long they are. (MP4 says it of every frame; transport streams do not say.)
bool ends_too_early(AVIOContext *file, const std::string &container) {
    uint8_t head[64] = {};
    int64_t length = avio_size(file);
    if (avio_seek(file, 0, SEEK_SET) < 0 || avio_read(file, head, sizeof head) < 16 || avio_seek(file, 0, SEEK_SET) < 0) {
        return false;
    }
    if (container == "avi") {
        // "RIFF", then the size of what follows; 0 and -1 where the writer did not come back to tell.
        uint32_t size = head[4] | head[5] << 8 | head[6] << 16 | static_cast<uint32_t>(head[7]) << 24;
        return size != 0 && size != 0xFFFFFFFF && size + int64_t{8} > length;
    }
    if (container == "matroska,webm") {
        // Elements: an identifier of four bytes, a size whose leading zeros tell its length, content. First the header, then the
        // segment, which holds all the rest. A size of ones is not known.
        int at = 0;
        for (uint32_t wanted : {0x1A45DFA3u, 0x18538067u}) {
            if (at + 12 > static_cast<int>(sizeof head) || big_endian(head + at, 4) != wanted || head[at + 4] == 0) {
                return false;
            }
            int bytes = __builtin_clz(head[at + 4]) - 24 + 1;
            uint64_t all_ones = (uint64_t{1} << 7 * bytes) - 1;
            uint64_t size = big_endian(head + at + 4, bytes) & all_ones;
            int64_t content = at + 4 + bytes;
            if (wanted == 0x18538067u) {
                return size != all_ones && content + static_cast<int64_t>(size) > length;
            }
            if (size > sizeof head) {
                return false;
            }
            at = static_cast<int>(content + size);
        }
    }
    return false;
}

} // namespace

bool open_container(const std::string &path, Source &source, const Complaint &complaint, std::string &error) {
    struct stat about;
    if (stat(path.c_str(), &about) != 0) {
        error = errno == ENOENT || errno == ENOTDIR ? "no such file" : std::string("cannot be read: ") + std::strerror(errno);
        return false;
    }
    if (S_ISDIR(about.st_mode)) {
        error = "is a folder, not a video file";
        return false;
    }
    if (!S_ISREG(about.st_mode)) {
        error = "is not a regular file";
        return false;
    }
    if (about.st_size == 0) {
        error = "is empty (0 bytes)";
        return false;
    }

    int64_t changed = about.st_mtim.tv_sec * int64_t{1000000000} + about.st_mtim.tv_nsec;
    if (source.bytes >= 0 && (source.bytes != about.st_size || source.changed != changed)) {
        error = "changed while it was read";
        return false;
    }
    source.bytes = about.st_size;
    source.changed = changed;

    // The container goes before the file that it reads.
    source.stream = nullptr;
    source.format.reset();
    source.file.reset();
    AVDictionary *options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    AVIOContext *file = nullptr;
    int result = avio_open2(&file, ("file:" + path).c_str(), AVIO_FLAG_READ, nullptr, &options);
    av_dict_free(&options);
    if (result < 0) {
        error = "cannot be read: " + describe(result);
        return false;
    }
    source.file.reset(file);

    AVFormatContext *format = avformat_alloc_context();
    if (!format) {
        error = describe(AVERROR(ENOMEM));
        return false;
    }
    format->pb = file;
    format->io_open = refuse_further_file;
    av_opt_set(format, "protocol_whitelist", "file", 0);
    const AVInputFormat *kind = nullptr;
    result = av_probe_input_buffer2(file, &kind, path.c_str(), nullptr, 0, 0);
    if (result < 0) {
        avformat_free_context(format);
        error = "is not a video: its content is in no format that FFmpeg knows";
        return false;
    }
    if (!containers().count(kind->name)) {
        avformat_free_context(format);
        error = std::string("is not a video file: FFmpeg takes it for '") + kind->name + "' (" + kind->long_name + "), which Kinora does not open";
        return false;
    }
    source.cut_short = ends_too_early(file, kind->name);
    result = avformat_open_input(&format, path.c_str(), kind, nullptr);
    if (result < 0) {
        error = std::string("is not a video that can be read (taken for ") + kind->long_name + "): " + reason(result, complaint);
        return false;
    }
    source.format.reset(format);
    result = avformat_find_stream_info(format, nullptr);
    if (result < 0) {
        error = "its streams cannot be read: " + reason(result, complaint);
        return false;
    }
    return true;
}

AVStream *find_pictures(const AVFormatContext &format) {
    AVStream *found = nullptr;
    int64_t best = 0;
    for (unsigned i = 0; i < format.nb_streams; i++) {
        AVStream *stream = format.streams[i];
        if (stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && rank(*stream) > best) {
            best = rank(*stream);
            found = stream;
        }
    }
    return found;
}

void choose(Source &source, AVStream *stream) {
    source.stream = stream;
    for (unsigned i = 0; i < source.format->nb_streams; i++) {
        AVStream *other = source.format->streams[i];
        other->discard = other == stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
}

bool open_source(const std::string &path, Source &source, const Complaint &complaint, std::string &error) {
    if (!open_container(path, source, complaint, error)) {
        return false;
    }
    AVFormatContext *format = source.format.get();
    AVStream *pictures = find_pictures(*format);
    if (!pictures) {
        bool audio = false, video = false;
        for (unsigned i = 0; i < format->nb_streams; i++) {
            audio |= format->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
            video |= format->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
        }
        error = video   ? "its video stream is empty: neither a size nor a packet is in it"
                : audio ? "has no video stream, only sound"
                        : "has no video stream" + (complaint.empty() ? std::string() : std::string(": ") + complaint.text());
        return false;
    }
    choose(source, pictures);
    return true;
}

} // namespace kinora
