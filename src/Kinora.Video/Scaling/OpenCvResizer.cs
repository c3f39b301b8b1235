using System.Runtime.InteropServices;
using Kinora.Video.Interop;

namespace Kinora.Video.Scaling;

/// <summary>OpenCV's own <c>cv::resize</c>.</summary>
internal sealed partial class OpenCvResizer(FrameSize source, FrameSize target, OpenCvResizer.Interpolation interpolation) : IResizer
{
    /// <summary>cv::InterpolationFlags.</summary>
    internal enum Interpolation
    {
        Linear = 1,
        Area = 3,
    }

    public void Resize(ReadOnlySpan<byte> pixels, int rowBytes, Span<byte> scaled)
    {
        // The native side knows lengths only from these numbers, so they are checked here.
        ArgumentOutOfRangeException.ThrowIfLessThan(rowBytes, source.Width * 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, ((source.Height - 1) * rowBytes) + (source.Width * 3));
        ArgumentOutOfRangeException.ThrowIfLessThan(scaled.Length, target.Height * target.Width * 3);
        var problem = Marshal.PtrToStringUTF8(Resize(
            pixels, source.Height, source.Width, (nuint)rowBytes, scaled, target.Height, target.Width, interpolation));
        if (problem is not null)
        {
            throw new VideoException($"OpenCV cannot scale {source} pixels to {target}: {problem}");
        }
    }

    [LibraryImport(NativeLibraries.OpenCv, EntryPoint = "kinora_opencv_resize")]
    private static partial nint Resize(
        ReadOnlySpan<byte> source, int sourceHeight, int sourceWidth, nuint sourceRow, Span<byte> target, int targetHeight, int targetWidth, Interpolation interpolation);
}
