using Kinora.Data.Splitting;
using Kinora.Torch;
using Kinora.Video;

namespace Kinora.Data.Loading;

/// <summary>
/// Turns labelled files into batches:
/// <code>
/// foreach (var batch in loader.Epoch(epoch, cancel))
/// {
///     using (batch) { ... }
/// }
/// </code>
/// Files are read by several threads; what a batch holds depends on data, recipe, seed and epoch alone, never on the number of
/// threads. Tensors are made on the thread that enumerates. Call <see cref="FrameCountIndex.Fill"/> before, to know which files
/// cannot be read before the first epoch and to keep what it learned for the next run.
/// </summary>
public sealed class ClipLoader
{
    private readonly IReadOnlyList<Sample> samples;
    private readonly ClipMaker maker;
    private readonly Func<IReadOnlyList<Frames>, Tensor> toTensor;
    private readonly ClipFeatures? features;
    private readonly ClipLoaderOptions options;
    private readonly List<ClipProblem> skipped = [];
    private readonly List<ClipProblem> readInPart = [];

    /// <summary>Prepares; nothing is read yet.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="samples">Numbers of its samples, in the order of an epoch that is not shuffled.</param>
    /// <param name="recipe">How a file becomes frames.</param>
    /// <param name="toTensor">Makes (N, C, T, H, W) of the frames of N clips.</param>
    /// <param name="options">Batch size, order, threads.</param>
    /// <param name="index">The data set's frame counts.</param>
    /// <param name="cache">Where decoded frames are kept; loaders may share it. Null keeps none.</param>
    /// <param name="disk">Where decoded frames are kept on disk; null keeps none.</param>
    /// <exception cref="DataException">There are no samples, or dropping the last batch would leave none.</exception>
    public ClipLoader(
        DataSet data, IReadOnlyList<int> samples, ClipRecipe recipe, Func<IReadOnlyList<Frames>, Tensor> toTensor, ClipLoaderOptions options, FrameCountIndex index, FrameCache? cache = null,
        ClipCache? disk = null)
    {
        this.samples = [.. samples.Select(i => data.Samples[i])];
        this.toTensor = toTensor;
        features = recipe.Features;
        this.options = options;
        maker = new ClipMaker(recipe, index, cache ?? new FrameCache(capacity: 0), disk);
        if (BatchesPerEpoch == 0)
        {
            throw new DataException(
                $"{Words.Count(samples.Count, "clip")} of {data.Root} make no batch of {options.BatchSize}{(options.DropLast && samples.Count > 0 ? " when the last, incomplete one is dropped; use a smaller batch" : "")}");
        }
    }

    /// <summary>Batches of an epoch, if no clip has to be skipped.</summary>
    public int BatchesPerEpoch => options.DropLast ? samples.Count / options.BatchSize : (samples.Count + options.BatchSize - 1) / options.BatchSize;

    /// <summary>The clips that could not be read so far, each once, with the reason; their places were taken by the next clips.</summary>
    public IReadOnlyList<ClipProblem> Skipped => skipped;

    /// <summary>The clips read so far that could be read in part only, each once, with what is wrong.</summary>
    public IReadOnlyList<ClipProblem> ReadInPart => readInPart;

    /// <summary>The batches of one epoch. Dispose each before the next is asked for.</summary>
    /// <param name="epoch">The epoch, from 0; with the seed it gives order, sampling and augmentation.</param>
    /// <param name="cancel">Ends the enumeration with <see cref="OperationCanceledException"/> as soon as the clips being read are done.</param>
    /// <param name="from">Clips at the beginning that are passed over: <see cref="Batch.Position"/> of the last batch that is not wanted again.</param>
    /// <exception cref="DataException">So few clips could be read that there was no batch.</exception>
    public IEnumerable<Batch> Epoch(int epoch, CancellationToken cancel = default, int from = 0)
    {
        var order = Order(epoch).Skip(from).ToArray();
        var clips = new List<MadeClip>(options.BatchSize);
        var (read, given, position) = (0, 0, from);
        foreach (var clip in OrderedWork.Run(order, sample => maker.Make(sample, options.Seed, epoch), options.Workers, options.Ahead * options.BatchSize, cancel))
        {
            position++;
            if (clip.Failure is { } reason)
            {
                Note(skipped, clip.Sample, reason);
                continue;
            }

            if (clip.Warning is { } warning)
            {
                Note(readInPart, clip.Sample, warning);
            }

            read++;
            clips.Add(clip);
            if (clips.Count == options.BatchSize)
            {
                given++;
                yield return Join(clips, position);
                clips.Clear();
            }
        }

        if (clips.Count > 0 && !options.DropLast)
        {
            given++;
            yield return Join(clips, position);
        }

        if (given == 0 && from == 0)
        {
            throw new DataException($"{read} of {Words.Count(samples.Count, "clip")} could be read, too few for a batch of {options.BatchSize}; the first that could not: {skipped[0].Reason}");
        }
    }

    private IEnumerable<Sample> Order(int epoch) =>
        !options.Shuffle ? samples
        : (options.Balanced
            ? BalancedOrder.Of([.. samples.Select(sample => sample.Label)], options.Seed, epoch)
            : Shuffle.Order(samples.Count, options.Seed, epoch, "clips")).Select(i => samples[i]);

    private static void Note(List<ClipProblem> problems, Sample sample, string what)
    {
        if (!problems.Exists(problem => problem.Sample == sample))
        {
            problems.Add(new ClipProblem(sample, what));
        }
    }

    private Batch Join(List<MadeClip> clips, int position)
    {
        using var scope = new TensorScope();
        var masks = clips.SelectMany(clip => clip.Masks).ToArray();
        return new Batch(
            features?.Join(clips) ?? toTensor([.. clips.SelectMany(clip => clip.Views)]),
            Tensor.From([.. clips.Select(clip => (long)clip.Sample.Label)], clips.Count),
            Tensor.From<bool>([.. masks.SelectMany(frames => frames)], masks.Length, masks[0].Length),
            [.. clips.Select(clip => clip.Sample)],
            clips[0].Masks.Length,
            position);
    }
}
