using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models;

/// <summary>
/// A network that recognises what happens in a clip. <see cref="Layer.Forward"/> takes clips (N, C, T, H, W) and gives
/// logits (N, classes): softmax over the last axis makes them probabilities.
/// </summary>
public abstract class VideoModel : Layer
{
    private readonly InputLimits limits;

    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="limits">The smallest clip it can take.</param>
    protected VideoModel(int classes, int channels, InputLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        (Classes, Channels, this.limits) = (classes, channels, limits);
    }

    /// <summary>The number of classes, the width of the logits.</summary>
    public int Classes { get; }

    /// <summary>Channels of the input: 3 for RGB, 1 for gray, 2 for optical flow.</summary>
    public int Channels { get; }

    /// <summary>
    /// The parts that learn to see, in the order in which a clip passes them, without the head that classifies: the first are
    /// frozen first. A part is one or several modules. Empty where a network is not divided so.
    /// </summary>
    public virtual IReadOnlyList<IReadOnlyList<Module>> Stages => [];

    /// <summary>
    /// Decides what is trained beside the head, which always is. Frozen stages get no gradients, and their batch norm keeps to
    /// the statistics it has learnt, in training mode too.
    /// </summary>
    /// <param name="count">How many of <see cref="Stages"/>, from the last, are trained; null for all.</param>
    /// <param name="freezeBatchNorm">Whether batch norm keeps its statistics in trained stages as well, as few clips a step want it.</param>
    public void TrainLast(int? count, bool freezeBatchNorm)
    {
        var frozen = Math.Max(0, Stages.Count - (count ?? Stages.Count));
        foreach (var (place, stage) in Stages.Index())
        {
            foreach (var module in stage)
            {
                module.RequiresGrad(place >= frozen);
                foreach (var norm in module.NamedModules().Select(inner => inner.Value).OfType<BatchNorm>())
                {
                    norm.Frozen = freezeBatchNorm || place < frozen;
                }
            }
        }
    }

    /// <summary>
    /// The logits of clips of which some frames are padding. Networks that go through time step by step leave those out;
    /// 3-D convolutions cannot, and see what the padding shows.
    /// </summary>
    /// <param name="clips">(N, C, T, H, W).</param>
    /// <param name="mask">(N, T) of truth values, false where a frame is padding; null where none is.</param>
    /// <returns>Logits (N, classes).</returns>
    public virtual Tensor Forward(Tensor clips, Tensor? mask) => Forward(clips);

    /// <summary>
    /// The logits of clips, checked at the door: a wrong shape is told in terms of clips, not of the first layer that
    /// minds.
    /// </summary>
    /// <param name="clips">(N, C, T, H, W), float32.</param>
    /// <exception cref="ModelException">The clips have another layout, or are too short or too small.</exception>
    protected void Check(Tensor clips)
    {
        var shape = clips.Shape;
        if (shape.Length != 5 || shape[1] != Channels)
        {
            throw new ModelException($"the clips are ({string.Join(", ", shape)}); expected (N, {Channels}, T, H, W)");
        }

        if (shape[2] < limits.Frames || shape[3] < limits.Size || shape[4] < limits.Size)
        {
            throw new ModelException(
                $"clips of {shape[2]} frames of {shape[3]}x{shape[4]} are too small for this network; " +
                $"give at least {limits.Frames} frames of {limits.Size}x{limits.Size} (--frames, --size)");
        }
    }
}

/// <summary>The smallest clip a network can take.</summary>
/// <param name="Frames">Frames, T.</param>
/// <param name="Size">Pixels, height and width alike.</param>
public readonly record struct InputLimits(int Frames, int Size);

/// <summary>The clip a network was made for, by which its size and cost are stated.</summary>
/// <param name="Frames">Frames, T.</param>
/// <param name="Size">Pixels, height and width alike.</param>
/// <param name="Channels">Channels: 3 for RGB, 2 for optical flow, the length of a vector for stored features.</param>
/// <param name="Classes">Classes.</param>
public sealed record ModelInput(int Frames, int Size, int Channels = 3, int Classes = 400);

/// <summary>A model or checkpoint that cannot be used as asked; the message says what was found and expected.</summary>
public sealed class ModelException : Exception
{
    public ModelException(string message)
        : base(message)
    {
    }

    public ModelException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
