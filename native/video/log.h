// FFmpeg logs to one callback of the process. Here it keeps the last error for whoever called FFmpeg on this thread, and
// lets nothing reach the terminal.
#pragma once
#include <string>

namespace kinora {

// While one lives, errors that FFmpeg logs on this thread go to a string.
class LogSink {
public:
    explicit LogSink(std::string &last_error);
    ~LogSink();
    LogSink(const LogSink &) = delete;
    LogSink &operator=(const LogSink &) = delete;

private:
    std::string *outer_;
};

// FFmpeg's words for an error number.
std::string describe(int error);

// Copies text into the buffer of a caller.
void put(char *buffer, int size, const std::string &text);

} // namespace kinora
