#include "log.h"

#include <cstdio>

extern "C" {
#include <libavcodec/avcodec.h>
}

namespace kinora {
namespace {

thread_local Complaint *current = nullptr;

void receive(void *speaker, int level, const char *format, va_list arguments) {
    if (level > AV_LOG_ERROR) {
        return;
    }
    Complaint *complaint = current;
    if (speaker && *static_cast<const AVClass **>(speaker) == avcodec_get_class()) {
        if (void *named = static_cast<AVCodecContext *>(speaker)->opaque) {
            complaint = static_cast<Complaint *>(named);
        }
    }
    if (!complaint || !complaint->empty()) {
        return;
    }
    char line[512];
    std::vsnprintf(line, sizeof line, format, arguments);
    std::string text = line;
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ' || text.back() == '.')) {
        text.pop_back();
    }
    // Some decoders log a line in pieces; a piece of punctuation says nothing.
    if (text.size() > 2) {
        complaint->add(text);
    }
}

} // namespace

void Complaint::add(const std::string &text) {
    std::lock_guard lock(mutex_);
    if (!there_) {
        first_ = text;
        there_ = true;
    }
}

void Complaint::clear() {
    std::lock_guard lock(mutex_);
    first_.clear();
    there_ = false;
}

const char *Complaint::text() const {
    std::lock_guard lock(mutex_);
    copy_ = first_;
    return copy_.c_str();
}

LogSink::LogSink(Complaint &complaint) : outer_(current) {
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_callback(receive); });
    current = &complaint;
}

LogSink::~LogSink() { current = outer_; }

std::string describe(int error) {
    char text[AV_ERROR_MAX_STRING_SIZE];
    av_strerror(error, text, sizeof text);
    return text;
}

std::string reason(int error, const Complaint &complaint) { return complaint.empty() ? describe(error) : complaint.text(); }

void put(char *buffer, int size, const std::string &text) { std::snprintf(buffer, size, "%s", text.c_str()); }

} // namespace kinora
