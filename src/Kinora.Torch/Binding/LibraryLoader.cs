using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;

namespace Kinora.Torch.Binding;

/// <summary>
/// Loads libkinora_torch.so, and with it libtorch, once: from the folder that <c>KINORA_NATIVE</c> names, else from
/// beside the program. What must be set before libtorch is in the process is set here.
/// </summary>
internal static unsafe partial class LibraryLoader
{
    private const string FileName = "libkinora_torch.so";
    private const string ImagesName = "libkinora_images.so";

    // glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapMax = -4;

    private static readonly Lock Gate = new();
    private static nint library;

    /// <summary>Where the library was loaded from; null before.</summary>
    public static string? Path { get; private set; }

    /// <summary>Whether memory that is freed stays with the heap (see <see cref="Prepare"/>).</summary>
    public static bool KeepsHeap => !string.Equals(Environment.GetEnvironmentVariable("KINORA_MALLOC"), "stock", StringComparison.Ordinal);

    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (!string.Equals(name, "kinora_torch", StringComparison.Ordinal))
        {
            return 0;
        }

        lock (Gate)
        {
            return library != 0 ? library : library = Load();
        }
    }

    private static nint Load()
    {
        var folder = Environment.GetEnvironmentVariable("KINORA_NATIVE");
        var path = new[] { folder, AppContext.BaseDirectory }
            .Where(f => !string.IsNullOrEmpty(f))
            .Select(f => System.IO.Path.Combine(f!, FileName))
            .FirstOrDefault(File.Exists)
            ?? throw new TorchException($"{FileName} is neither in KINORA_NATIVE ({folder ?? "not set"}) nor in {AppContext.BaseDirectory}: run ./kinora once, which builds it");
        Prepare();
        if (string.IsNullOrEmpty(folder))
        {
            // The system's libtorch needs OpenCV, and that a hundred libraries for files. Whatever these look up in each other is
            // sought in all that are loaded at once: those of OpenCV alone first take a fifth off the whole.
            _ = NativeLibrary.TryLoad(System.IO.Path.Combine(AppContext.BaseDirectory, ImagesName), out _);
        }

        nint loaded;
        try
        {
            loaded = NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw new TorchException(Explain(path, e.Message), e);
        }

        // Debian's libtorch starts with one thread.
        ((delegate* unmanaged<int, int>)NativeLibrary.GetExport(loaded, "kinora_set_threads"))(TorchRuntime.DefaultThreads());
        Path = path;
        return loaded;
    }

    /// <summary>What to do about a library that the dynamic loader could not load.</summary>
    internal static string Explain(string path, string loaderMessage)
    {
        var missing = MissingLibrary().Match(loaderMessage);
        return missing.Success
            ? $"{path} needs {missing.Groups["name"].Value}, which is not on this system: run ./kinora once, which installs it, or set KINORA_LIBTORCH to the folder of a libtorch"
            : $"{path} could not be loaded; run ./kinora once, or set KINORA_LIBTORCH to the folder of a libtorch: {loaderMessage.ReplaceLineEndings(" ")}";
    }

    /// <summary>
    /// Memory and BLAS settings, which work only before libtorch first allocates and first multiplies. They go through
    /// libc: .NET's own environment never reaches native code. Doing it again changes nothing.
    /// </summary>
    public static void Prepare()
    {
        // OpenBLAS of Debian 12 does not know newer AMD cores and falls back to AVX2: half the speed where AVX-512 is there.
        if (Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512CD.IsSupported)
        {
            SetEnvironment("OPENBLAS_CORETYPE", "SkylakeX", overwrite: 0);
        }

        // Threads of OpenMP that wait for each other spin by default. As soon as anything else wants a core, such as the
        // threads that decode the next clips, the spinning takes the time of the one that is waited for: training beside
        // one busy process runs at less than half the speed, and shorter spinning is hardly better. Sleeping threads do not;
        // on a quiet virtual machine, where waking is dear, that costs up to a tenth.
        SetEnvironment("OMP_WAIT_POLICY", "passive", overwrite: 0);

        // Activations of tens of megabytes come and go at every step. Served by mmap each is a system call and a page
        // fault per page; from a heap that keeps what it has they are neither.
        if (KeepsHeap)
        {
            _ = SetMalloc(MmapMax, 0);
            _ = SetMalloc(TrimThreshold, int.MaxValue);
            _ = SetMalloc(TopPad, 64 << 20);
        }
    }

    [GeneratedRegex(@"(?<name>[^\s:]+\.so[.\d]*): cannot open shared object file", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingLibrary();

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMalloc(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
