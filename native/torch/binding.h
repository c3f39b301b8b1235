// What the files of this library share. The C ABI passes plain numbers and pointers only, so the managed side knows
// nothing of libtorch's version: a tensor is the address of its TensorImpl, whose reference the holder owns.
#pragma once
#include <ATen/ATen.h>

#include <atomic>
#include <cstdint>
#include <string>

#define KINORA_API extern "C" __attribute__((visibility("default")))

namespace kinora {

// The same numbers stand in src/Kinora.Torch/Binding/Argument.cs.
enum class Tag : int32_t {
    None = 0,
    Tensor = 1,
    Integer = 2,
    Real = 3,
    Boolean = 4,
    Integers = 5,
    Reals = 6,
    Tensors = 7,
    Text = 8,
    Device = 9,   // integer is the type, length the index
    Default = 10, // the default value of the operator's schema
};

// One argument or result of an operator.
struct Argument {
    Tag tag;
    int32_t length;
    union {
        int64_t integer;
        double real;
        void* pointer;
    };
};

using TensorReference = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

// Handles given to the managed side and not yet released.
extern std::atomic<int64_t> live_tensors;

inline at::Tensor borrow(void* handle) {
    return at::Tensor(TensorReference::reclaim_copy(static_cast<c10::TensorImpl*>(handle)));
}

// An undefined tensor is a null handle.
inline void* give(at::Tensor tensor) {
    if (!tensor.defined()) return nullptr;
    live_tensors.fetch_add(1, std::memory_order_relaxed);
    return tensor.unsafeReleaseTensorImpl();
}

// "Float[2, 3]", with the device where it is not the CPU.
std::string describe(const at::Tensor& tensor);

// Whether autocast is on for a kind of device, on this thread.
bool autocasts(c10::DeviceType device);

// Makes the operators of this library known to the dispatcher, once.
void register_operators();

// Keeps the text, as one line, for kinora_error of this thread.
void set_error(const std::string& text);

// Runs the body; an exception becomes the error text and the value that says so.
template <class Result, class Body>
Result guarded(Result failed, const char* what, Body&& body) noexcept {
    try {
        return body();
    } catch (const c10::Error& e) {
        set_error(std::string(what) + e.what_without_backtrace());
    } catch (const std::exception& e) {
        set_error(std::string(what) + e.what());
    } catch (...) {
        set_error(std::string(what) + "an exception that is no std::exception");
    }
    return failed;
}

} // namespace kinora
