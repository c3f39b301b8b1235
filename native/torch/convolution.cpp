// kinora::fast_conv3d: conv3d whose weights get their gradient from the compiled kernel on processors with AVX2 and no AVX-512.
//
// There oneDNN has a compiled kernel for the gradient of a 3-D convolution's weights only where depth is not padded, and
// otherwise unfolds its input for matrix products, which takes up to twice as long and hardly gains from a second thread. Depth
// padded beforehand is the same sum in another order. Output, and gradient of the input, are conv3d's own, bit for bit.
#include "binding.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

const std::vector<int64_t> unpadded{0, 0, 0};

struct PadsDepthFirst : torch::autograd::Function<PadsDepthFirst> {
    static at::Tensor forward(
        AutogradContext* context, const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
        const std::vector<int64_t>& stride, const std::vector<int64_t>& padding, const std::vector<int64_t>& dilation) {
        context->save_for_backward({input, weight});
        context->saved_data["bias"] = bias.has_value();
        context->saved_data["stride"] = stride;
        context->saved_data["padding"] = padding;
        context->saved_data["dilation"] = dilation;
        return at::conv3d(input, weight, bias, stride, padding, dilation);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const auto& input = saved[0];
        const auto& weight = saved[1];
        const bool bias = context->saved_data["bias"].toBool();
        const auto stride = context->saved_data["stride"].toIntVector();
        const auto padding = context->saved_data["padding"].toIntVector();
        const auto dilation = context->saved_data["dilation"].toIntVector();
        const std::vector<int64_t> outputs{weight.size(0)};

        auto backward = [&](const at::Tensor& from, const std::vector<int64_t>& padded, std::array<bool, 3> wanted) {
            return at::convolution_backward(
                gradients[0], from, weight, outputs, stride, padded, dilation, /*transposed=*/false, unpadded, /*groups=*/1, wanted);
        };
        at::Tensor of_input;
        if (context->needs_input_grad(0)) of_input = std::get<0>(backward(input, padding, {true, false, false}));
        const auto padded = at::constant_pad_nd(input, {0, 0, 0, 0, padding[0], padding[0]});
        const auto found = backward(padded, {0, padding[1], padding[2]}, {false, true, bias});
        return {of_input, std::get<1>(found), std::get<2>(found), {}, {}, {}};
    }
};

bool only_avx2() {
#if defined(__x86_64__)
    static const bool found = __builtin_cpu_supports("avx2") && !__builtin_cpu_supports("avx512f");
    return found;
#else
    return false;
#endif
}

// Autocast knows conv3d and not this operator, so that with autocast conv3d is what casts.
// The compiled kernel takes three channels as they are and fills others up to eights: one channel is dearer that way.
bool helps(const at::Tensor& input, const at::Tensor& weight, at::IntArrayRef padding, at::IntArrayRef dilation, int64_t groups) {
    if (!only_avx2() || !c10::GradMode::is_enabled() || !weight.requires_grad()) return false;
    if (kinora::autocasts(c10::DeviceType::CPU)) return false;
    for (const auto* tensor : {&input, &weight}) {
        if (!tensor->device().is_cpu() || tensor->scalar_type() != at::kFloat || tensor->dim() != 5) return false;
    }
    if (padding.size() != 3 || padding[0] == 0 || groups != 1) return false;
    for (auto step : dilation) if (step != 1) return false;
    return weight.size(1) == 3 || weight.size(1) >= 8;
}

bool has_avx512() {
#if defined(__x86_64__)
    static const bool found = __builtin_cpu_supports("avx512f");
    return found;
#else
    return false;
#endif
}

// On processors with AVX-512 the gradients of oneDNN 2.6.3 write past their memory where a kernel that moves in steps reaches beyond
// both ends of a short clip (seen with 7x1x1, stride 2, padding 3 and 5 frames: "double free or corruption", in PyTorch too).
bool corrupts(const at::Tensor& input, const at::Tensor& weight, at::IntArrayRef stride, at::IntArrayRef padding) {
    return has_avx512() && c10::GradMode::is_enabled() && (input.requires_grad() || weight.requires_grad())
        && input.device().is_cpu() && input.dim() == 5 && weight.dim() == 5 && stride.size() == 3 && stride[0] > 1
        && padding.size() == 3 && padding[0] > 1 && weight.size(2) > input.size(2);
}

at::Tensor fast_conv3d(
    const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias, at::IntArrayRef stride,
    at::IntArrayRef padding, at::IntArrayRef dilation, int64_t groups) {
    if (corrupts(input, weight, stride, padding)) {
        const auto padded = at::constant_pad_nd(input, {0, 0, 0, 0, padding[0], padding[0]});
        return at::conv3d(padded, weight, bias, stride, {0, padding[1], padding[2]}, dilation, groups);
    }
    if (!helps(input, weight, padding, dilation, groups)) return at::conv3d(input, weight, bias, stride, padding, dilation, groups);
    return PadsDepthFirst::apply(input, weight, bias, stride.vec(), padding.vec(), dilation.vec());
}

} // namespace

// On demand, and not when this file is loaded: of two copies of this library in one process the second takes the first's operators,
// where registering them again would end the program.
void kinora::register_operators() {
    static const bool registered = [] {
        if (!c10::Dispatcher::singleton().findSchema({"kinora::fast_conv3d", ""})) {
            static torch::Library library(torch::Library::FRAGMENT, "kinora", c10::nullopt, __FILE__, __LINE__);
            library.def(
                "fast_conv3d(Tensor input, Tensor weight, Tensor? bias=None, int[3] stride=1, int[3] padding=0, int[3] dilation=1, int groups=1) -> Tensor",
                fast_conv3d);
        }
        return true;
    }();
    (void)registered;
}
