// Every operator through one gate: looked up once by its schema, then called with its arguments on libtorch's own stack.
#include "binding.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/frontend/function_schema_parser.h>
#include <torch/version.h>

#include <cstdlib>
#include <cstring>
#include <sstream>

using c10::IValue;
using kinora::Argument;
using kinora::Tag;

namespace {

struct Parameter {
    c10::TypeKind kind;    // of what an optional holds
    c10::TypeKind element; // of what a list holds
    IValue fallback;
};

struct Operator {
    c10::OperatorHandle handle;
    std::vector<Parameter> parameters;
};

Parameter describe(const c10::Argument& argument) {
    auto type = argument.type();
    if (type->kind() == c10::TypeKind::OptionalType) type = type->castRaw<c10::OptionalType>()->getElementType();
    auto element = type->kind() == c10::TypeKind::ListType
        ? type->castRaw<c10::ListType>()->getElementType()->kind()
        : c10::TypeKind::AnyType;
    return {type->kind(), element, argument.default_value() ? *argument.default_value() : IValue()};
}

bool writes(const c10::Argument& argument) {
    return argument.alias_info() != nullptr && argument.alias_info()->isWrite();
}

bool same(const c10::Argument& a, const c10::Argument& b) {
    // type() shows symbolic integers as integers, so SymInt[] of a newer libtorch equals int[] of an older one.
    if (a.name() != b.name() || *a.type() != *b.type() || writes(a) != writes(b)) return false;
    if (bool(a.default_value()) != bool(b.default_value())) return false;
    return !a.default_value() || *a.default_value() == *b.default_value();
}

template <class... Parts>
[[noreturn]] void refuse(const c10::FunctionSchema& declared, const Parts&... parts) {
    std::ostringstream text;
    text << declared.operator_name() << " of libtorch " << TORCH_VERSION << " is not the operator this Kinora declares: ";
    (text << ... << parts);
    throw std::runtime_error(text.str());
}

// Schemas gain arguments between versions: trailing ones with defaults are filled, any other difference is refused.
void compare(const c10::FunctionSchema& declared, const c10::FunctionSchema& found) {
    const auto& ours = declared.arguments();
    const auto& theirs = found.arguments();
    for (size_t k = 0; k < ours.size(); k++) {
        if (k >= theirs.size()) refuse(declared, "declared '", ours[k], "', which the library lacks");
        if (!same(ours[k], theirs[k])) refuse(declared, "declared '", ours[k], "', the library has '", theirs[k], "'");
    }
    for (size_t k = ours.size(); k < theirs.size(); k++) {
        if (!theirs[k].default_value()) refuse(declared, "the library also wants '", theirs[k], "', which has no default");
    }
    const auto& returned = declared.returns();
    bool equal = returned.size() == found.returns().size();
    for (size_t k = 0; equal && k < returned.size(); k++) equal = *returned[k].type() == *found.returns()[k].type();
    if (!equal) refuse(declared, "declared '", declared, "', the library has '", found, "'");
}

IValue to_value(const Parameter& parameter, const Argument& argument) {
    switch (argument.tag) {
        case Tag::None: return IValue();
        case Tag::Default: return parameter.fallback;
        case Tag::Tensor: return kinora::borrow(argument.pointer);
        case Tag::Integer: return argument.integer;
        case Tag::Real: return argument.real;
        case Tag::Boolean: return argument.integer != 0;
        case Tag::Integers: return c10::List<int64_t>(c10::IntArrayRef(static_cast<int64_t*>(argument.pointer), argument.length));
        case Tag::Reals: return c10::List<double>(c10::ArrayRef<double>(static_cast<double*>(argument.pointer), argument.length));
        case Tag::Text: return std::string(static_cast<char*>(argument.pointer), argument.length);
        case Tag::Device: return c10::Device(static_cast<c10::DeviceType>(argument.integer), static_cast<c10::DeviceIndex>(argument.length));
        case Tag::Tensors: break;
    }
    auto handles = static_cast<void**>(argument.pointer);
    if (parameter.element == c10::TypeKind::OptionalType) {
        decltype(std::declval<IValue>().toOptionalTensorList()) list;
        for (int k = 0; k < argument.length; k++) {
            if (handles[k] != nullptr) list.push_back(kinora::borrow(handles[k]));
            else list.push_back({});
        }
        return list;
    }
    c10::List<at::Tensor> list;
    list.reserve(argument.length);
    for (int k = 0; k < argument.length; k++) list.push_back(kinora::borrow(handles[k]));
    return list;
}

void from_value(IValue&& value, Argument& result) {
    if (value.isTensor()) {
        result.tag = Tag::Tensor;
        result.pointer = kinora::give(std::move(value).toTensor());
    } else if (value.isInt()) {
        result.tag = Tag::Integer;
        result.integer = value.toInt();
    } else if (value.isDouble()) {
        result.tag = Tag::Real;
        result.real = value.toDouble();
    } else if (value.isBool()) {
        result.tag = Tag::Boolean;
        result.integer = value.toBool();
    } else if (value.isTensorList()) {
        auto tensors = value.toTensorVector();
        auto handles = static_cast<void**>(std::malloc(sizeof(void*) * (tensors.size() + 1)));
        for (size_t k = 0; k < tensors.size(); k++) handles[k] = kinora::give(std::move(tensors[k]));
        result.tag = Tag::Tensors;
        result.length = static_cast<int32_t>(tensors.size());
        result.pointer = handles;
    } else {
        throw std::runtime_error("a result of kind " + value.tagKind() + ", which the binding does not pass on");
    }
}

void print(std::ostream& text, const IValue& value) {
    if (value.isTensor()) {
        text << kinora::describe(value.toTensor());
    } else if (value.isTensorList()) {
        text << "[";
        const char* comma = "";
        for (const at::Tensor& tensor : value.toTensorVector()) {
            text << comma << kinora::describe(tensor);
            comma = ", ";
        }
        text << "]";
    } else {
        text << value;
    }
}

// "aten::conv3d(input=Float[1, 3, 8, 8, 8], weight=..., stride=[1, 1, 1]): ": what a reader of the error needs first.
std::string describe_call(const Operator& op, const Argument* arguments, int count) {
    std::ostringstream text;
    text << op.handle.schema().operator_name() << "(";
    for (int k = 0; k < count; k++) {
        text << (k ? ", " : "") << op.handle.schema().arguments()[k].name() << "=";
        print(text, to_value(op.parameters[k], arguments[k]));
    }
    text << "): ";
    return text.str();
}

// The stack of this thread, lent to one call at a time; a call made during a call starts with an empty one.
struct Stack {
    static thread_local std::vector<IValue> spare;
    std::vector<IValue> values = std::move(spare);
    ~Stack() {
        values.clear();
        spare = std::move(values);
    }
};
thread_local std::vector<IValue> Stack::spare;

} // namespace

// Looks an operator up; null when the library lacks it or its schema differs. The operator lives as long as the program.
KINORA_API const Operator* kinora_operator(const char* declaration) {
    return kinora::guarded<const Operator*>(nullptr, "", [&] {
        kinora::register_operators();
        auto declared = torch::jit::parseSchema(declaration);
        auto handle = c10::Dispatcher::singleton().findSchema(declared.operator_name());
        if (!handle) refuse(declared, "the library has none of that name");
        compare(declared, handle->schema());
        auto op = new Operator{*handle, {}};
        for (const auto& argument : handle->schema().arguments()) op->parameters.push_back(describe(argument));
        return op;
    });
}

// Calls an operator; arguments beyond those given take their defaults. Returns how many results it wrote, or -1.
// With room for none the results are dropped: an operator in place returns what the caller already holds.
KINORA_API int kinora_call(const Operator* op, const Argument* arguments, int count, Argument* results, int room) {
    try {
        Stack stack;
        auto& values = stack.values;
        for (int k = 0; k < count; k++) values.push_back(to_value(op->parameters[k], arguments[k]));
        for (size_t k = count; k < op->parameters.size(); k++) values.push_back(op->parameters[k].fallback);
        op->handle.callBoxed(&values);
        if (room == 0) return 0;
        if (values.size() != static_cast<size_t>(room)) throw std::runtime_error("an unexpected number of results");
        for (int k = 0; k < room; k++) from_value(std::move(values[k]), results[k]);
        return room;
    } catch (...) {
        auto failure = std::current_exception();
        return kinora::guarded(-1, "", [&]() -> int {
            auto call = describe_call(*op, arguments, count);
            return kinora::guarded(-1, call.c_str(), [&]() -> int { std::rethrow_exception(failure); });
        });
    }
}

// Every schema the dispatcher knows, one a line; the caller frees the text with kinora_free.
KINORA_API char* kinora_schemas() {
    return kinora::guarded<char*>(nullptr, "", [] {
        kinora::register_operators();
        std::ostringstream text;
        auto& dispatcher = c10::Dispatcher::singleton();
        for (const auto& name : dispatcher.getAllOpNames()) {
            auto handle = dispatcher.findSchema(name);
            if (handle) text << handle->schema() << "\n";
        }
        return strdup(text.str().c_str());
    });
}

KINORA_API void kinora_free(void* memory) { std::free(memory); }
