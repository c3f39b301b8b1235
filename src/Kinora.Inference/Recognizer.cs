using Kinora.Inference.Fusion;
using Kinora.Inference.Timelines;
using Kinora.Models;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Decoding;

namespace Kinora.Inference;

/// <summary>
/// Tells what happens in a video, by one network or by several whose probabilities are fused: an ensemble, or the two streams of
/// pictures and optical flow. Several threads may use one recognizer at once, and each gets the bits it would get alone: the
/// networks' weights are only read, and every call has tensors of its own. Disposing waits for the calls under way; later ones
/// are refused.
/// </summary>
public sealed class Recognizer : IDisposable
{
    private readonly IReadOnlyList<RecognizerStream> streams;
    private readonly Ensemble ensemble;
    private readonly UseCount uses;

    private Recognizer(IReadOnlyList<RecognizerStream> streams, Ensemble ensemble)
    {
        (this.streams, this.ensemble) = (streams, ensemble);
        Checkpoints = [.. streams.Select(stream => stream.Checkpoint)];
        uses = new UseCount(this);
    }

    /// <summary>Class names in the order of <see cref="Prediction.Probabilities"/>: those of the first checkpoint.</summary>
    public IReadOnlyList<string> Labels => Checkpoints[0].Labels;

    /// <summary>What the checkpoints say of themselves.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints { get; }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">A file that <c>kinora train</c> wrote.</param>
    /// <param name="device">Where to compute; the CPU by default.</param>
    /// <exception cref="ModelException">It is no checkpoint of Kinora, or its network does not take videos.</exception>
    public static Recognizer Load(string path, Device? device = null) => Load([path], device: device);

    /// <summary>Reads checkpoints of the same classes, in any order of these, whose probabilities are fused.</summary>
    /// <param name="paths">Files that <c>kinora train</c> wrote, at least one.</param>
    /// <param name="ensemble">How they are fused; their mean by default.</param>
    /// <param name="device">Where to compute; the CPU by default.</param>
    /// <exception cref="ModelException">One is no checkpoint of Kinora, its network does not take videos, or it knows other classes than the first.</exception>
    public static Recognizer Load(IReadOnlyList<string> paths, Ensemble? ensemble = null, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count);
        ensemble ??= Ensemble.Mean;
        ensemble.Check(paths.Count);
        var loaded = new List<RecognizerStream>();
        try
        {
            foreach (var path in paths)
            {
                var checkpoint = Checkpoint.Load(path, device);
                loaded.Add(new RecognizerStream(checkpoint, loaded.Count == 0 ? checkpoint.Labels : loaded[0].Checkpoint.Labels, device ?? Device.Cpu));
                CheckFits(checkpoint, loaded[0].Checkpoint);
            }

            return new Recognizer(loaded, ensemble);
        }
        catch
        {
            loaded.ForEach(stream => stream.Dispose());
            throw;
        }
    }

    /// <summary>The probabilities of every class for a video.</summary>
    /// <param name="path">A video file, a folder of pictures, or a part of one: <c>clip.avi#t=2,4.5</c>.</param>
    /// <param name="views">Clips spread over the video whose probabilities are averaged, at least 1; null for each checkpoint's own number.</param>
    /// <param name="cancellation">Stops before more frames are read, and before a network begins.</param>
    /// <exception cref="VideoException">The file cannot be decoded.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="ObjectDisposedException">The recognizer was disposed.</exception>
    public Prediction Predict(string path, int? views = null, CancellationToken cancellation = default)
    {
        using var video = VideoSource.Open(path);
        return Predict(video, views, cancellation) with { File = path };
    }

    /// <summary>The probabilities of every class for an open video.</summary>
    /// <param name="video">The video; it stays open.</param>
    /// <param name="views">Clips spread over the video whose probabilities are averaged, at least 1; null for each checkpoint's own number.</param>
    /// <param name="cancellation">Stops before more frames are read, and before a network begins.</param>
    /// <inheritdoc cref="Predict(string, int?, CancellationToken)" path="/exception"/>
    public Prediction Predict(VideoSource video, int? views = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentOutOfRangeException.ThrowIfLessThan(views ?? 1, 1, nameof(views));
        using var use = uses.Begin();
        return WithKnownLength(video, info =>
        {
            StreamAnswer[] answers = [.. streams.Select(stream => stream.Look(video, [new FrameWindow(0, info.FrameCount)], views, batch: 1, cancellation).Single())];
            int[] frames = [.. answers[0].Plans.SelectMany(plan => plan.Frames)];
            return new Prediction(info.Path, Labels, ensemble.Fuse([.. answers.Select(answer => answer.Probabilities)]), video.Warning) { Frames = frames };
        });
    }

    /// <summary>
    /// Looks at many videos, one after another, and gives each answer as soon as it is known. A file that cannot be decoded
    /// gives its error and does not stop the others.
    /// </summary>
    /// <param name="paths">Video files; asked for one at a time, so the list may be endless.</param>
    /// <param name="views">As for <see cref="Predict(string, int?, CancellationToken)"/>.</param>
    /// <param name="cancellation">Stops before more frames of a video are read.</param>
    /// <returns>An answer for each file, in their order; the work is done while they are enumerated.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="ObjectDisposedException">The recognizer was disposed.</exception>
    public IEnumerable<FileAnswer> PredictAll(IEnumerable<string> paths, int? views = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfLessThan(views ?? 1, 1, nameof(views));
        return paths.Select(Answer);

        FileAnswer Answer(string path)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileAnswer(path, Predict(path, views, cancellation), null);
            }
            catch (VideoException e)
            {
                return new FileAnswer(path, null, e);
            }
        }
    }

    /// <summary>Looks along a video of any length, in memory that does not grow with it.</summary>
    /// <param name="path">As for <see cref="Predict(string, int?, CancellationToken)"/>.</param>
    /// <param name="options">Windows and segments.</param>
    /// <param name="progress">Hears how many windows are looked at, of how many.</param>
    /// <param name="cancellation">Stops before more frames are read, and before a network begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <inheritdoc cref="Predict(string, int?, CancellationToken)" path="/exception"/>
    public Timeline Timeline(string path, TimelineOptions? options = null, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default)
    {
        using var video = VideoSource.Open(path);
        return Timeline(video, options, progress, cancellation) with { File = path };
    }

    /// <summary>Looks along an open video of any length, in memory that does not grow with it.</summary>
    /// <param name="video">The video; it stays open.</param>
    /// <param name="options">Windows and segments.</param>
    /// <param name="progress">Hears how many windows are looked at, of how many.</param>
    /// <param name="cancellation">Stops before more frames are read, and before a network begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <inheritdoc cref="Predict(string, int?, CancellationToken)" path="/exception"/>
    public Timeline Timeline(VideoSource video, TimelineOptions? options = null, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(video);
        options ??= new TimelineOptions();
        options.Check();
        using var use = uses.Begin();
        return WithKnownLength(video, info =>
        {
            var windows = FrameWindow.Of(info, options, Checkpoints.Select(checkpoint => checkpoint.Preprocessing.Sampler));
            // One network after another goes through the whole video: two at once would each drag the decoder back.
            var said = new float[streams.Count][][];
            foreach (var (place, stream) in streams.Index())
            {
                said[place] = new float[windows.Count][];
                foreach (var (window, answer) in stream.Look(video, windows, options.Views, options.BatchSize, cancellation).Index())
                {
                    said[place][window] = answer.Probabilities;
                    progress?.Report(((place * windows.Count) + window + 1, streams.Count * windows.Count));
                }
            }

            return Timelines.Timeline.Of(video, Labels, windows, [.. windows.Index().Select(window => ensemble.Fuse([.. said.Select(stream => stream[window.Index])]))], options);
        });
    }

    /// <summary>Probabilities averaged over the views of each video.</summary>
    /// <param name="model">A network in evaluation mode.</param>
    /// <param name="clips">(videos * views, C, T, H, W), the views of one video side by side.</param>
    /// <param name="mask">(videos * views, T) of truth values, false where a frame is padding; on any device.</param>
    /// <param name="views">Views of each video.</param>
    /// <returns>For each video, the probability of each class.</returns>
    public static float[][] Probabilities(VideoModel model, Tensor clips, Tensor mask, int views)
    {
        using var quiet = Autograd.InferenceMode();
        using var scope = new TensorScope();
        return MeanProbabilities(model.Forward(clips, mask.To(clips.Device)), views);                     // (videos * views, classes)
    }

    /// <summary>Waits for the calls under way, then frees the networks. Calling it again does nothing.</summary>
    public void Dispose()
    {
        if (uses.Close())
        {
            foreach (var stream in streams)
            {
                stream.Dispose();
            }
        }
    }

    /// <summary>Logits (videos * views, classes) become the mean probabilities of each video.</summary>
    internal static float[][] MeanProbabilities(Tensor logits, int views)
    {
        using var scope = new TensorScope();
        var (videos, classes) = (logits.Shape[0] / views, logits.Shape[1]);
        var mean = logits.To(DType.Float32).Softmax(-1).View([videos, views, classes]).Mean([1]).To(Device.Cpu);  // (videos, classes)
        var flat = mean.ToArray<float>();
        return [.. Enumerable.Range(0, (int)videos).Select(i => flat.AsSpan(i * (int)classes, (int)classes).ToArray())];
    }

    // Headers may promise more frames than decoding gives. Once that is found out the video knows its length.
    private static T WithKnownLength<T>(VideoSource video, Func<VideoInfo, T> look)
    {
        while (true)
        {
            var info = video.Info;
            try
            {
                return look(info);
            }
            catch (ArgumentOutOfRangeException) when (video.Info.FrameCount < info.FrameCount)
            {
            }
        }
    }

    private static void CheckFits(Checkpoint checkpoint, Checkpoint first)
    {
        if (checkpoint.Preprocessing.FeatureCount is { } features)
        {
            throw new ModelException($"{checkpoint.Path}: the network takes stored features of {features} numbers a frame, not videos; 'kinora evaluate' measures it on features");
        }

        if (!checkpoint.Labels.Order(StringComparer.Ordinal).SequenceEqual(first.Labels.Order(StringComparer.Ordinal)))
        {
            string[] differ = [.. checkpoint.Labels.Except(first.Labels).Concat(first.Labels.Except(checkpoint.Labels))];
            throw new ModelException($"{checkpoint.Path} knows other classes than {first.Path}: only one of them has {string.Join(", ", differ.Take(5))}{(differ.Length > 5 ? $" and {differ.Length - 5} more" : "")}; networks that are fused need the same");
        }
    }
}
