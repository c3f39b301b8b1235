namespace Kinora.Video.Sampling;

/// <summary>How the frames of a clip are chosen from a video.</summary>
public enum SamplingKind
{
    /// <summary>From the first frame on, every <see cref="ClipSampler.Stride"/>-th.</summary>
    FirstN,

    /// <summary>Evenly over the whole video, first and last frame included: <c>numpy.linspace(0, n - 1, length, dtype=int)</c>. The stride is not used.</summary>
    Uniform,

    /// <summary>Every <see cref="ClipSampler.Stride"/>-th frame from a random start: for training.</summary>
    RandomStride,

    /// <summary>Every <see cref="ClipSampler.Stride"/>-th frame, in the middle of the video: for evaluation.</summary>
    CentredStride,
}

/// <summary>Chooses the frames of a clip; pure, so the same arguments give the same plan everywhere.</summary>
/// <remarks>
/// <para>A video too short for the clip is padded with its last frame, and the plan's mask says where.</para>
/// <para>
/// Several views of one video, for evaluation: with a stride, view <c>v</c> of <c>V</c> starts at
/// <c>v * last / (V - 1)</c>, rounded down, where <c>last</c> is the last start from which the clip fits; so the first view
/// starts with the video, the last ends with it, and nothing is random. Uniform views are interleaved: the video is sampled
/// <c>V * Length</c> times, and view <c>v</c> takes samples <c>v, v + V, ...</c>.
/// </para>
/// </remarks>
/// <param name="Kind">The way of choosing.</param>
/// <param name="Length">Frames in a clip, from 1.</param>
/// <param name="Stride">Steps from one chosen frame to the next, from 1.</param>
public sealed record ClipSampler(SamplingKind Kind, int Length, int Stride = 1)
{
    /// <summary>Frames in a clip, from 1.</summary>
    public int Length { get; init => field = Positive(value, nameof(Length)); } = Positive(Length, nameof(Length));

    /// <summary>Steps from one chosen frame to the next, from 1.</summary>
    public int Stride { get; init => field = Positive(value, nameof(Stride)); } = Positive(Stride, nameof(Stride));

    /// <summary>Chooses the frames of one clip.</summary>
    /// <param name="frameCount">Frames in the video, from 1.</param>
    /// <param name="draw">The clip's random numbers; only a single view of <see cref="SamplingKind.RandomStride"/> uses them.</param>
    /// <param name="view">The view, from 0.</param>
    /// <param name="views">How many views there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The video has no frame, or there is no such view.</exception>
    public ClipPlan Sample(int frameCount, ClipDraw draw, int view = 0, int views = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(views);
        ArgumentOutOfRangeException.ThrowIfNegative(view);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(view, views);
        return Kind == SamplingKind.Uniform ? Spread(frameCount, view, views) : Run(Start(frameCount, draw, view, views), Stride, frameCount);
    }

    private long Start(int frameCount, ClipDraw draw, int view, int views)
    {
        var last = Math.Max(0, frameCount - (((Length - 1L) * Stride) + 1));
        return Kind switch
        {
            _ when views > 1 => last * view / (views - 1),
            SamplingKind.FirstN => 0,
            SamplingKind.RandomStride => draw.Fork("start").Below(0, (int)last + 1),
            SamplingKind.CentredStride => last / 2,
            _ => throw new InvalidOperationException($"no sampling is called {Kind}"),
        };
    }

    private ClipPlan Run(long start, int stride, int frameCount)
    {
        var frames = new int[Length];
        var mask = new bool[Length];
        for (var i = 0; i < Length; i++)
        {
            var wanted = start + ((long)i * stride);
            mask[i] = wanted < frameCount;
            frames[i] = (int)Math.Min(wanted, frameCount - 1);
        }

        return new ClipPlan(frames, mask);
    }

    private ClipPlan Spread(int frameCount, int view, int views)
    {
        if (frameCount < Length)
        {
            return Run(0, 1, frameCount);
        }

        // As numpy.linspace computes it, in double, so that rounding falls as there: i * step, and the end itself at the end.
        var samples = (long)Length * views;
        var step = samples > 1 ? (frameCount - 1) / (double)(samples - 1) : 0;
        var frames = new int[Length];
        for (var i = 0; i < Length; i++)
        {
            var sample = view + ((long)i * views);
            frames[i] = sample > 0 && sample == samples - 1 ? frameCount - 1 : (int)(sample * step);
        }

        return new ClipPlan(frames, Enumerable.Repeat(true, Length).ToArray());
    }

    private static int Positive(int value, string name) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, but a clip needs at least 1");
}
