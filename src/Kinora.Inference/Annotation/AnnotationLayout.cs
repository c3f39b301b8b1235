using Kinora.Video;
using Kinora.Video.Drawing;

namespace Kinora.Inference.Annotation;

/// <summary>How large each part of an annotation is on frames of a size, in pixels; 0 where a frame has no room for it.</summary>
internal sealed record AnnotationLayout
{
    // The least that can be read.
    private const int LeastText = 7;
    private const int LeastForText = 32;
    private const int LeastForBar = 96;
    private const int LeastForTimeline = 24;

    private AnnotationLayout(FrameSize size)
    {
        // Upright frames have less room for words than their height tells.
        var side = Math.Min(size.Height, size.Width);
        var letters = side < LeastForText ? 0 : Math.Max(LeastText, (int)Math.Round(side * 0.03));
        Text = new TextStyle(letters, IsBold: letters >= 9);
        Margin = side < LeastForBar ? 0 : (int)Math.Round(side * 0.022);
        // On the smallest frames every row counts.
        Padding = side < LeastForBar ? 2 : (int)Math.Round(letters * 0.6);
        Bar = side < LeastForBar ? 0 : Math.Max(3, (int)Math.Round(letters * 0.4));
        Timeline = side < LeastForTimeline ? 0 : Math.Max(3, (int)Math.Round(side * 0.02));
        Marker = Math.Max(1, (int)Math.Round(side * 0.005));
        LeastPlate = Math.Min(size.Width - (2 * Margin), side / 3);
    }

    /// <summary>The letters of the plate; of no height where there is no plate.</summary>
    public TextStyle Text { get; }

    /// <summary>From the edges of the frame to the plate.</summary>
    public int Margin { get; }

    /// <summary>From the edges of the plate to what is on it, and between its parts.</summary>
    public int Padding { get; }

    /// <summary>Height of the confidence bar.</summary>
    public int Bar { get; }

    /// <summary>Height of the timeline, without the line above it.</summary>
    public int Timeline { get; }

    /// <summary>Width of the marker's light part.</summary>
    public int Marker { get; }

    /// <summary>The least width of the plate, so that its bar can tell a percent from another.</summary>
    public int LeastPlate { get; }

    /// <summary>Width of the strip in the label's colour.</summary>
    public int Strip => Math.Max(2, Padding / 2);

    public static AnnotationLayout For(FrameSize size) => new(size);
}
