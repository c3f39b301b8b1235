using System.Runtime.InteropServices;
using Kinora.Video.Interop;

namespace Kinora.Video.Flow;

/// <summary>
/// Finds the flow of a video frame by frame, so that a long one needs no more memory than a short one. Frames become gray as
/// OpenCV's <c>cvtColor(RGB2GRAY)</c> makes them. One object serves one thread at a time; the flow is the same on every machine.
/// </summary>
public sealed partial class FlowEstimator : IDisposable
{
    /// <summary>DIS compares squares of 8 pixels in half the size; OpenCV's reads beyond the frame where they do not fit.</summary>
    private const int SmallestSideOfDis = 16;

    private readonly FrameSize size;
    private readonly string name;
    private nint handle;
    private bool hasFrame;

    /// <summary>Makes ready for frames of one size.</summary>
    /// <param name="size">Height and width of every frame.</param>
    /// <param name="kind">The method.</param>
    /// <exception cref="VideoException">The frames are too small for the method, or OpenCV lacks it.</exception>
    public FlowEstimator(FrameSize size, FlowKind kind)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Width);
        this.size = size;
        name = kind switch
        {
            FlowKind.Farneback => "Farneback flow",
            FlowKind.TvL1 => "TV-L1 flow",
            FlowKind.Dis => "DIS flow",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such method"),
        };
        if (kind == FlowKind.Dis && Math.Min(size.Height, size.Width) < SmallestSideOfDis)
        {
            throw new VideoException($"{name} needs frames of at least {SmallestSideOfDis}x{SmallestSideOfDis}, and these are {size}");
        }

        Check(Open((int)kind, size.Height, size.Width, out handle));
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">RGB pixels (H, W, 3).</param>
    /// <param name="flow">Gets the flow from the frame before to this one, (H, W, 2) in pixels; empty where it is not wanted, and for the first frame.</param>
    /// <exception cref="VideoException">OpenCV cannot find the flow.</exception>
    public void Next(ReadOnlySpan<byte> frame, Span<float> flow)
    {
        ObjectDisposedException.ThrowIf(handle == 0, this);
        // The native side knows lengths only from the size it was given, so they are checked here.
        if (frame.Length != (long)size.Height * size.Width * 3)
        {
            throw new ArgumentException($"{frame.Length} bytes are no frame of {size}, which has {(long)size.Height * size.Width * 3}");
        }

        if (!flow.IsEmpty && (flow.Length != (long)size.Height * size.Width * 2 || !hasFrame))
        {
            throw new ArgumentException(hasFrame ? $"{flow.Length} numbers are no flow of {size}, which has {(long)size.Height * size.Width * 2}" : "the first frame has no flow");
        }

        // An empty span may point somewhere; the default one is passed as null.
        Check(Next(handle, frame, flow.IsEmpty ? default : flow));
        hasFrame = true;
    }

    /// <summary>Gives the native memory back.</summary>
    public void Dispose()
    {
        Close(handle);
        handle = 0;
    }

    private void Check(nint problem)
    {
        if (Marshal.PtrToStringUTF8(problem) is { } text)
        {
            throw new VideoException($"{name} of frames of {size} cannot be found: {text.ReplaceLineEndings(" ").Trim()}");
        }
    }

    [LibraryImport(NativeLibraries.Flow, EntryPoint = "kinora_flow_open")]
    private static partial nint Open(int kind, int height, int width, out nint estimator);

    [LibraryImport(NativeLibraries.Flow, EntryPoint = "kinora_flow_next")]
    private static partial nint Next(nint estimator, ReadOnlySpan<byte> pixels, Span<float> flow);

    [LibraryImport(NativeLibraries.Flow, EntryPoint = "kinora_flow_close")]
    private static partial void Close(nint estimator);
}
