// What a tensor says of itself, and its memory.
#include "binding.h"

#include <cstring>
#include <sstream>

using kinora::borrow;
using kinora::give;
using kinora::guarded;

std::atomic<int64_t> kinora::live_tensors{0};

std::string kinora::describe(const at::Tensor& tensor) {
    if (!tensor.defined()) return "undefined";
    std::ostringstream text;
    text << c10::toString(tensor.scalar_type()) << tensor.sizes();
    if (!tensor.device().is_cpu()) text << " on " << tensor.device();
    return text.str();
}

KINORA_API int64_t kinora_live() { return kinora::live_tensors.load(std::memory_order_relaxed); }

KINORA_API void kinora_release(void* handle) {
    kinora::live_tensors.fetch_sub(1, std::memory_order_relaxed);
    kinora::TensorReference::reclaim(static_cast<c10::TensorImpl*>(handle));
}

KINORA_API int kinora_dim(c10::TensorImpl* tensor) { return static_cast<int>(tensor->dim()); }
KINORA_API int64_t kinora_element_count(c10::TensorImpl* tensor) { return tensor->numel(); }
KINORA_API int kinora_dtype(c10::TensorImpl* tensor) { return static_cast<int>(c10::typeMetaToScalarType(tensor->dtype())); }
KINORA_API int kinora_element_size(c10::TensorImpl* tensor) { return static_cast<int>(tensor->itemsize()); }
KINORA_API int kinora_is_contiguous(c10::TensorImpl* tensor) { return tensor->is_contiguous(); }
KINORA_API int kinora_is_inference(c10::TensorImpl* tensor) { return tensor->is_inference(); }

KINORA_API void kinora_shape(c10::TensorImpl* tensor, int64_t* shape) {
    auto sizes = tensor->sizes();
    std::copy(sizes.begin(), sizes.end(), shape);
}

KINORA_API void kinora_strides(c10::TensorImpl* tensor, int64_t* strides) {
    auto found = tensor->strides();
    std::copy(found.begin(), found.end(), strides);
}

// The device as (type << 32) | index, the index being -1 where there is one device only.
KINORA_API int64_t kinora_device(c10::TensorImpl* tensor) {
    auto device = tensor->device();
    return (static_cast<int64_t>(device.type()) << 32) | static_cast<uint32_t>(static_cast<int32_t>(device.index()));
}

KINORA_API void* kinora_data(void* tensor) {
    return guarded<void*>(nullptr, "data: ", [&] { return borrow(tensor).data_ptr(); });
}

// A new CPU tensor with a copy of the bytes; without bytes its elements have no value yet.
KINORA_API void* kinora_from_memory(const void* bytes, const int64_t* shape, int dim, int dtype) {
    return guarded<void*>(nullptr, "from memory: ", [&] {
        auto tensor = at::empty(c10::IntArrayRef(shape, dim), at::TensorOptions(static_cast<c10::ScalarType>(dtype)));
        if (tensor.nbytes() != 0) std::memcpy(tensor.data_ptr(), bytes, tensor.nbytes());
        return give(std::move(tensor));
    });
}

// Copies the elements, in row order, to memory that has room for exactly so many bytes.
KINORA_API int kinora_copy_out(void* handle, void* bytes, int64_t length) {
    return guarded(-1, "copy: ", [&] {
        auto tensor = borrow(handle).detach().cpu().contiguous();
        TORCH_CHECK(static_cast<int64_t>(tensor.nbytes()) == length, "room for ", length, " bytes, the tensor has ", tensor.nbytes());
        if (length != 0) std::memcpy(bytes, tensor.data_ptr(), length);
        return 0;
    });
}
