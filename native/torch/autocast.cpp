// Autocast: which type of numbers convolutions and products of matrices compute with. It belongs to the thread that sets it.
#include "binding.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

using kinora::guarded;

namespace {
constexpr int type_bits = 8;

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
bool enabled(c10::DeviceType device) { return at::autocast::is_autocast_enabled(device); }
at::ScalarType type(c10::DeviceType device) { return at::autocast::get_autocast_dtype(device); }
void set(c10::DeviceType device, bool on, at::ScalarType type) {
    at::autocast::set_autocast_enabled(device, on);
    at::autocast::set_autocast_dtype(device, type);
}
#else
bool is_cpu(c10::DeviceType device) {
    TORCH_CHECK(device == c10::DeviceType::CPU || device == c10::DeviceType::CUDA, "there is no autocast for ", device);
    return device == c10::DeviceType::CPU;
}
bool enabled(c10::DeviceType device) { return is_cpu(device) ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled(); }
at::ScalarType type(c10::DeviceType device) {
    return is_cpu(device) ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype();
}
void set(c10::DeviceType device, bool on, at::ScalarType type) {
    if (is_cpu(device)) {
        at::autocast::set_cpu_enabled(on);
        at::autocast::set_autocast_cpu_dtype(type);
    } else {
        at::autocast::set_enabled(on);
        at::autocast::set_autocast_gpu_dtype(type);
    }
}
#endif
} // namespace

bool kinora::autocasts(c10::DeviceType device) { return enabled(device); }

// The number of the type, shifted, and whether it is on; -1 for a failure.
KINORA_API int kinora_autocast(int device_type) {
    return guarded(-1, "autocast: ", [&] {
        const auto device = static_cast<c10::DeviceType>(device_type);
        return (static_cast<int>(type(device)) << type_bits) | static_cast<int>(enabled(device));
    });
}

KINORA_API int kinora_set_autocast(int device_type, int state) {
    return guarded(-1, "autocast: ", [&] {
        set(static_cast<c10::DeviceType>(device_type), (state & 1) != 0, static_cast<at::ScalarType>(state >> type_bits));
        return 0;
    });
}

// Weights cast once are kept until the outermost region ends.
KINORA_API void kinora_enter_autocast() { at::autocast::increment_nesting(); }
KINORA_API void kinora_leave_autocast() {
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
}
