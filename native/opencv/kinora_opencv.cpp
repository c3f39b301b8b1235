// A C ABI over OpenCV's core and imgproc. A function returns null when it did its work, or else what was wrong: text that
// stays valid until the same thread calls again. Images are rows of RGB bytes.
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#define KINORA_EXPORT extern "C" __attribute__((visibility("default")))

namespace {

// Clips are spread over threads already; OpenCV's own threads on top would only contend with them.
const bool one_thread = (cv::setNumThreads(1), true);

template <typename Work>
const char* guarded(Work&& work) noexcept {
    static thread_local std::string problem;
    try {
        work();
        return nullptr;
    } catch (const std::exception& error) {
        problem = error.what();
        return problem.c_str();
    }
}

}  // namespace

// Scales one image. `source_row` is the distance between rows of the source in bytes, so that the source may be a part of a
// larger image; the target's rows touch. `interpolation` is a cv::InterpolationFlags.
KINORA_EXPORT const char* kinora_opencv_resize(const std::uint8_t* source, int source_height, int source_width, std::size_t source_row,
                                               std::uint8_t* target, int target_height, int target_width, int interpolation) {
    return guarded([&] {
        const cv::Mat from(source_height, source_width, CV_8UC3, const_cast<std::uint8_t*>(source), source_row);
        cv::Mat to(target_height, target_width, CV_8UC3, target);
        cv::resize(from, to, to.size(), 0, 0, interpolation);
        CV_Assert(to.data == target);
    });
}
