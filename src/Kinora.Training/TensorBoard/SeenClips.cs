using Kinora.Data;
using Kinora.Training.Folds;
using Kinora.Video;
using Kinora.Video.Drawing;

namespace Kinora.Training.TensorBoard;

/// <summary>A picture of what the network sees: clips of the training side as the first epoch has them.</summary>
internal static class SeenClips
{
    private const int MostClips = 6;
    private const int MostFrames = 32;
    private const int Columns = 8;
    private const int Side = 112;

    /// <summary>A clip of each of the first classes; null where none can be read.</summary>
    public static Canvas? Draw(DataSet data, TrainingFold fold, TrainingOptions options)
    {
        var clips = options.ToSource(data, disk: null);
        var neverFlipped = options.ToNeverFlipped(data);
        var (preprocessing, sampler, augmentations) = (options.ToPreprocessing(), options.ToTrainingSampler(), options.ToAugmentations());
        SheetRow[] rows =
        [
            .. fold.Train.Select(i => data.Samples[i]).DistinctBy(sample => sample.Label).Take(MostClips).Select(Row).OfType<SheetRow>(),
        ];
        if (rows.Length == 0)
        {
            return null;
        }

        var side = rows.Max(row => Math.Max(row.Frames.Height, row.Frames.Width));
        return new ContactSheet(Math.Min(Columns, rows.Max(row => row.Frames.Count)), side).Draw($"as trained, epoch 1: {preprocessing.Geometry}; {augmentations}", rows);

        SheetRow? Row(Sample sample)
        {
            try
            {
                var view = clips.ShowTraining(sample, preprocessing, sampler, augmentations, epoch: 0, neverFlipped).Views[0];
                var shown = First(ShownFrames.Fit(view.Frames, Side));
                var left = view.Frames.Count - shown.Count;
                var facts = $"{view.Frames.Size}{(left > 0 ? $", {left} more frames" : "")}";
                return new SheetRow(data.Labels[sample.Label], sample.Name, facts, shown, view.Plan.Frames) { Mask = view.Plan.Mask };
            }
            catch (VideoException)
            {
                // Training meets the same file, and tells.
                return null;
            }
        }
    }

    private static Frames First(Frames frames)
    {
        if (frames.Count <= MostFrames)
        {
            return frames;
        }

        var first = new Frames(MostFrames, frames.Height, frames.Width);
        frames.Pixels.AsSpan(0, first.Pixels.Length).CopyTo(first.Pixels);
        return first;
    }
}
