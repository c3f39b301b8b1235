using Kinora.Models;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Augmentation;
using Kinora.Video.Sampling;

namespace Kinora.Data.Loading;

/// <summary>
/// The clips of a data set for whoever trains or measures: loaders that share frame counts and decoded frames, and one list
/// of the files that could not be read.
/// </summary>
/// <param name="data">The data set.</param>
/// <param name="cacheBytes">Memory for decoded frames.</param>
/// <param name="workers">Threads that decode, from 1.</param>
/// <param name="seed">The seed of order, sampling and augmentation.</param>
/// <param name="disk">Where decoded frames are kept on disk; null keeps none.</param>
public sealed class ClipSource(DataSet data, long cacheBytes, int workers, long seed, ClipCache? disk = null)
{
    private readonly FrameCache cache = new(cacheBytes);
    private readonly List<ClipLoader> loaders = [];

    /// <summary>The data set.</summary>
    public DataSet Data { get; } = data;

    /// <summary>Frame counts, kept on disk.</summary>
    public FrameCountIndex Index { get; } = FrameCountIndex.Open(data.Root);

    /// <summary>The files that could not be read so far, each once.</summary>
    public IReadOnlyList<ClipProblem> Skipped => [.. loaders.SelectMany(loader => loader.Skipped).DistinctBy(clip => clip.Sample)];

    /// <summary>The files that could be read in part only so far, each once.</summary>
    public IReadOnlyList<ClipProblem> ReadInPart => [.. loaders.SelectMany(loader => loader.ReadInPart).DistinctBy(clip => clip.Sample)];

    /// <summary>What the user should know of the files, one line each.</summary>
    public IEnumerable<string> Notices =>
    [
        .. ReadInPart.Count > 0 ? [ClipProblem.ReadInPart([.. ReadInPart], Data.Samples.Count)] : Array.Empty<string>(),
        .. new[] { Index.Damage, Index.NotKept, disk?.NotKept }.OfType<string>(),
    ];

    /// <summary>Clips to train with: shuffled, drawn and changed anew every epoch.</summary>
    /// <param name="samples">Numbers of the samples.</param>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="sampler">Which frames; may draw at random.</param>
    /// <param name="augmentations">What is changed at random.</param>
    /// <param name="batchSize">Clips in a batch, from 1.</param>
    /// <param name="device">Where the batches shall be.</param>
    /// <param name="features">Gives features of a frozen backbone instead of pixels; null for pixels.</param>
    /// <param name="neverFlipped">Numbers of the classes whose clips are never mirrored; null for none.</param>
    /// <param name="balanced">Whether an epoch shows every class as often.</param>
    public ClipLoader Training(
        IReadOnlyList<int> samples, Preprocessing preprocessing, ClipSampler sampler, Augmentations augmentations, int batchSize, Device device,
        FrameFeatures? features = null, IReadOnlySet<int>? neverFlipped = null, bool balanced = false) =>
        Loader(
            samples, Recipe(preprocessing) with { Sampler = sampler, Augmentations = augmentations, NeverFlipped = neverFlipped, Features = features },
            preprocessing, new ClipLoaderOptions { BatchSize = batchSize, Workers = workers, Shuffle = true, Balanced = balanced, Seed = seed }, device);

    /// <summary>Clips to measure with: in order, nothing at random.</summary>
    /// <param name="samples">Numbers of the samples.</param>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="views">Clips of each video, from 1.</param>
    /// <param name="batchSize">Videos in a batch, from 1.</param>
    /// <param name="device">Where the batches shall be.</param>
    /// <param name="features">Gives features of a frozen backbone instead of pixels; null for pixels.</param>
    /// <param name="crops">Crops of each of these clips: 1, 3 or 10; 1 with features.</param>
    public ClipLoader Evaluation(
        IReadOnlyList<int> samples, Preprocessing preprocessing, int views, int batchSize, Device device, FrameFeatures? features = null, int crops = 1) =>
        Loader(samples, Recipe(preprocessing) with { Views = views, Crops = crops, Features = features }, preprocessing,
            new ClipLoaderOptions { BatchSize = batchSize, Workers = workers, Seed = seed }, device);

    /// <summary>Room for what a frozen backbone sees in these clips: as much memory as for frames, and the cache on disk where there is one.</summary>
    /// <param name="backbone">Names pixels and backbone.</param>
    /// <param name="augmentation">Names what is done to augmented copies.</param>
    public FeatureCache Features(string backbone, string augmentation) => new(cacheBytes, disk, backbone, augmentation);

    /// <summary>Memory that frames and features will fill which are kept from one epoch to the next, judged by the clips known so far.</summary>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="features">Numbers that a frozen backbone gives for a frame, times the copies of each clip; 0 where none are kept.</param>
    public long KeptBytes(Preprocessing preprocessing, long features)
    {
        var frames = (Index.MeanFrames(Data.Samples) ?? 0) * Data.Samples.Count;
        var size = preprocessing.Geometry.Output;
        return Math.Min(cacheBytes, (long)(frames * 3 * size.Height * size.Width)) + Math.Min(cacheBytes, (long)(frames * features * sizeof(float)));
    }

    /// <summary>Decodes clips into the cache on disk, as a network will ask for them, unless they are there.</summary>
    /// <param name="samples">Numbers of the samples.</param>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="cancel">Stops; what is kept by then stays.</param>
    /// <returns>For each clip whether it is in the cache now, and why not where it cannot be read; the work is done while they are enumerated.</returns>
    /// <exception cref="InvalidOperationException">There is no cache.</exception>
    public IEnumerable<(Sample Sample, bool IsKept, string? Failure)> Keep(
        IReadOnlyList<int> samples, Preprocessing preprocessing, CancellationToken cancel = default)
    {
        var maker = new ClipMaker(Recipe(preprocessing), Index, cache, disk ?? throw new InvalidOperationException("there is no cache on disk to keep clips in"));
        return OrderedWork.Run([.. samples.Select(i => Data.Samples[i])], Try, workers, ahead: 2 * workers, cancel);

        (Sample Sample, bool IsKept, string? Failure) Try(Sample sample)
        {
            try
            {
                return (sample, maker.Keep(sample), null);
            }
            catch (VideoException e)
            {
                return (sample, false, e.Message);
            }
        }
    }

    /// <summary>One clip as a batch of <see cref="Training"/> holds it in one epoch, as pixels: made by the same code.</summary>
    /// <param name="sample">The clip.</param>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="sampler">Which frames; may draw at random.</param>
    /// <param name="augmentations">What is changed at random.</param>
    /// <param name="epoch">The epoch, from 0; with the seed it gives sampling and augmentation.</param>
    /// <param name="neverFlipped">Numbers of the classes whose clips are never mirrored; null for none.</param>
    /// <exception cref="VideoException">The clip cannot be read.</exception>
    public ShownClip ShowTraining(
        Sample sample, Preprocessing preprocessing, ClipSampler sampler, Augmentations augmentations, int epoch, IReadOnlySet<int>? neverFlipped = null) =>
        Show(sample, Recipe(preprocessing) with { Sampler = sampler, Augmentations = augmentations, NeverFlipped = neverFlipped }, epoch);

    /// <summary>One clip as a batch of <see cref="Evaluation"/> holds it, as pixels: made by the same code.</summary>
    /// <param name="sample">The clip.</param>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="views">Clips of the video, from 1.</param>
    /// <exception cref="VideoException">The clip cannot be read.</exception>
    public ShownClip ShowEvaluation(Sample sample, Preprocessing preprocessing, int views) =>
        Show(sample, Recipe(preprocessing) with { Views = views, Crops = preprocessing.Crops }, epoch: 0);

    private ShownClip Show(Sample sample, ClipRecipe recipe, int epoch) => ShownClip.Of(new ClipMaker(recipe, Index, cache).Make(sample, seed, epoch));

    private static ClipRecipe Recipe(Preprocessing preprocessing) =>
        new(preprocessing.Sampler, preprocessing.Geometry, preprocessing.Filter, preprocessing.Colour);

    private ClipLoader Loader(IReadOnlyList<int> samples, ClipRecipe recipe, Preprocessing preprocessing, ClipLoaderOptions options, Device device)
    {
        if (preprocessing.FeatureCount != Data.Features?.Count)
        {
            throw new DataException($"{Data.Root} holds {KindOf(Data.Features?.Count)}, but the network takes {KindOf(preprocessing.FeatureCount)}");
        }

        if (Data.Features is { } stored)
        {
            recipe = recipe with { Features = new StoredClipFeatures(stored, device) };
        }

        var loader = new ClipLoader(Data, samples, recipe, frames => preprocessing.ToTensor(frames, device), options, Index, cache, disk);
        loaders.Add(loader);
        return loader;
    }

    private static string KindOf(int? features) => features is { } count ? $"stored features of {count} numbers a frame" : "videos";
}
