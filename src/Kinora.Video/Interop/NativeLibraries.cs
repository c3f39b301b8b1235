using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kinora.Video.Interop;

/// <summary>
/// Finds the native libraries of this assembly: in the folder that <c>KINORA_NATIVE</c> names, else beside the program.
/// An assembly can have one resolver only, so this one serves every native library of Kinora.Video.
/// </summary>
internal static class NativeLibraries
{
    /// <summary>The binding of FFmpeg.</summary>
    public const string Video = "kinora_video";

    /// <summary>The binding of OpenCV.</summary>
    public const string OpenCv = "kinora_opencv";

    /// <summary>The binding of OpenCV's image files.</summary>
    public const string Images = "kinora_images";

    /// <summary>The binding of OpenCV's optical flow.</summary>
    public const string Flow = "kinora_flow";

    // CA2255: a resolver has to be there before the first call, and each assembly sets its own.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name is not (Video or OpenCv or Images or Flow))
        {
            return 0;
        }

        // The folder may hold other libraries only, such as the binding of another libtorch.
        var file = $"lib{name}.so";
        var named = Environment.GetEnvironmentVariable("KINORA_NATIVE") is { Length: > 0 } folder ? Path.Combine(folder, file) : null;
        var path = File.Exists(named) ? named : Path.Combine(AppContext.BaseDirectory, file);
        if (!File.Exists(path))
        {
            throw new VideoException($"{path} is missing: build it with native/build {name["kinora_".Length..]}, or name its folder in KINORA_NATIVE");
        }

        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException problem)
        {
            // Among much advice, one line is the loader's own: "libavformat.so.59: cannot open shared object file: No such file or directory".
            var lines = problem.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var why = lines.FirstOrDefault(line => line.Contains(".so", StringComparison.Ordinal) && !line.StartsWith("Unable", StringComparison.Ordinal)) ?? lines[0];
            var packages = name == Video
                ? "FFmpeg 5.1's libraries (Debian 12: apt install libavformat59 libavcodec59 libavutil57 libswscale6 libswresample4)"
                : "OpenCV 4.6's libraries (Debian 12: apt install libopencv-imgproc406 libopencv-imgcodecs406 libopencv-video406)";
            throw new VideoException($"{path} cannot be loaded; it needs {packages}: {why}", problem);
        }
    }
}
