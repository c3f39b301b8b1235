// A C ABI over OpenCV's optical flow. A function returns null when it did its work, or else what was wrong: text that stays
// valid until the same thread calls again. Images are rows of RGB bytes that touch; a flow is rows of pairs of floats that
// touch, each pair how far a pixel moves to the right and down, in pixels.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

#include <dlfcn.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#define KINORA_EXPORT extern "C" __attribute__((visibility("default")))

namespace {

// Videos are spread over threads already; OpenCV's own threads on top would only contend with them. And DIS cuts the image
// into as many stripes as there are threads, so that its flow would depend on the machine.
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

using Method = cv::Ptr<cv::DenseOpticalFlow>;

// TV-L1 is in OpenCV's contributed modules. The package with their headers is 60 MB to download for the sake of this one
// function, and their library pulls in a hundred others: it is loaded where TV-L1 is asked for, and nowhere else.
Method tv_l1() {
    const std::string name = cv::format("libopencv_optflow.so.%d%02d", CV_VERSION_MAJOR, CV_VERSION_MINOR);
    void* library = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        throw std::runtime_error(std::string("TV-L1 is in OpenCV's contributed modules, which cannot be loaded: ") + dlerror());
    }
    // Ptr<DualTVL1OpticalFlow> cv::optflow::createOptFlow_DualTVL1(), whose class derives from DenseOpticalFlow alone.
    void* create = dlsym(library, "_ZN2cv7optflow22createOptFlow_DualTVL1Ev");
    if (create == nullptr) {
        throw std::runtime_error(name + " has no TV-L1: " + dlerror());
    }
    return reinterpret_cast<Method (*)()>(create)();
}

Method method_of(int kind) {
    switch (kind) {
        case 0: return cv::FarnebackOpticalFlow::create(3, 0.5, false, 15, 3, 5, 1.2, 0);
        case 1: return tv_l1();
        case 2: return cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_MEDIUM);
        default: throw std::invalid_argument("no such method");
    }
}

struct Estimator {
    Method method;
    cv::Size size;
    cv::Mat before;
    cv::Mat now;
};

}  // namespace

// `kind` is a Kinora.Video.Flow.FlowKind. What is handed out is freed with kinora_flow_close.
KINORA_EXPORT const char* kinora_flow_open(int kind, int height, int width, void** estimator) {
    return guarded([&] {
        auto made = std::make_unique<Estimator>();
        made->method = method_of(kind);
        made->size = cv::Size(width, height);
        *estimator = made.release();
    });
}

// Takes the next image. `flow` gets the flow from the image before to this one; null where that is not wanted, as for the first.
KINORA_EXPORT const char* kinora_flow_next(void* estimator, const std::uint8_t* pixels, float* flow) {
    return guarded([&] {
        auto& the = *static_cast<Estimator*>(estimator);
        const cv::Mat rgb(the.size, CV_8UC3, const_cast<std::uint8_t*>(pixels));
        cv::swap(the.before, the.now);
        cv::cvtColor(rgb, the.now, cv::COLOR_RGB2GRAY);
        if (flow == nullptr) {
            return;
        }
        if (the.before.empty()) {
            throw std::logic_error("the first image has no flow");
        }
        // An empty result: DIS takes one of the right size for a first guess.
        cv::Mat found;
        the.method->calc(the.before, the.now, found);
        CV_Assert(found.size() == the.size && found.type() == CV_32FC2 && found.isContinuous());
        std::memcpy(flow, found.data, found.total() * found.elemSize());
    });
}

KINORA_EXPORT void kinora_flow_close(void* estimator) { delete static_cast<Estimator*>(estimator); }

// Draws the flow of every `step`-th pixel as an arrow `scale` times as long, with smooth edges, over a black rim.
KINORA_EXPORT const char* kinora_flow_draw_arrows(std::uint8_t* pixels, int height, int width, const float* flow, int step,
                                                  double scale, int red, int green, int blue) {
    return guarded([&] {
        cv::Mat image(height, width, CV_8UC3, pixels);
        const cv::Mat field(height, width, CV_32FC2, const_cast<float*>(flow));
        const cv::Scalar colour(red, green, blue);
        // Ends lie between pixels, in parts of 1/8.
        constexpr int shift = 3;
        constexpr int parts = 1 << shift;
        for (int y = step / 2; y < height; y += step) {
            for (int x = step / 2; x < width; x += step) {
                const cv::Vec2d motion = cv::Vec2d(field.at<cv::Vec2f>(y, x)) * scale;
                const double length = std::hypot(motion[0], motion[1]);
                const cv::Point from(x * parts, y * parts);
                if (!(length >= 2 && length < 10000)) {
                    // What stands still is a dot; so is what is no number.
                    cv::circle(image, {x, y}, 0, colour, 1);
                    continue;
                }
                const cv::Point to(cvRound((x + motion[0]) * parts), cvRound((y + motion[1]) * parts));
                const double tip = std::min(0.5, 3 / length);
                cv::arrowedLine(image, from, to, {0, 0, 0}, 2, cv::LINE_AA, shift, tip);
                cv::arrowedLine(image, from, to, colour, 1, cv::LINE_AA, shift, tip);
            }
        }
    });
}
