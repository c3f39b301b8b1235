// FFmpeg logs to one callback of the process. Here it keeps the first error for whoever called FFmpeg on this
// thread, and lets nothing reach the terminal.
#pragma once
#include <string>

namespace kinora {

// While one lives, the first error that FFmpeg logs on this thread goes to a string that was empty.
class LogSink {
public:
    explicit LogSink(std::string &first_error);
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
