using FsCheck;
using FsCheck.Fluent;
using Kinora.Tests;
using Kinora.Video.Sampling;

namespace Kinora.Video.Tests.Sampling;

public class ClipSamplerTests
{
    private static readonly ClipDraw Draw = new(1, 0, "clip");

    private sealed record Wish(ClipSampler Sampler, int FrameCount, int Seed, int View, int Views)
    {
        public ClipPlan Plan() => Sampler.Sample(FrameCount, new ClipDraw(Seed, 0, "clip"), View, Views);
    }

    private static readonly Arbitrary<Wish> Wishes = Arb.From(
        from kind in Gen.Elements(Enum.GetValues<SamplingKind>())
        from length in Gen.Choose(1, 40)
        from stride in Gen.Choose(1, 9)
        from count in Gen.OneOf(Gen.Choose(1, 12), Gen.Choose(1, 500), Gen.Constant(int.MaxValue))
        from seed in Gen.Choose(0, 1000)
        from views in Gen.Choose(1, 5)
        from view in Gen.Choose(0, views - 1)
        select new Wish(new ClipSampler(kind, length, stride), count, seed, view, views));

    private static bool UsesStride(Wish wish) =>
        wish.Sampler.Kind is SamplingKind.FirstN or SamplingKind.RandomStride or SamplingKind.CentredStride;

    private static void Holds(Func<Wish, bool> property) =>
        Prop.ForAll(Wishes, property).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Frames_lie_within_the_video_and_never_go_back() =>
        Holds(wish => wish.Plan().Frames is var frames
            && frames.All(frame => frame >= 0 && frame < wish.FrameCount)
            && frames.Zip(frames.Skip(1)).All(pair => pair.First <= pair.Second));

    [Fact]
    public void A_clip_is_as_long_as_asked() =>
        Holds(wish => wish.Plan() is var plan && plan.Frames.Length == wish.Sampler.Length && plan.Mask.Length == wish.Sampler.Length);

    [Fact]
    public void The_mask_begins_true_and_is_false_only_on_repeats_of_the_last_frame() =>
        Holds(wish => wish.Plan() is var plan
            && plan.Mask[0]
            && plan.Mask.Zip(plan.Mask.Skip(1)).All(pair => pair.First || !pair.Second)
            && plan.Frames.Zip(plan.Mask).All(pair => pair.Second || pair.First == wish.FrameCount - 1));

    [Fact]
    public void Frames_that_are_no_padding_lie_a_stride_apart() =>
        Holds(wish => !UsesStride(wish)
            || (wish.Plan() is var plan && Enumerable.Range(1, wish.Sampler.Length - 1).All(i => !plan.Mask[i] || plan.Frames[i] - plan.Frames[i - 1] == wish.Sampler.Stride)));

    [Fact]
    public void Nothing_is_padded_where_the_clip_fits() =>
        Holds(wish => (wish.Sampler.Kind is not SamplingKind.RandomSegments and not SamplingKind.CentredSegments)
            && wish.FrameCount < (wish.Sampler.Kind == SamplingKind.Uniform ? wish.Sampler.Length : ((wish.Sampler.Length - 1L) * wish.Sampler.Stride) + 1)
            || wish.Plan().Mask.All(real => real));

    [Fact]
    public void The_same_wish_gives_the_same_plan() =>
        Holds(wish => wish.Plan() is var first && wish.Plan() is var second && first.Frames.SequenceEqual(second.Frames) && first.Mask.SequenceEqual(second.Mask));

    [Fact]
    public void Only_a_single_random_clip_depends_on_the_draw() =>
        Holds(wish => (wish.Sampler.IsRandom && wish.Views == 1)
            || wish.Plan().Frames.SequenceEqual((wish with { Seed = wish.Seed + 1 }).Plan().Frames));

    [Fact]
    public void Uniform_sampling_equals_numpy_linspace()
    {
        var pairs = (from count in Enumerable.Range(1, 300).Append(1499).Append(99_991)
                     from length in new[] { 1, 2, 3, 7, 10, 16, 32, 49 }
                     where length <= count
                     select (count, length)).ToArray();
        var arguments = string.Join(' ', pairs.Select(pair => $"{pair.count}:{pair.length}"));
        var expected = System.Text.Encoding.ASCII.GetString(Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Video.Tests/reference/linspace.py"), arguments));
        var ours = pairs.Select(pair => string.Join(' ', new ClipSampler(SamplingKind.Uniform, pair.length).Sample(pair.count, Draw).Frames));
        Assert.Equal(expected.TrimEnd().Split('\n'), ours);
    }

    [Theory]
    [InlineData(SamplingKind.FirstN, 100, "0 2 4 6", "TTTT")]
    [InlineData(SamplingKind.FirstN, 4, "0 2 3 3", "TTFF")]
    [InlineData(SamplingKind.FirstN, 1, "0 0 0 0", "TFFF")]
    [InlineData(SamplingKind.Uniform, 100, "0 33 66 99", "TTTT")]
    [InlineData(SamplingKind.Uniform, 3, "0 1 2 2", "TTTF")]
    [InlineData(SamplingKind.RandomStride, 7, "0 2 4 6", "TTTT")]
    [InlineData(SamplingKind.RandomStride, 5, "0 2 4 4", "TTTF")]
    [InlineData(SamplingKind.CentredStride, 100, "46 48 50 52", "TTTT")]
    [InlineData(SamplingKind.CentredStride, 8, "0 2 4 6", "TTTT")]
    [InlineData(SamplingKind.CentredStride, 9, "1 3 5 7", "TTTT")]
    [InlineData(SamplingKind.CentredStride, 6, "0 2 4 5", "TTTF")]
    [InlineData(SamplingKind.CentredSegments, 100, "12 37 62 87", "TTTT")]
    [InlineData(SamplingKind.CentredSegments, 3, "0 1 1 2", "TTTT")]
    public void Plans_are_what_they_are_said_to_be(SamplingKind kind, int frameCount, string frames, string mask)
    {
        var plan = new ClipSampler(kind, 4, 2).Sample(frameCount, Draw);
        Assert.Equal(frames, string.Join(' ', plan.Frames));
        Assert.Equal(mask, string.Concat(plan.Mask.Select(real => real ? 'T' : 'F')));
    }

    [Fact]
    public void Random_starts_reach_every_place_and_no_other()
    {
        var sampler = new ClipSampler(SamplingKind.RandomStride, 4, 2);
        var starts = Enumerable.Range(0, 400).Select(epoch => sampler.Sample(12, new ClipDraw(1, epoch, "clip")).Frames[0]);
        Assert.Equal([0, 1, 2, 3, 4, 5], starts.Distinct().Order());
    }

    [Theory]
    [InlineData(SamplingKind.FirstN)]
    [InlineData(SamplingKind.RandomStride)]
    [InlineData(SamplingKind.CentredStride)]
    public void Views_run_from_the_first_start_to_the_last(SamplingKind kind)
    {
        var sampler = new ClipSampler(kind, 4, 2);
        Assert.Equal([0, 31, 62, 93], Enumerable.Range(0, 4).Select(view => sampler.Sample(100, Draw, view, 4).Frames[0]));
        Assert.Equal([0, 0, 0, 0], Enumerable.Range(0, 4).Select(view => sampler.Sample(5, Draw, view, 4).Frames[0]));
    }

    [Fact]
    public void Random_segments_reach_every_frame_of_their_part_and_no_other()
    {
        var sampler = new ClipSampler(SamplingKind.RandomSegments, 3);
        var plans = Enumerable.Range(0, 400).Select(epoch => sampler.Sample(10, new ClipDraw(1, epoch, "clip")).Frames).ToList();
        // Parts of 10 / 3 frames: a frame that lies across a border belongs to both.
        Assert.Equal([0, 1, 2, 3], plans.Select(plan => plan[0]).Distinct().Order());
        Assert.Equal([3, 4, 5, 6], plans.Select(plan => plan[1]).Distinct().Order());
        Assert.Equal([6, 7, 8, 9], plans.Select(plan => plan[2]).Distinct().Order());
    }

    [Fact]
    public void Views_of_segments_divide_each_part()
    {
        var sampler = new ClipSampler(SamplingKind.RandomSegments, 2);
        Assert.Equal([5, 55], sampler.Sample(100, Draw, 0, 5).Frames);
        Assert.Equal([35, 85], sampler.Sample(100, Draw, 3, 5).Frames);
    }

    [Theory]
    [InlineData(PaddingKind.Masked, "0 2 4 4 4 4", "TTTFFF")]
    [InlineData(PaddingKind.Last, "0 2 4 4 4 4", "TTTTTT")]
    [InlineData(PaddingKind.Loop, "0 2 4 0 2 4", "TTTTTT")]
    public void Short_videos_are_padded_as_asked(PaddingKind padding, string frames, string mask)
    {
        var plan = new ClipSampler(SamplingKind.CentredStride, 6, 2) { Padding = padding }.Sample(5, Draw);
        Assert.Equal(frames, string.Join(' ', plan.Frames));
        Assert.Equal(mask, string.Concat(plan.Mask.Select(real => real ? 'T' : 'F')));
    }

    /// <summary>
    /// torchvision's rule; where the rates do not divide, it takes one frame less than there are. Rates whose quotient float32, in
    /// which it computes, cannot tell from a whole number are not among these.
    /// </summary>
    [Fact]
    public void A_target_rate_takes_the_frames_that_torchvision_takes()
    {
        (double From, double To)[] rates = [(30, 15), (30, 10), (25, 10), (29.97, 15), (24, 30), (15, 30), (60, 25)];
        var arguments = string.Join(' ', rates.Select(rate => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rate.From}:{rate.To}:97")));
        var theirs = System.Text.Encoding.ASCII.GetString(Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Video.Tests/reference/resampled.py"), arguments));
        foreach (var (rate, line) in rates.Zip(theirs.TrimEnd().Split('\n')))
        {
            var expected = line.Split(' ').Select(int.Parse).ToArray();
            var ours = new ClipSampler(SamplingKind.FirstN, 400) { FrameRate = rate.To }.Sample(97, Draw, frameRate: rate.From);
            var frames = ours.Frames[..ours.Mask.Count(real => real)];
            Assert.Equal(expected, frames[..expected.Length]);
            Assert.InRange(frames.Length - expected.Length, 0, 1);
        }
    }

    [Fact]
    public void A_target_rate_changes_nothing_where_the_rate_is_unknown() =>
        Assert.Equal([0, 1, 2], new ClipSampler(SamplingKind.FirstN, 3) { FrameRate = 5 }.Sample(10, Draw).Frames);

    [Fact]
    public void Jitter_moves_frames_by_no_more_than_asked_and_never_back()
    {
        var still = new ClipSampler(SamplingKind.RandomStride, 8, 4);
        var moved = new HashSet<int>();
        for (var epoch = 0; epoch < 300; epoch++)
        {
            var draw = new ClipDraw(3, epoch, "clip");
            var (before, after) = (still.Sample(40, draw).Frames, (still with { Jitter = 3 }).Sample(40, draw).Frames);
            Assert.All(after, frame => Assert.InRange(frame, 0, 39));
            Assert.All(after.Zip(after.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
            moved.UnionWith(after.Zip(before).Select(pair => pair.First - pair.Second));
        }

        Assert.Equal([-3, -2, -1, 0, 1, 2, 3], moved.Order());
        Assert.Equal(still.Sample(40, Draw, 1, 3).Frames, (still with { Jitter = 3 }).Sample(40, Draw, 1, 3).Frames);
    }

    [Fact]
    public void For_evaluation_nothing_is_random()
    {
        Assert.Equal(new ClipSampler(SamplingKind.CentredSegments, 4), new ClipSampler(SamplingKind.RandomSegments, 4) { Jitter = 2 }.ForEvaluation());
        Assert.Equal(new ClipSampler(SamplingKind.CentredStride, 4, 3) { FrameRate = 10 }, new ClipSampler(SamplingKind.RandomStride, 4, 3) { FrameRate = 10 }.ForEvaluation());
    }

    [Fact]
    public void Uniform_views_together_sample_the_video_more_finely()
    {
        var sampler = new ClipSampler(SamplingKind.Uniform, 4);
        Assert.Equal([0, 28, 56, 84], sampler.Sample(100, Draw, 0, 2).Frames);
        Assert.Equal([14, 42, 70, 99], sampler.Sample(100, Draw, 1, 2).Frames);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(10, 1, 1)]
    [InlineData(10, -1, 1)]
    [InlineData(10, 0, 0)]
    public void Wishes_that_cannot_be_met_are_refused(int frameCount, int view, int views) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipSampler(SamplingKind.FirstN, 4).Sample(frameCount, Draw, view, views));

    [Fact]
    public void A_sampler_without_length_or_stride_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipSampler(SamplingKind.FirstN, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipSampler(SamplingKind.FirstN, 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipSampler(SamplingKind.FirstN, 4) with { Stride = -1 });
    }
}
