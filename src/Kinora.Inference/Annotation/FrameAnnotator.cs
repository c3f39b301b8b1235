using Kinora.Inference.Timelines;
using Kinora.Video;
using Kinora.Video.Drawing;

namespace Kinora.Inference.Annotation;

/// <summary>
/// Draws on frames of one video what happens in them: a plate with the label, its probability and a bar of that length, and along the
/// bottom edge the whole video with a marker at the present time. Sizes follow that of the frame; what has no room is left out.
/// </summary>
public sealed class FrameAnnotator
{
    /// <summary>What the plate says where no class is probable enough.</summary>
    public const string Unsure = "not sure";

    private readonly Timeline timeline;
    private readonly TimelineStrip? strip;
    private readonly LabelPlate[] plates;
    private readonly int[] labels;

    /// <summary>Makes ready for the frames of one video.</summary>
    /// <param name="timeline">What happens when.</param>
    /// <param name="size">The size of its frames.</param>
    /// <exception cref="VideoException">OpenCV is missing.</exception>
    /// <exception cref="ArgumentException">The timeline has no segment, or one of a label that it does not list.</exception>
    public FrameAnnotator(Timeline timeline, FrameSize size)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        if (timeline.Segments.Count == 0)
        {
            throw new ArgumentException("a timeline without a segment; expected one at least", nameof(timeline));
        }

        this.timeline = timeline;
        var layout = AnnotationLayout.For(size);
        var numbers = timeline.Labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        labels = [.. timeline.Segments.Select(segment => segment.Label is not { } label ? -1
            : numbers.TryGetValue(label, out var number) ? number
            : throw new ArgumentException($"a segment of '{label}', which is none of the {numbers.Count} labels", nameof(timeline)))];
        var byLabel = layout.Text.Height == 0 ? [] : labels.Distinct().ToDictionary(label => label, Plate);
        plates = byLabel.Count == 0 ? [] : [.. labels.Select(label => byLabel[label])];
        strip = layout.Timeline == 0 ? null : new TimelineStrip(layout, size, timeline, segment => ColourOf(segment.Label is { } label ? numbers[label] : -1));

        LabelPlate Plate(int label) => new(layout, size, label < 0 ? Unsure : timeline.Labels[label], ColourOf(label));
    }

    /// <summary>Draws on one frame.</summary>
    /// <param name="canvas">The frame; of the size given.</param>
    /// <param name="seconds">When it appears, counted from the first.</param>
    public void Draw(Canvas canvas, double seconds)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        strip?.Draw(canvas, seconds);
        if (plates.Length > 0)
        {
            var segment = SegmentAt(seconds);
            var probabilities = timeline.At(seconds);
            plates[segment].Draw(canvas, labels[segment] < 0 ? probabilities.Max() : probabilities[labels[segment]]);
        }
    }

    private static Colour ColourOf(int label) => label < 0 ? LabelColours.None : LabelColours.Of(label);

    private int SegmentAt(double seconds)
    {
        var (low, high) = (0, timeline.Segments.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = timeline.Segments[middle].End > seconds ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
