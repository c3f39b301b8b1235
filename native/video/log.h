// FFmpeg logs to one callback of the process. Here it keeps the first error for whoever FFmpeg works for, and lets nothing reach the
// terminal.
#pragma once
#include <atomic>
#include <mutex>
#include <string>

namespace kinora {

// The first error of many: it names the cause, and those that follow are its consequences.
class Complaint {
public:
    void add(const std::string &text);
    void clear();
    bool empty() const { return !there_; }
    // Stays valid until the next call of text or clear.
    const char *text() const;

private:
    mutable std::mutex mutex_;
    std::atomic<bool> there_{false};
    std::string first_;
    mutable std::string copy_;
};

// While one lives, errors that FFmpeg logs on this thread go to a complaint. Those of a codec go to the complaint that its context's
// opaque pointer names, if it does: a decoder's own threads know nothing of the caller's.
class LogSink {
public:
    explicit LogSink(Complaint &complaint);
    ~LogSink();
    LogSink(const LogSink &) = delete;
    LogSink &operator=(const LogSink &) = delete;

private:
    Complaint *outer_;
};

// FFmpeg's words for an error number.
std::string describe(int error);

// The complaint, or else FFmpeg's words for the error.
std::string reason(int error, const Complaint &complaint);

// Copies text into the buffer of a caller.
void put(char *buffer, int size, const std::string &text);

} // namespace kinora
