using System.Runtime.InteropServices;

namespace Kinora.Torch.Binding;

/// <summary>
/// The C ABI of native/torch. Only plain getters suppress the GC transition: a call or a release can block for long.
/// </summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "kinora_torch";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, LibraryLoader.Resolve);

    [LibraryImport(Library, EntryPoint = "kinora_error")]
    public static partial byte* Error();

    [LibraryImport(Library, EntryPoint = "kinora_operator")]
    public static partial nint Operator(byte* schema);

    [LibraryImport(Library, EntryPoint = "kinora_call")]
    public static partial int Call(nint op, Argument* arguments, int count, Argument* results, int room);

    [LibraryImport(Library, EntryPoint = "kinora_schemas")]
    public static partial byte* Schemas();

    [LibraryImport(Library, EntryPoint = "kinora_free")]
    public static partial void Free(void* memory);

    [LibraryImport(Library, EntryPoint = "kinora_live")]
    [SuppressGCTransition]
    public static partial long Live();

    [LibraryImport(Library, EntryPoint = "kinora_release")]
    public static partial void Release(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_dim")]
    [SuppressGCTransition]
    public static partial int Dim(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_element_count")]
    [SuppressGCTransition]
    public static partial long ElementCount(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_dtype")]
    [SuppressGCTransition]
    public static partial int DType(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_element_size")]
    [SuppressGCTransition]
    public static partial int ElementSize(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_is_contiguous")]
    [SuppressGCTransition]
    public static partial int IsContiguous(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_is_inference")]
    [SuppressGCTransition]
    public static partial int IsInference(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_shape")]
    [SuppressGCTransition]
    public static partial void Shape(nint tensor, long* shape);

    [LibraryImport(Library, EntryPoint = "kinora_strides")]
    [SuppressGCTransition]
    public static partial void Strides(nint tensor, long* strides);

    [LibraryImport(Library, EntryPoint = "kinora_device")]
    [SuppressGCTransition]
    public static partial long Device(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_data")]
    public static partial void* Data(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_from_memory")]
    public static partial nint FromMemory(void* bytes, long* shape, int dim, int dtype);

    [LibraryImport(Library, EntryPoint = "kinora_copy_out")]
    public static partial int CopyOut(nint tensor, void* bytes, long length);

    [LibraryImport(Library, EntryPoint = "kinora_requires_grad")]
    public static partial int RequiresGrad(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_set_requires_grad")]
    public static partial int SetRequiresGrad(nint tensor, int value);

    [LibraryImport(Library, EntryPoint = "kinora_grad")]
    public static partial nint Grad(nint tensor);

    [LibraryImport(Library, EntryPoint = "kinora_set_grad")]
    public static partial int SetGrad(nint tensor, nint gradient);

    [LibraryImport(Library, EntryPoint = "kinora_backward")]
    public static partial int Backward(nint tensor, nint gradient, int retainGraph);

    [LibraryImport(Library, EntryPoint = "kinora_gradients")]
    public static partial int Gradients(nint* outputs, int outputCount, nint* inputs, int inputCount, int createGraph, nint* gradients);

    [LibraryImport(Library, EntryPoint = "kinora_grad_mode")]
    [SuppressGCTransition]
    public static partial int GradMode();

    [LibraryImport(Library, EntryPoint = "kinora_set_grad_mode")]
    [SuppressGCTransition]
    public static partial void SetGradMode(int enabled);

    [LibraryImport(Library, EntryPoint = "kinora_enter_inference_mode")]
    public static partial nint EnterInferenceMode();

    [LibraryImport(Library, EntryPoint = "kinora_leave_inference_mode")]
    public static partial void LeaveInferenceMode(nint guard);

    [LibraryImport(Library, EntryPoint = "kinora_autocast")]
    public static partial int Autocast(int deviceType);

    [LibraryImport(Library, EntryPoint = "kinora_set_autocast")]
    public static partial int SetAutocast(int deviceType, int state);

    [LibraryImport(Library, EntryPoint = "kinora_enter_autocast")]
    public static partial void EnterAutocast();

    [LibraryImport(Library, EntryPoint = "kinora_leave_autocast")]
    public static partial void LeaveAutocast();

    [LibraryImport(Library, EntryPoint = "kinora_libtorch_version")]
    public static partial byte* LibtorchVersion();

    [LibraryImport(Library, EntryPoint = "kinora_threads")]
    public static partial int Threads();

    [LibraryImport(Library, EntryPoint = "kinora_set_threads")]
    public static partial int SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "kinora_interop_threads")]
    public static partial int InteropThreads();

    [LibraryImport(Library, EntryPoint = "kinora_set_interop_threads")]
    public static partial int SetInteropThreads(int count);

    [LibraryImport(Library, EntryPoint = "kinora_cuda_devices")]
    public static partial int CudaDevices();

    [LibraryImport(Library, EntryPoint = "kinora_seed")]
    public static partial int Seed(ulong seed);

    [LibraryImport(Library, EntryPoint = "kinora_random_state")]
    public static partial nint RandomState(int deviceType, int deviceIndex);

    [LibraryImport(Library, EntryPoint = "kinora_set_random_state")]
    public static partial int SetRandomState(int deviceType, int deviceIndex, nint state);
}
