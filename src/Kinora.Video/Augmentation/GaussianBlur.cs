using System.Runtime.InteropServices;
using Kinora.Video.Interop;
using Kinora.Video.Sampling;

namespace Kinora.Video.Augmentation;

/// <summary>Blurs by OpenCV's <c>GaussianBlur</c>: <c>blur 0.5 sigma 0.1..2</c>.</summary>
/// <param name="Probability">How often, from 0 to 1.</param>
/// <param name="Sigma">The standard deviation in pixels, drawn evenly; the kernel has the size that OpenCV takes for it.</param>
public sealed partial record GaussianBlur(double Probability, Limits Sigma) : IAugmentation
{
    /// <summary>How often, from 0 to 1.</summary>
    public double Probability { get; } = Limits.Within(Probability, 0, 1, "the probability of a blur");

    /// <summary>The standard deviation in pixels, above 0.</summary>
    public Limits Sigma { get; } = Sigma.Low > 0 ? Sigma : throw new ArgumentException($"the sigma of a blur is above 0, not {Sigma}");

    /// <inheritdoc/>
    /// <exception cref="VideoException">OpenCV is missing.</exception>
    public Frames Apply(Frames frames, ClipDraw draw)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return draw.Fraction(0) < Probability ? WithSigma(frames, draw.Between(1, Sigma.Low, Sigma.High)) : frames;
    }

    /// <summary>Blurs every frame.</summary>
    /// <param name="frames">The clip.</param>
    /// <param name="sigma">In pixels, above 0.</param>
    /// <exception cref="VideoException">OpenCV is missing.</exception>
    public static Frames WithSigma(Frames frames, double sigma)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var blurred = new Frames(frames.Count, frames.Height, frames.Width);
        for (var t = 0; t < frames.Count; t++)
        {
            var problem = Marshal.PtrToStringUTF8(Blur(frames[t], frames.Height, frames.Width, blurred[t], sigma));
            if (problem is not null)
            {
                throw new VideoException($"OpenCV cannot blur frames of {frames.Size}: {problem}");
            }
        }

        return blurred;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => $"blur {Probability} sigma {Sigma}";

    [LibraryImport(NativeLibraries.OpenCv, EntryPoint = "kinora_opencv_blur")]
    private static partial nint Blur(ReadOnlySpan<byte> source, int height, int width, Span<byte> target, double sigma);
}
