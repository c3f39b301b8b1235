using Kinora.Models;
using Kinora.Torch;
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
public sealed class ClipSource(DataSet data, long cacheBytes, int workers, long seed)
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
        .. new[] { Index.Damage, Index.NotKept }.OfType<string>(),
    ];

    /// <summary>Clips to train with: shuffled, drawn and changed anew every epoch.</summary>
    /// <param name="samples">Numbers of the samples.</param>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="sampler">Which frames; may draw at random.</param>
    /// <param name="augmentations">What is changed at random.</param>
    /// <param name="batchSize">Clips in a batch, from 1.</param>
    /// <param name="device">Where the batches shall be.</param>
    /// <param name="features">Gives features of a frozen backbone instead of pixels; null for pixels.</param>
    public ClipLoader Training(
        IReadOnlyList<int> samples, Preprocessing preprocessing, ClipSampler sampler, Augmentations augmentations, int batchSize, Device device, FrameFeatures? features = null) =>
        Loader(samples, Recipe(preprocessing) with { Sampler = sampler, Augmentations = augmentations, Features = features }, preprocessing, batchSize, shuffle: true, device);

    /// <summary>Clips to measure with: in order, nothing at random.</summary>
    /// <param name="samples">Numbers of the samples.</param>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="views">Clips of each video, from 1.</param>
    /// <param name="batchSize">Videos in a batch, from 1.</param>
    /// <param name="device">Where the batches shall be.</param>
    /// <param name="features">Gives features of a frozen backbone instead of pixels; null for pixels.</param>
    public ClipLoader Evaluation(IReadOnlyList<int> samples, Preprocessing preprocessing, int views, int batchSize, Device device, FrameFeatures? features = null) =>
        Loader(samples, Recipe(preprocessing) with { Views = views, Features = features }, preprocessing, batchSize, shuffle: false, device);

    /// <summary>One clip as a batch of <see cref="Training"/> holds it in one epoch, as pixels: made by the same code.</summary>
    /// <param name="sample">The clip.</param>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="sampler">Which frames; may draw at random.</param>
    /// <param name="augmentations">What is changed at random.</param>
    /// <param name="epoch">The epoch, from 0; with the seed it gives sampling and augmentation.</param>
    /// <exception cref="Kinora.Video.VideoException">The clip cannot be read.</exception>
    public ShownClip ShowTraining(Sample sample, Preprocessing preprocessing, ClipSampler sampler, Augmentations augmentations, int epoch) =>
        Show(sample, Recipe(preprocessing) with { Sampler = sampler, Augmentations = augmentations }, epoch);

    /// <summary>One clip as a batch of <see cref="Evaluation"/> holds it, as pixels: made by the same code.</summary>
    /// <param name="sample">The clip.</param>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="views">Clips of the video, from 1.</param>
    /// <exception cref="Kinora.Video.VideoException">The clip cannot be read.</exception>
    public ShownClip ShowEvaluation(Sample sample, Preprocessing preprocessing, int views) =>
        Show(sample, Recipe(preprocessing) with { Views = views }, epoch: 0);

    private ShownClip Show(Sample sample, ClipRecipe recipe, int epoch) => ShownClip.Of(new ClipMaker(recipe, Index, cache).Make(sample, seed, epoch));

    private static ClipRecipe Recipe(Preprocessing preprocessing) =>
        new(preprocessing.Sampler, preprocessing.Geometry, preprocessing.Filter, preprocessing.Colour);

    private ClipLoader Loader(IReadOnlyList<int> samples, ClipRecipe recipe, Preprocessing preprocessing, int batchSize, bool shuffle, Device device)
    {
        var options = new ClipLoaderOptions { BatchSize = batchSize, Workers = workers, Shuffle = shuffle, Seed = seed };
        var loader = new ClipLoader(Data, samples, recipe, frames => preprocessing.ToTensor(frames, device), options, Index, cache);
        loaders.Add(loader);
        return loader;
    }
}
