using Kinora.Models;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Scaling;

namespace Kinora.Inference;

/// <summary>
/// Tells what happens in a video. Several threads may use one recognizer at once, and each gets the bits it would get alone:
/// the network's weights are only read, and every call has tensors of its own. Disposing waits for the predictions under
/// way; later ones are refused.
/// </summary>
public sealed class Recognizer : IDisposable
{
    private readonly Device device;
    private readonly UseCount uses;

    private Recognizer(Checkpoint checkpoint, Device device)
    {
        Checkpoint = checkpoint;
        this.device = device;
        uses = new UseCount(this);
    }

    /// <summary>Class names in the order of <see cref="Prediction.Probabilities"/>.</summary>
    public IReadOnlyList<string> Labels => Checkpoint.Labels;

    /// <summary>What the checkpoint says of itself.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">A file that <c>kinora train</c> wrote.</param>
    /// <param name="device">Where to compute; the CPU by default.</param>
    /// <exception cref="ModelException">It is no checkpoint of Kinora.</exception>
    public static Recognizer Load(string path, Device? device = null) =>
        new(Checkpoint.Load(path, device), device ?? Device.Cpu);

    /// <summary>The probabilities of every class for a video.</summary>
    /// <param name="path">A video file, a folder of pictures, or a part of one: <c>clip.avi#t=2,4.5</c>.</param>
    /// <param name="views">Clips spread over the video whose probabilities are averaged, at least 1; null for the checkpoint's own number.</param>
    /// <param name="cancellation">Stops before the next view is read, and before the network begins.</param>
    /// <exception cref="VideoException">The file cannot be decoded.</exception>
    /// <exception cref="ModelException">The network takes stored features, not videos.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="ObjectDisposedException">The recognizer was disposed.</exception>
    public Prediction Predict(string path, int? views = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(views ?? 1, 1, nameof(views));
        using var use = uses.Begin();
        if (Checkpoint.Preprocessing.FeatureCount is { } features)
        {
            throw new ModelException($"the network takes stored features of {features} numbers a frame, not videos such as {path}; 'kinora evaluate' measures it on features");
        }

        using var video = VideoSource.Open(path);
        var (clips, masks) = ReadViews(video, Checkpoint.Preprocessing, views ?? Checkpoint.Preprocessing.Views, cancellation);
        cancellation.ThrowIfCancellationRequested();
        using var scope = new TensorScope();
        var mask = Tensor.From<bool>([.. masks.SelectMany(frames => frames)], masks.Count, masks[0].Length);
        var probabilities = Probabilities(Checkpoint.Model, Checkpoint.Preprocessing.ToTensor(clips, device), mask, clips.Count);
        return new Prediction(path, Labels, probabilities[0], video.Warning);
    }

    /// <summary>
    /// Looks at many videos, one after another, and gives each answer as soon as it is known. A file that cannot be decoded
    /// gives its error and does not stop the others.
    /// </summary>
    /// <param name="paths">Video files; asked for one at a time, so the list may be endless.</param>
    /// <param name="views">As for <see cref="Predict"/>.</param>
    /// <param name="cancellation">Stops before the next view of a video.</param>
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

    /// <summary>
    /// The clips of a video that evaluation and prediction look at, all crops of the first view first, and for each which of its
    /// frames are no padding.
    /// </summary>
    /// <param name="video">The open video.</param>
    /// <param name="preprocessing">The network's own.</param>
    /// <param name="views">How many clips, at least 1.</param>
    /// <param name="cancellation">Stops before the next clip.</param>
    public static (IReadOnlyList<Frames> Clips, IReadOnlyList<bool[]> Masks) ReadViews(VideoSource video, Preprocessing preprocessing, int views, CancellationToken cancellation = default)
    {
        var (clips, masks) = (new List<Frames>(), new List<bool[]>());
        for (var view = 0; view < views; view++)
        {
            foreach (var geometry in preprocessing.Geometry.Crops(preprocessing.Crops))
            {
                cancellation.ThrowIfCancellationRequested();
                var plan = preprocessing.Sampler.Sample(video.Info.FrameCount, default, view, views, video.Info.FrameRate);
                masks.Add(plan.Mask);
                clips.Add(ClipReader.Read(video, plan.Frames, geometry, preprocessing.Filter, preprocessing.Colour));
            }
        }

        return (clips, masks);
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
        var videos = clips.Shape[0] / views;
        var logits = model.Forward(clips, mask.To(clips.Device));                                         // (videos * views, classes)
        var classes = logits.Shape[1];
        var mean = logits.To(DType.Float32).Softmax(-1).View([videos, views, classes]).Mean([1]).To(Device.Cpu);  // (videos, classes)
        var flat = mean.ToArray<float>();
        return [.. Enumerable.Range(0, (int)videos).Select(i => flat.AsSpan(i * (int)classes, (int)classes).ToArray())];
    }

    /// <summary>Waits for the predictions under way, then frees the network. Calling it again does nothing.</summary>
    public void Dispose()
    {
        if (uses.Close())
        {
            Checkpoint.Dispose();
        }
    }
}
