using Kinora.Inference.Timelines;
using Kinora.Models;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Sampling;

namespace Kinora.Inference;

/// <summary>One network of a recognizer: one stream of several, or the only one.</summary>
internal sealed class RecognizerStream : IDisposable
{
    private readonly Device device;
    private readonly int[]? order;

    /// <param name="checkpoint">The network; owned from now on.</param>
    /// <param name="labels">The classes in the order of the answers; the checkpoint's own, in any order.</param>
    /// <param name="device">Where it computes.</param>
    public RecognizerStream(Checkpoint checkpoint, IReadOnlyList<string> labels, Device device)
    {
        (Checkpoint, this.device) = (checkpoint, device);
        order = labels.SequenceEqual(checkpoint.Labels) ? null : [.. labels.Select(label => checkpoint.Labels.ToList().IndexOf(label))];
    }

    public Checkpoint Checkpoint { get; }

    private Preprocessing Preprocessing => Checkpoint.Preprocessing;

    /// <summary>The probabilities of windows of a video, one after another.</summary>
    /// <param name="video">The open video.</param>
    /// <param name="windows">Ordered by their first frames.</param>
    /// <param name="views">Clips of each window; null for the checkpoint's own number.</param>
    /// <param name="batch">Windows that go through the network at once.</param>
    /// <param name="cancellation">Stops before more frames are read, and before the network begins.</param>
    public IEnumerable<StreamAnswer> Look(VideoSource video, IReadOnlyList<FrameWindow> windows, int? views, int batch, CancellationToken cancellation)
    {
        var count = views ?? Preprocessing.Views;
        // Windows that share frames share what is seen in them. A window alone goes the way that evaluation goes.
        return windows.Count > 1 && Checkpoint.Model is FrameModel { EncodesFrameByFrame: true } model
            ? Batches(new FeatureWindows(video, Preprocessing, count, frames => Encode(model, frames)), (clips, mask, perWindow) => Classify(model, clips, mask, perWindow))
            : Batches(new PixelWindows(video, Preprocessing, count), Forward);

        IEnumerable<StreamAnswer> Batches<T>(WindowReader<T> reader, Func<IReadOnlyList<T[]>, Tensor, int, float[][]> probabilities)
        {
            foreach (var some in reader.Read(windows, cancellation).Chunk(batch))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var (window, found) in some.Zip(Ask(some, probabilities)))
                {
                    yield return new StreamAnswer(order is null ? found : Array.ConvertAll(order, label => found[label]), window.Plans);
                }
            }
        }

        static float[][] Ask<T>(WindowClips<T>[] some, Func<IReadOnlyList<T[]>, Tensor, int, float[][]> probabilities)
        {
            using var scope = new TensorScope();
            bool[][] masks = [.. some.SelectMany(window => window.Masks)];
            var mask = Tensor.From<bool>([.. masks.SelectMany(frames => frames)], masks.Length, masks[0].Length);
            return probabilities([.. some.SelectMany(window => window.Clips)], mask, some[0].Clips.Count);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Checkpoint.Dispose();

    private float[][] Forward(IReadOnlyList<ReadOnlyMemory<byte>[]> clips, Tensor mask, int perWindow)
    {
        var size = Preprocessing.Geometry.Output;
        var pixels = clips.Select(clip =>
        {
            var frames = Frames.Unwritten(clip.Length, size.Height, size.Width);
            for (var t = 0; t < clip.Length; t++)
            {
                clip[t].Span.CopyTo(frames[t]);
            }

            return frames;
        });
        return Recognizer.Probabilities(Checkpoint.Model, Preprocessing.ToTensor([.. pixels], device), mask, perWindow);
    }

    private float[][] Encode(FrameModel model, Frames frames)
    {
        using var quiet = Autograd.InferenceMode();
        using var scope = new TensorScope();
        var features = model.Encode(Preprocessing.ToTensor([frames], device));            // (1, C, T, H, W) -> (1, T, F)
        var flat = features.To(DType.Float32).To(Device.Cpu).ToArray<float>();
        return [.. flat.Chunk((int)features.Shape[2])];
    }

    private float[][] Classify(FrameModel model, IReadOnlyList<float[][]> clips, Tensor mask, int perWindow)
    {
        using var quiet = Autograd.InferenceMode();
        var features = Tensor.From<float>([.. clips.SelectMany(clip => clip).SelectMany(frame => frame)], clips.Count, clips[0].Length, clips[0][0].Length);
        return Recognizer.MeanProbabilities(model.Classify(features.To(device), mask.To(device)), perWindow);
    }
}

/// <summary>What one network says of a window.</summary>
/// <param name="Probabilities">The probability of each class, in the recognizer's order.</param>
/// <param name="Plans">The frames it saw, view by view, by their numbers in the video.</param>
internal sealed record StreamAnswer(float[] Probabilities, IReadOnlyList<ClipPlan> Plans);
