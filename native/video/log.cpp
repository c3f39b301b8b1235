#include "log.h"

#include <cstdio>
#include <mutex>

extern "C" {
#include <libavutil/error.h>
#include <libavutil/log.h>
}

namespace kinora {
namespace {

thread_local std::string *current = nullptr;

void receive(void *, int level, const char *format, va_list arguments) {
    // The first error names the cause; those that follow are its consequences.
    if (level > AV_LOG_ERROR || !current || !current->empty()) {
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
        *current = text;
    }
}

} // namespace

LogSink::LogSink(std::string &first_error) : outer_(current) {
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_callback(receive); });
    current = &first_error;
}

LogSink::~LogSink() { current = outer_; }

std::string describe(int error) {
    char text[AV_ERROR_MAX_STRING_SIZE];
    av_strerror(error, text, sizeof text);
    return text;
}

void put(char *buffer, int size, const std::string &text) { std::snprintf(buffer, size, "%s", text.c_str()); }

} // namespace kinora
