using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Training.Mixing;

/// <summary>
/// Mixes each clip of a batch with the one before it, and their labels in the same proportion, as torchvision's reference trainings
/// do: MixUp (Zhang et al. 2017, <see href="https://arxiv.org/abs/1710.09412"/>) adds pixels, CutMix (Yun et al. 2019,
/// <see href="https://arxiv.org/abs/1905.04899"/>) puts a part of one picture, the same in all frames, over the other. Where both are
/// wanted, each batch draws one of them. Pure: the same seed, epoch and step give the same mix.
/// </summary>
/// <param name="MixUp">Alpha of the beta distribution that the proportion is drawn from; 0 for no MixUp.</param>
/// <param name="CutMix">The same for CutMix.</param>
public sealed record BatchMixing(double MixUp, double CutMix)
{
    /// <summary>Draws the mix of one batch; null where nothing is mixed.</summary>
    /// <param name="size">Height and width of the clips in pixels.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="step">The step within the epoch, from 0.</param>
    public BatchMix? Draw(FrameSize size, long seed, int epoch, int step)
    {
        var draw = new ClipDraw(seed, epoch, $"mix {step}");
        return (MixUp > 0, CutMix > 0) switch
        {
            (false, false) => null,
            (true, false) => new BatchMix(Beta.Of(MixUp, draw), null),
            (false, true) => Cut(size, draw),
            _ => draw.Below(0, 2) == 0 ? new BatchMix(Beta.Of(MixUp, draw), null) : Cut(size, draw),
        };
    }

    private BatchMix Cut(FrameSize size, ClipDraw draw)
    {
        var half = 0.5 * Math.Sqrt(1 - Beta.Of(CutMix, draw));
        var (y, x) = (draw.Fork("centre").Below(0, size.Height), draw.Fork("centre").Below(1, size.Width));
        var (down, across) = ((int)(half * size.Height), (int)(half * size.Width));
        var (top, left) = (Math.Max(y - down, 0), Math.Max(x - across, 0));
        var part = new FrameSize(Math.Min(y + down, size.Height) - top, Math.Min(x + across, size.Width) - left);
        return new BatchMix(1 - ((double)part.Height * part.Width / ((double)size.Height * size.Width)), new FrameRegion(top, left, part));
    }
}

/// <summary>How one batch is mixed.</summary>
/// <param name="Share">What stays of each clip, 0 to 1; the rest comes from the clip before it, for the first from the last.</param>
/// <param name="Part">Where the other clip is put, for CutMix; null for MixUp, which adds.</param>
public sealed record BatchMix(double Share, FrameRegion? Part)
{
    /// <summary>Mixes the pixels.</summary>
    /// <param name="clips">(N, C, T, H, W); left as it is.</param>
    /// <returns>(N, C, T, H, W)</returns>
    public Tensor Apply(Tensor clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var others = clips.Roll([1], [0]);
        if (Part is not { } part)
        {
            return clips.Mul(Share).Add_(others.Mul(1 - Share));
        }

        var mixed = clips.Clone();
        if (part.Size is { Height: > 0, Width: > 0 })
        {
            mixed.Narrow(3, part.Top, part.Size.Height).Narrow(4, part.Left, part.Size.Width)
                .Copy_(others.Narrow(3, part.Top, part.Size.Height).Narrow(4, part.Left, part.Size.Width));
        }

        return mixed;
    }

    /// <summary>Which frames are no padding in either clip.</summary>
    /// <param name="mask">(N, T), bool.</param>
    public static Tensor ApplyToMask(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return mask.BitwiseOr(mask.Roll([1], [0]));
    }

    /// <summary>The mixed labels: probabilities, (N, classes), float32.</summary>
    /// <param name="labels">Numbers of the classes, N.</param>
    /// <param name="classes">How many classes there are.</param>
    public Tensor Targets(IReadOnlyList<int> labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var targets = new float[labels.Count * classes];
        for (var i = 0; i < labels.Count; i++)
        {
            targets[(i * classes) + labels[i]] += (float)Share;
            targets[(i * classes) + labels[(i + labels.Count - 1) % labels.Count]] += (float)(1 - Share);
        }

        return Tensor.From(targets, labels.Count, classes);
    }
}
