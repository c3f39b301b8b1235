using System.Text.Json.Serialization;

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

    /// <summary>
    /// The video in as many equal parts as the clip has frames, a random frame of each: for training, as in temporal segment
    /// networks (Wang et al. 2016, <see href="https://arxiv.org/abs/1608.00859"/>). The stride is not used.
    /// </summary>
    RandomSegments,

    /// <summary>The same parts, the frame in the middle of each: for evaluation.</summary>
    CentredSegments,
}

/// <summary>What fills a clip where the video is too short.</summary>
public enum PaddingKind
{
    /// <summary>The last frame again, marked in <see cref="ClipPlan.Mask"/>, so that networks through time pass over it.</summary>
    Masked,

    /// <summary>The last frame again, as if the video stood still.</summary>
    Last,

    /// <summary>The clip from its first frame on again, as if the video were played in a loop.</summary>
    Loop,
}

/// <summary>Chooses the frames of a clip; pure, so the same arguments give the same plan everywhere.</summary>
/// <remarks>
/// <para>A video too short for the clip is padded as <see cref="Padding"/> says. Segments never need it: a frame may serve several.</para>
/// <para>
/// Several views of one video, for evaluation: with a stride, view <c>v</c> of <c>V</c> starts at
/// <c>v * last / (V - 1)</c>, rounded down, where <c>last</c> is the last start from which the clip fits; so the first view
/// starts with the video, the last ends with it, and nothing is random: the dense test clips of the literature. Uniform views
/// are interleaved: the video is sampled <c>V * Length</c> times, and view <c>v</c> takes samples <c>v, v + V, ...</c>. Views
/// of segments take frames at <c>(2 v + 1) / (2 V)</c> of each part.
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

    /// <summary>
    /// Frames a second at which the video is taken before anything is chosen; 0 takes every frame. Frame <c>i</c> at that rate
    /// is the video's frame <c>floor(i * rate of the video / this)</c>, as torchvision's <c>VideoClips</c> resamples.
    /// </summary>
    public double FrameRate { get; init => field = NotNegative(value, nameof(FrameRate)); }

    /// <summary>What fills a clip where the video is too short.</summary>
    public PaddingKind Padding { get; init; }

    /// <summary>
    /// Temporal jitter: each frame moves by up to so many frames either way, drawn evenly, but never before the one chosen ahead of
    /// it, nor out of the video. Only a single view of a random kind is changed: for training.
    /// </summary>
    public int Jitter { get; init => field = (int)NotNegative(value, nameof(Jitter)); }

    /// <summary>Whether a single view is drawn at random.</summary>
    [JsonIgnore]
    public bool IsRandom => Kind is SamplingKind.RandomStride or SamplingKind.RandomSegments;

    /// <summary>The same clips for evaluation: nothing is random.</summary>
    public ClipSampler ForEvaluation() => this with
    {
        Kind = Kind switch
        {
            SamplingKind.RandomStride => SamplingKind.CentredStride,
            SamplingKind.RandomSegments => SamplingKind.CentredSegments,
            _ => Kind,
        },
        Jitter = 0,
    };

    /// <summary>Chooses the frames of one clip.</summary>
    /// <param name="frameCount">Frames in the video, from 1.</param>
    /// <param name="draw">The clip's random numbers; only a single view of a random kind uses them.</param>
    /// <param name="view">The view, from 0.</param>
    /// <param name="views">How many views there are.</param>
    /// <param name="frameRate">Frames per second of the video; 0 where unknown, when <see cref="FrameRate"/> changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The video has no frame, or there is no such view.</exception>
    public ClipPlan Sample(int frameCount, ClipDraw draw, int view = 0, int views = 1, double frameRate = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(views);
        ArgumentOutOfRangeException.ThrowIfNegative(view);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(view, views);
        var step = FrameRate > 0 && frameRate > 0 ? frameRate / FrameRate : 1;
        var plan = Choose(step == 1 ? frameCount : Math.Clamp((long)Math.Ceiling(frameCount / step), 1, int.MaxValue), draw, view, views);
        return step == 1 ? plan : plan with { Frames = Array.ConvertAll(plan.Frames, frame => (int)Math.Min(frame * step, frameCount - 1)) };
    }

    private ClipPlan Choose(long frameCount, ClipDraw draw, int view, int views)
    {
        var plan = Kind switch
        {
            SamplingKind.Uniform => Spread(frameCount, view, views),
            SamplingKind.RandomSegments when views == 1 => Segments(frameCount, draw.Fork("segments").Fraction),
            SamplingKind.RandomSegments or SamplingKind.CentredSegments => Segments(frameCount, _ => ((2 * view) + 1) / (2.0 * views)),
            _ => Run(Start(frameCount, draw, view, views), Stride, frameCount),
        };
        return Jitter > 0 && IsRandom && views == 1 ? Jittered(plan, draw.Fork("jitter"), frameCount) : plan;
    }

    private long Start(long frameCount, ClipDraw draw, int view, int views)
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

    private ClipPlan Run(long start, int stride, long frameCount)
    {
        var frames = new int[Length];
        var mask = new bool[Length];
        var there = Math.Min(Length, ((frameCount - 1 - start) / stride) + 1);
        for (var i = 0; i < Length; i++)
        {
            mask[i] = i < there || Padding != PaddingKind.Masked;
            frames[i] = i < there ? (int)(start + ((long)i * stride))
                : Padding == PaddingKind.Loop ? frames[(int)(i % there)]
                : (int)frameCount - 1;
        }

        return new ClipPlan(frames, mask);
    }

    private ClipPlan Spread(long frameCount, int view, int views)
    {
        if (frameCount < Length)
        {
            return Run(0, 1, frameCount);
        }

        // As numpy.linspace computes it, in double, so that rounding falls as there: i * step, and the end itself at the end.
        var samples = (long)Length * views;
        var step = samples > 1 ? (frameCount - 1) / (double)(samples - 1) : 0;
        return All(i =>
        {
            var sample = view + ((long)i * views);
            return sample > 0 && sample == samples - 1 ? frameCount - 1 : (long)(sample * step);
        });
    }

    // Part i runs from i * n / length to (i + 1) * n / length.
    private ClipPlan Segments(long frameCount, Func<int, double> place) =>
        All(i => Math.Min((long)((i + place(i)) * frameCount / Length), frameCount - 1));

    private ClipPlan All(Func<int, long> frame) => new([.. Enumerable.Range(0, Length).Select(i => (int)frame(i))], Enumerable.Repeat(true, Length).ToArray());

    private ClipPlan Jittered(ClipPlan plan, ClipDraw draw, long frameCount)
    {
        var frames = new int[Length];
        for (var i = 0; i < frames.Length; i++)
        {
            var chosen = plan.Frames[i];
            var before = i > 0 ? plan.Frames[i - 1] : -1;
            frames[i] = !plan.Mask[i] ? chosen
                : chosen == before ? frames[i - 1]
                : (int)Math.Clamp((long)chosen + draw.Below(i, (2 * Jitter) + 1) - Jitter, chosen > before && i > 0 ? frames[i - 1] : 0, frameCount - 1);
        }

        return plan with { Frames = frames };
    }

    private static int Positive(int value, string name) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, but a clip needs at least 1");

    private static double NotNegative(double value, string name) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; expected 0 or more");
}
