// Opens a file as a container and picks one of its streams.
#pragma once
#include <string>

#include "log.h"
#include "owned.h"

namespace kinora {

struct Source {
    // FFmpeg does not close a file that was handed to it.
    struct CloseFile {
        void operator()(AVIOContext *it) const { avio_closep(&it); }
    };
    std::unique_ptr<AVIOContext, CloseFile> file;
    Owned<AVFormatContext> format;
    AVStream *stream = nullptr;
    // Size and time of the file, by which another one of the same name is told.
    int64_t bytes = -1, changed = 0;
    bool cut_short = false; // the file is shorter than its own header says
};

// Opens a file and finds its streams; none is chosen yet. False: error says what is wrong.
bool open_container(const std::string &path, Source &source, const Complaint &complaint, std::string &error);

// The stream that ffmpeg would show, or null.
AVStream *find_pictures(const AVFormatContext &format);

// From here on only packets of this stream are read.
void choose(Source &source, AVStream *stream);

// Opens a file and chooses its video stream, or the same file anew where the source was open before. False: error says what is wrong. complaint holds the first error that FFmpeg logged, if any.
bool open_source(const std::string &path, Source &source, const Complaint &complaint, std::string &error);

} // namespace kinora
