using Kinora.Inference.Timelines;
using Kinora.Video;
using Kinora.Video.Drawing;
using Kinora.Video.Scaling;

namespace Kinora.Inference.Annotation;

/// <summary>The whole video along the bottom edge: its segments in the colours of their labels, and a marker at the present time.</summary>
internal sealed class TimelineStrip
{
    private static readonly Colour Black = new(0, 0, 0);
    private static readonly Colour White = new(255, 255, 255);

    private readonly AnnotationLayout layout;
    private readonly double duration;
    private readonly Canvas strip;
    private readonly int top;

    /// <param name="layout">Measures; the timeline's height is not 0.</param>
    /// <param name="size">Of the frame.</param>
    /// <param name="timeline">The segments.</param>
    /// <param name="colourOf">The colour of a segment.</param>
    public TimelineStrip(AnnotationLayout layout, FrameSize size, Timeline timeline, Func<Segment, Colour> colourOf)
    {
        (this.layout, duration) = (layout, timeline.Duration);
        // A dark line above it parts it from any picture. It is the same on every frame, so it is drawn once.
        var line = Math.Max(1, layout.Marker / 2);
        strip = new Canvas(new FrameSize(layout.Timeline + line, size.Width), Black);
        top = size.Height - strip.Size.Height;
        foreach (var (place, segment) in timeline.Segments.Index())
        {
            var (from, to) = (X(segment.Start, size.Width), X(segment.End, size.Width));
            strip.Fill(new FrameRegion(line, from, new FrameSize(layout.Timeline, to - from)), colourOf(segment));
            if (place > 0)
            {
                // Two of one label after each other, or of like colours, are still two.
                strip.Fill(new FrameRegion(line, from, new FrameSize(layout.Timeline, line)), Black);
            }
        }
    }

    /// <summary>Draws it.</summary>
    /// <param name="canvas">A frame.</param>
    /// <param name="seconds">The present time.</param>
    public void Draw(Canvas canvas, double seconds)
    {
        canvas.Place(strip.Pixels, strip.Size, top, 0);
        // White between black: to be seen on every colour. It stands out above the strip.
        var edge = Math.Max(1, layout.Marker / 2);
        var rise = layout.Timeline / 2;
        var height = strip.Size.Height + rise;
        var width = layout.Marker + (2 * edge);
        var left = Math.Clamp(X(seconds, canvas.Size.Width) - (width / 2), 0, canvas.Size.Width - width);
        canvas.Fill(new FrameRegion(top - rise, left, new FrameSize(height, width)), Black);
        canvas.Fill(new FrameRegion(top - rise + edge, left + edge, new FrameSize(height - edge, layout.Marker)), White);
    }

    private int X(double seconds, int width) => duration > 0 ? (int)Math.Round(Math.Clamp(seconds / duration, 0, 1) * width) : 0;
}
