using System.Globalization;
using System.Runtime.InteropServices;
using Kinora.Torch.Binding;

namespace Kinora.Torch;

/// <summary>libtorch in this process. It is loaded, and set up for speed, at the first use of anything that needs it.</summary>
public static unsafe class TorchRuntime
{
    private static int leaks;

    /// <summary>The version of libtorch, <c>1.13.0</c>.</summary>
    public static string LibraryVersion => Marshal.PtrToStringUTF8((nint)NativeMethods.LibtorchVersion())!;

    /// <summary>The file of Kinora's own native library.</summary>
    public static string LibraryPath
    {
        get
        {
            // Any call loads it.
            _ = NativeMethods.Live();
            return LibraryLoader.Path!;
        }
    }

    /// <summary>
    /// Starts to load libtorch on another thread, which takes a third of a second; what needs it meanwhile waits for it.
    /// That it cannot be loaded is told at the first use.
    /// </summary>
    /// <param name="bytes">Memory that this thread will want for tensors then. It is touched now, so that its pages are there.</param>
    public static void BeginLoading(long bytes)
    {
        if (LibraryLoader.Path is not null)
        {
            return;
        }

        LibraryLoader.Prepare();
        // The first call of a function looks it up, for which the system's loader has no time while it loads.
        NativeMemory.Free(NativeMemory.Alloc(1));
        bytes = LibraryLoader.KeepsHeap ? bytes : 0;
        var memory = (byte*)NativeMemory.Alloc((nuint)bytes);
        _ = Task.Run(NativeMethods.Live);
        for (var page = 0L; page < bytes; page += Environment.SystemPageSize)
        {
            memory[page] = 0;
        }

        // The heap keeps it, and the next tensors of this thread come from there.
        NativeMemory.Free(memory);
    }

    /// <summary>Graphics cards that libtorch can use.</summary>
    public static int CudaDevices => NativeMethods.CudaDevices();

    /// <summary>Whether libtorch can use a graphics card.</summary>
    public static bool HasCuda => CudaDevices > 0;

    /// <summary>
    /// Whether the processor has instructions for bfloat16 (AVX512_BF16 or AMX-BF16; BF16 on arm64), as Linux tells; others
    /// compute with it in a roundabout way, more than ten times as slow as with float32.
    /// </summary>
    public static bool HasFastBfloat16 { get; } = ReadsFastBfloat16("/proc/cpuinfo");

    /// <summary>
    /// Threads inside one operator. At first <c>KINORA_THREADS</c>, or the physical cores this process may use. A thread
    /// that has already run operators keeps the number it began with.
    /// </summary>
    public static int Threads
    {
        get => NativeMethods.Threads();
        set => TorchException.Check(NativeMethods.SetThreads(value));
    }

    /// <summary>Threads over operators, which only TorchScript uses. It can be set once, before such work begins.</summary>
    public static int InteropThreads
    {
        get => NativeMethods.InteropThreads();
        set => TorchException.Check(NativeMethods.SetInteropThreads(value));
    }

    /// <summary>Tensors that were never freed and that the collector found (debug builds only).</summary>
    public static int LeakedTensors => Volatile.Read(ref leaks);

    /// <summary>Every operator schema the library knows, in the form of <c>operators.txt</c>, sorted.</summary>
    public static string[] Schemas()
    {
        var text = NativeMethods.Schemas();
        if (text is null)
        {
            throw TorchException.Last();
        }

        var lines = Marshal.PtrToStringUTF8((nint)text)!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        NativeMethods.Free(text);
        Array.Sort(lines, StringComparer.Ordinal);
        return lines;
    }

    /// <summary>Whether a file in the form of <c>/proc/cpuinfo</c> tells of instructions for bfloat16; false where there is none.</summary>
    internal static bool ReadsFastBfloat16(string path) =>
        File.Exists(path)
        && File.ReadLines(path).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal) || line.StartsWith("Features", StringComparison.Ordinal)) is { } flags
        && flags.Split([' ', '\t', ':']).Any(flag => flag is "avx512_bf16" or "amx_bf16" or "bf16");

    internal static void ReportLeak()
    {
        if (Interlocked.Increment(ref leaks) == 1)
        {
            Console.Error.WriteLine("kinora: a tensor was collected without having been freed; TorchRuntime.LeakedTensors counts them");
        }
    }

    /// <summary>How many threads to start with.</summary>
    /// <exception cref="TorchException"><c>KINORA_THREADS</c> is no positive number.</exception>
    internal static int DefaultThreads()
    {
        var text = Environment.GetEnvironmentVariable("KINORA_THREADS");
        if (string.IsNullOrEmpty(text))
        {
            return Math.Max(1, Math.Min(Environment.ProcessorCount, PhysicalCores()));
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads > 0
            ? threads
            : throw new TorchException($"KINORA_THREADS is '{text}'; a positive number is expected");
    }

    /// <summary>Cores of the machine, counting the hardware threads of one core once.</summary>
    private static int PhysicalCores()
    {
        const string Folder = "/sys/devices/system/cpu";
        var cores = Directory.Exists(Folder)
            ? Directory.EnumerateDirectories(Folder, "cpu*")
                .Select(cpu => Path.Combine(cpu, "topology", "thread_siblings_list"))
                .Where(File.Exists)
                .Select(File.ReadAllText)
                .Distinct(StringComparer.Ordinal)
                .Count()
            : 0;
        return cores > 0 ? cores : Environment.ProcessorCount;
    }
}
