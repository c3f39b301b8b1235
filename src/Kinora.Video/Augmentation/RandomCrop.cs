using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>Cuts out a part of fixed size at a random place: <c>crop 112x112</c>.</summary>
/// <param name="Size">Height and width of the part.</param>
public sealed record RandomCrop(FrameSize Size) : IAugmentation
{
    /// <summary>Height and width of the part.</summary>
    public FrameSize Size { get; } = SizeText.Positive(Size);

    /// <inheritdoc/>
    /// <exception cref="VideoException">The frames are smaller than the part.</exception>
    public Frames Apply(Frames frames, ClipDraw draw)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var (down, across) = (frames.Height - Size.Height, frames.Width - Size.Width);
        if (down < 0 || across < 0)
        {
            throw new VideoException($"'{this}' cannot cut its part out of frames of {SizeText.Of(frames.Size)}: scale them to more, or cut out less");
        }

        return FrameScaler.Crop(frames, new FrameRegion(draw.Below(0, down + 1), draw.Below(1, across + 1), Size));
    }

    /// <summary>The text form.</summary>
    public override string ToString() => $"crop {SizeText.Of(Size)}";
}
