// Errors, threads, random numbers, devices.
#include "binding.h"

#include <ATen/Parallel.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/version.h>

#include <cctype>
#include <mutex>

using kinora::borrow;
using kinora::give;
using kinora::guarded;

namespace {
thread_local std::string error;

at::Generator generator(int device_type, int device_index) {
    return at::globalContext().defaultGenerator(
        c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
}
} // namespace

void kinora::set_error(const std::string& text) {
    error.clear();
    for (unsigned char c : text) {
        if (!std::isspace(c)) error += static_cast<char>(c);
        else if (!error.empty() && error.back() != ' ') error += ' ';
    }
    while (!error.empty() && error.back() == ' ') error.pop_back();
}

// The text of this thread's last failure, valid until the next.
KINORA_API const char* kinora_error() { return error.c_str(); }

KINORA_API const char* kinora_libtorch_version() { return TORCH_VERSION; }

KINORA_API int kinora_threads() { return at::get_num_threads(); }
KINORA_API int kinora_set_threads(int count) {
    return guarded(-1, "threads: ", [&] {
        at::set_num_threads(count);
        return 0;
    });
}
KINORA_API int kinora_interop_threads() { return at::get_num_interop_threads(); }
KINORA_API int kinora_set_interop_threads(int count) {
    return guarded(-1, "inter-operator threads: ", [&] {
        at::set_num_interop_threads(count);
        return 0;
    });
}

KINORA_API int kinora_cuda_devices() {
    constexpr auto cuda = c10::DeviceType::CUDA;
    return c10::impl::hasDeviceGuardImpl(cuda) ? static_cast<int>(c10::impl::getDeviceGuardImpl(cuda)->deviceCount()) : 0;
}

// Seeds the generators of all devices.
KINORA_API int kinora_seed(uint64_t seed) {
    return guarded(-1, "seed: ", [&] {
        at::manual_seed(seed);
        return 0;
    });
}

KINORA_API void* kinora_random_state(int device_type, int device_index) {
    return guarded<void*>(nullptr, "random state: ", [&] {
        auto source = generator(device_type, device_index);
        std::lock_guard<std::mutex> lock(source.mutex());
        return give(source.get_state());
    });
}

KINORA_API int kinora_set_random_state(int device_type, int device_index, void* state) {
    return guarded(-1, "random state: ", [&] {
        auto target = generator(device_type, device_index);
        std::lock_guard<std::mutex> lock(target.mutex());
        target.set_state(borrow(state));
        return 0;
    });
}
