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

// Blurs one image whose rows touch; OpenCV takes the kernel's size from sigma, in pixels.
KINORA_EXPORT const char* kinora_opencv_blur(const std::uint8_t* source, int height, int width, std::uint8_t* target, double sigma) {
    return guarded([&] {
        const cv::Mat from(height, width, CV_8UC3, const_cast<std::uint8_t*>(source));
        cv::Mat to(height, width, CV_8UC3, target);
        cv::GaussianBlur(from, to, {}, sigma);
        CV_Assert(to.data == target);
    });
}

// The room one line of text takes: from the left edge to the right, from the baseline up, and from the baseline down.
// `font` is a cv::HersheyFonts; these draw ASCII only. `thickness` is that of a stroke, in pixels.
KINORA_EXPORT const char* kinora_opencv_text_size(const char* text, int font, double scale, int thickness, int* width, int* above,
                                                  int* below) {
    return guarded([&] {
        const cv::Size size = cv::getTextSize(text, font, scale, thickness, below);
        *width = size.width;
        *above = size.height;
    });
}

// Draws one line of text with smooth edges; what does not fit on the image is cut off. (x, y) is where the baseline begins.
KINORA_EXPORT const char* kinora_opencv_draw_text(std::uint8_t* pixels, int height, int width, const char* text, int x, int y,
                                                  int font, double scale, int thickness, int red, int green, int blue) {
    return guarded([&] {
        cv::Mat image(height, width, CV_8UC3, pixels);
        cv::putText(image, text, {x, y}, font, scale, cv::Scalar(red, green, blue), thickness, cv::LINE_AA);
    });
}
