using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Models;
using Kinora.Training;
using Kinora.Video.Augmentation;
using Kinora.Video.Drawing;
using Kinora.Video.Flow;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Cli.Verbs;

/// <summary>The rows of a preview that one clip gets.</summary>
/// <param name="Rows">The first has the clip's class and name, the others what is particular about them.</param>
/// <param name="Warning">What is wrong with a file that can be read in part; null where nothing is known to be.</param>
internal sealed record PreviewClip(IReadOnlyList<SheetRow> Rows, string? Warning);

/// <summary>Turns a clip into rows: as it is, as training sees it, or as a trained network is measured on it.</summary>
internal abstract class PreviewRows
{
    // Pixels of the video's own size: what people move by from one frame to the next.
    private const int FullColour = 5;

    /// <summary>Frames side by side.</summary>
    public abstract int Columns { get; }

    /// <summary>What the rows show, in words; null for the clips as they are.</summary>
    public virtual string? Words => null;

    /// <summary>The rows of a clip.</summary>
    /// <exception cref="Kinora.Video.VideoException">It cannot be read.</exception>
    public abstract PreviewClip Of(Sample sample, string label);

    // As many lines as needed, each about as long as the others: 16 frames stand in two lines of 8.
    private static int ColumnsFor(int frames)
    {
        const int Widest = 10;
        var lines = (frames + Widest - 1) / Widest;
        return (frames + lines - 1) / lines;
    }

    private static string Of(ClipSampler sampler) => $"{sampler.Length} frames, {sampler.Kind switch
    {
        SamplingKind.Uniform => "uniform",
        SamplingKind.RandomSegments or SamplingKind.CentredSegments => "of segments",
        _ => $"stride {sampler.Stride}",
    }}{(sampler.FrameRate > 0 ? $", at {sampler.FrameRate} frames a second" : "")}";

    private static string Of(FrameColour colour) =>
        colour.Flow() is { } kind ? $"; flow by {kind}: right red, down yellow, left cyan, up violet, white stands, full colour at {FullColour} pixels a frame" : "";

    private static SheetRow Row(ShownView view, FrameColour colour, string title, string name, int side)
    {
        var plan = view.Plan;
        var padded = plan.Mask.Count(isFrame => !isFrame);
        var facts = $"frames {plan.Frames[0]} to {plan.Frames[^1]}, {view.Frames.Size}{(padded > 0 ? $", {padded} padding" : "")}";
        var pictures = colour.IsFlow() ? FlowPicture.ColourWheel(FlowFrames.ToField(view.Frames), FullColour) : view.Frames;
        return new SheetRow(title, name, facts, ShownFrames.Fit(pictures, side), plan.Frames) { Mask = plan.Mask };
    }

    /// <summary>Ten frames of the whole video.</summary>
    public sealed class Plain(int side) : PreviewRows
    {
        public override int Columns => 10;

        public override PreviewClip Of(Sample sample, string label)
        {
            var strip = FrameStrip.Read(sample.Path, Columns, side, sample.Span);
            return new PreviewClip([SheetRow.Of(label, sample.Name, strip)], strip.Warning);
        }
    }

    /// <summary>What the network sees in the first epochs: frames drawn, scaled and augmented by the code of the training.</summary>
    public sealed class AsTrained(ClipSource clips, TrainingOptions options, int draws, int side) : PreviewRows
    {
        private readonly Preprocessing preprocessing = options.ToPreprocessing();
        private readonly ClipSampler sampler = options.ToTrainingSampler();
        private readonly Augmentations augmentations = options.ToAugmentations();
        private readonly IReadOnlySet<int> neverFlipped = options.ToNeverFlipped(clips.Data);

        public override int Columns => ColumnsFor(options.Frames);

        public override string Words => $"as trained: {Of(sampler)}, {preprocessing.Geometry}; {augmentations}{Of(preprocessing.Colour)}";

        public override PreviewClip Of(Sample sample, string label)
        {
            var shown = Enumerable.Range(0, draws).Select(epoch => clips.ShowTraining(sample, preprocessing, sampler, augmentations, epoch, neverFlipped)).ToList();
            return new PreviewClip(
                [.. shown.Select((clip, epoch) => Row(clip.Views[0], preprocessing.Colour, epoch == 0 ? label : "", $"{(epoch == 0 ? sample.Name + ", " : "")}epoch {epoch + 1}", side))],
                shown[^1].Warning);
        }
    }

    /// <summary>What a trained network sees when it is measured or used: nothing at random.</summary>
    public sealed class AsEvaluated(ClipSource clips, Preprocessing preprocessing, int views, int side) : PreviewRows
    {
        public override int Columns => ColumnsFor(preprocessing.Sampler.Length);

        public override string Words => $"as evaluated: {Of(preprocessing.Sampler)}, {preprocessing.Geometry}, {(views == 1 ? "1 view" : $"{views} views")}{(preprocessing.Crops == 1 ? "" : $" of {preprocessing.Crops} crops")}{Of(preprocessing.Colour)}";

        public override PreviewClip Of(Sample sample, string label)
        {
            var clip = clips.ShowEvaluation(sample, preprocessing, views);
            return new PreviewClip(
                [.. clip.Views.Select((view, place) => Row(view, preprocessing.Colour, place == 0 ? label : "", $"{(place == 0 ? sample.Name + ", " : "")}view {place + 1} of {clip.Views.Count}", side))],
                clip.Warning);
        }
    }
}
