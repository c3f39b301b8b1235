using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Models;
using Kinora.Video;
using Kinora.Video.Augmentation;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Training;

/// <summary>What the options say about clips.</summary>
public static class ClipOptions
{
    /// <summary>Where a run's clips come from.</summary>
    public static ClipSource ToSource(this TrainingOptions options, DataSet data) =>
        options.ToSource(data, options.DiskCacheMb > 0 ? ClipCache.Open((long)options.DiskCacheMb << 20) : null);

    /// <inheritdoc cref="ToSource(TrainingOptions, DataSet)"/>
    /// <param name="options">The run's options.</param>
    /// <param name="data">The data set.</param>
    /// <param name="disk">Where decoded frames are kept on disk; null keeps none.</param>
    public static ClipSource ToSource(this TrainingOptions options, DataSet data, ClipCache? disk) =>
        new(data, (long)options.CacheMb << 20, options.Workers > 0 ? options.Workers : Environment.ProcessorCount, options.Seed, disk);

    /// <summary>Which frames of a video make a training clip.</summary>
    public static ClipSampler ToTrainingSampler(this TrainingOptions options) => new(options.Sampling, options.Frames, options.Stride)
    {
        FrameRate = options.FrameRate,
        Padding = options.Padding,
        Jitter = options.TemporalJitter,
    };

    /// <summary>How the finished network will see a video; random frames become centred ones.</summary>
    public static Preprocessing ToPreprocessing(this TrainingOptions options) => new()
    {
        Sampler = options.ToTrainingSampler().ForEvaluation(),
        Views = options.Views,
        Crops = options.Crops,
        Geometry = options.ToGeometry(),
        Filter = options.Filter,
        Colour = options.Colour,
        Mean = options.IsFlowOfDefaults() ? Preprocessing.FlowMean : [.. options.Mean.Select(value => (float)value)],
        Std = options.IsFlowOfDefaults() ? Preprocessing.FlowStd : [.. options.Std.Select(value => (float)value)],
    };

    /// <summary>The same for the clips of a data set, which may be stored features.</summary>
    public static Preprocessing ToPreprocessing(this TrainingOptions options, DataSet data) =>
        options.ToPreprocessing() with { FeatureCount = data.Features?.Count };

    /// <summary>What is changed at random in a training clip.</summary>
    /// <exception cref="FormatException">The text of the option is no list of augmentations.</exception>
    /// <exception cref="ArgumentException">One of them cannot be done to optical flow, which the clips hold.</exception>
    public static Augmentations ToAugmentations(this TrainingOptions options)
    {
        var augmentations = Augmentations.Parse(options.Augment, options.Filter);
        return options.Colour.IsFlow() ? augmentations.ForFlow() : augmentations;
    }

    /// <summary>Numbers of the classes whose clips are never mirrored.</summary>
    /// <exception cref="DataException">The data has no such class.</exception>
    public static IReadOnlySet<int> ToNeverFlipped(this TrainingOptions options, DataSet data)
    {
        var unknown = options.NoFlip.Except(data.Labels, StringComparer.Ordinal).ToList();
        return unknown.Count == 0
            ? data.Labels.Index().Where(label => options.NoFlip.Contains(label.Item, StringComparer.Ordinal)).Select(label => label.Index).ToHashSet()
            : throw new DataException($"--no-flip names {string.Join(", ", unknown)}, but the classes of {data.Root} are {string.Join(", ", data.Labels)}");
    }

    /// <summary>Options under which a network sees videos as given; what is no matter of preprocessing stays.</summary>
    /// <param name="options">The other options.</param>
    /// <param name="preprocessing">How videos are seen.</param>
    public static TrainingOptions WithPreprocessing(this TrainingOptions options, Preprocessing preprocessing)
    {
        var (geometry, resized) = preprocessing.Geometry switch
        {
            Squash => (GeometryKind.Squash, (FrameSize?)null),
            ShortSideThenCentreCrop { ShortSide: var side } => (GeometryKind.ShortSide, new FrameSize(side, side)),
            ExactThenCentreCrop { Resized: var size } => (GeometryKind.Exact, size),
            CentreSquare => (GeometryKind.CentreSquare, null),
            var other => throw new InvalidOperationException($"no option for {other}"),
        };

        // Mean and deviation of options are in units of [0, 1]: those of another range are moved there, which comes to the same.
        var range = preprocessing.High - preprocessing.Low;
        return options with
        {
            Frames = preprocessing.Sampler.Length,
            Stride = preprocessing.Sampler.Stride,
            Sampling = preprocessing.Sampler.Kind switch
            {
                SamplingKind.CentredStride => SamplingKind.RandomStride,
                SamplingKind.CentredSegments => SamplingKind.RandomSegments,
                var kind => kind,
            },
            FrameRate = preprocessing.Sampler.FrameRate,
            Padding = preprocessing.Sampler.Padding,
            Size = preprocessing.Geometry.Output,
            Geometry = geometry,
            Resized = resized,
            Filter = preprocessing.Filter,
            Colour = preprocessing.Colour,
            Mean = OfChannels(preprocessing.Mean, value => (value - preprocessing.Low) / range),
            Std = OfChannels(preprocessing.Std, value => value / range),
        };
    }

    // The shortest decimal that is the same float: 0.43216, not 0.4321599900722504. A gray network may have one value only.
    private static double[] OfChannels(IReadOnlyList<float> values, Func<float, float> convert) =>
        [.. Enumerable.Range(0, 3).Select(channel => double.Parse(convert(values[Math.Min(channel, values.Count - 1)]).ToString("R")))];

    // The mean colour of pictures says nothing of motion: it stands for "not given" where the clips hold flow.
    private static bool IsFlowOfDefaults(this TrainingOptions options) =>
        options.Colour.IsFlow() && new TrainingOptions() is var defaults && options.Mean.SequenceEqual(defaults.Mean) && options.Std.SequenceEqual(defaults.Std);

    private static FrameGeometry ToGeometry(this TrainingOptions options)
    {
        var size = options.Size;
        return options.Geometry switch
        {
            GeometryKind.Squash => new Squash(size),
            // torchvision's habit: 256 for 224, 128 for 112.
            GeometryKind.ShortSide => new ShortSideThenCentreCrop(
                options.Resized is { } resized ? Math.Min(resized.Height, resized.Width) : Math.Max(size.Height, size.Width) * 8 / 7, size),
            GeometryKind.Exact => new ExactThenCentreCrop(options.Resized ?? new FrameSize(size.Height * 8 / 7, size.Width * 8 / 7), size),
            GeometryKind.CentreSquare => new CentreSquare(size),
            _ => throw new InvalidOperationException($"no geometry for {options.Geometry}"),
        };
    }
}
