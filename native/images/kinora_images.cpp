// A C ABI over OpenCV's imgcodecs: an image in memory to and from the bytes of a PNG or JPEG file. A function returns null
// when it did its work, or else what was wrong: text that stays valid until the same thread calls again. Images are rows of
// RGB bytes that touch; what is handed out is freed with kinora_images_free.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#define KINORA_EXPORT extern "C" __attribute__((visibility("default")))

namespace {

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

std::uint8_t* copied(const std::uint8_t* bytes, std::size_t size) {
    auto* copy = static_cast<std::uint8_t*>(std::malloc(size));
    if (copy == nullptr) {
        throw std::bad_alloc();
    }
    std::memcpy(copy, bytes, size);
    return copy;
}

}  // namespace

// `extension` is ".png" or ".jpg"; `quality` (1 to 100) matters to JPEG only; `channels` is 3, or 1 where pixels are gray.
KINORA_EXPORT const char* kinora_images_encode(const char* extension, int quality, const std::uint8_t* pixels, int height, int width,
                                               int channels, std::uint8_t** bytes, std::size_t* size) {
    return guarded([&] {
        const cv::Mat image(height, width, CV_8UC(channels), const_cast<std::uint8_t*>(pixels));
        cv::Mat bgr = image;
        if (channels == 3) {
            bgr = cv::Mat();
            cv::cvtColor(image, bgr, cv::COLOR_RGB2BGR);
        }
        std::vector<std::uint8_t> encoded;
        if (!cv::imencode(extension, bgr, encoded, {cv::IMWRITE_JPEG_QUALITY, quality})) {
            throw std::runtime_error("OpenCV could not encode the image");
        }
        *bytes = copied(encoded.data(), encoded.size());
        *size = encoded.size();
    });
}

// Gray images become RGB, transparency is dropped, and the orientation a camera noted is applied.
KINORA_EXPORT const char* kinora_images_decode(const std::uint8_t* bytes, std::size_t size, std::uint8_t** pixels, int* height, int* width) {
    return guarded([&] {
        const cv::Mat encoded(1, static_cast<int>(size), CV_8UC1, const_cast<std::uint8_t*>(bytes));
        const cv::Mat bgr = cv::imdecode(encoded, cv::IMREAD_COLOR);
        if (bgr.empty()) {
            throw std::runtime_error("it is no image that OpenCV can decode");
        }
        cv::Mat rgb;
        cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
        *pixels = copied(rgb.data, rgb.total() * rgb.elemSize());
        *height = rgb.rows;
        *width = rgb.cols;
    });
}

KINORA_EXPORT void kinora_images_free(std::uint8_t* bytes) { std::free(bytes); }
