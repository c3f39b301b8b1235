// Gradients and the modes they depend on. Modes belong to the thread that sets them.
#include "binding.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

using kinora::borrow;
using kinora::give;
using kinora::guarded;

KINORA_API int kinora_requires_grad(void* tensor) { return borrow(tensor).requires_grad(); }

KINORA_API int kinora_set_requires_grad(void* tensor, int value) {
    return guarded(-1, "requires_grad: ", [&] {
        borrow(tensor).requires_grad_(value != 0);
        return 0;
    });
}

// Null where there is no gradient yet: no failure.
KINORA_API void* kinora_grad(void* tensor) { return give(borrow(tensor).grad()); }

KINORA_API int kinora_set_grad(void* tensor, void* gradient) {
    return guarded(-1, "grad: ", [&] {
        auto target = borrow(tensor);
        auto value = gradient != nullptr ? borrow(gradient) : at::Tensor();
        TORCH_CHECK(!value.defined() || value.sizes() == target.sizes(), "a gradient of shape ", value.sizes(), " for a tensor of shape ", target.sizes());
        target.mutable_grad() = value;
        return 0;
    });
}

KINORA_API int kinora_backward(void* tensor, void* gradient, int retain_graph) {
    auto what = "backward of " + kinora::describe(borrow(tensor)) + ": ";
    return guarded(-1, what.c_str(), [&] {
        borrow(tensor).backward(gradient != nullptr ? borrow(gradient) : at::Tensor(), retain_graph != 0);
        return 0;
    });
}

// The gradients of the outputs' sum with respect to each input; null for an input the outputs do not depend on.
KINORA_API int kinora_gradients(void** outputs, int output_count, void** inputs, int input_count, int create_graph, void** gradients) {
    return guarded(-1, "gradients: ", [&] {
        torch::autograd::variable_list from, to, none(output_count);
        for (int k = 0; k < output_count; k++) from.push_back(borrow(outputs[k]));
        for (int k = 0; k < input_count; k++) to.push_back(borrow(inputs[k]));
        auto found = torch::autograd::grad(from, to, none, create_graph != 0, create_graph != 0, /*allow_unused=*/true);
        for (int k = 0; k < input_count; k++) gradients[k] = give(std::move(found[k]));
        return 0;
    });
}

KINORA_API int kinora_grad_mode() { return c10::GradMode::is_enabled(); }
KINORA_API void kinora_set_grad_mode(int enabled) { c10::GradMode::set_enabled(enabled != 0); }

// Inference mode is a guard that must leave on its thread, in the reverse order of entering.
KINORA_API void* kinora_enter_inference_mode() { return new c10::InferenceMode(true); }
KINORA_API void kinora_leave_inference_mode(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
