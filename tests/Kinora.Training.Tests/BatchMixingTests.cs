using Kinora.Torch;
using Kinora.Training.Mixing;
using Kinora.Video;

namespace Kinora.Training.Tests;

public sealed class BatchMixingTests
{
    private static readonly FrameSize Size = new(6, 8);

    private static IEnumerable<BatchMix> Draw(BatchMixing mixing, int count) => Enumerable.Range(0, count).Select(step => mixing.Draw(Size, 3, 1, step)!);

    /// <summary>Mean 1/2 and variance 1 / (4 (2 alpha + 1)), each to five standard errors of 20,000 draws.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.8)]
    [InlineData(1)]
    [InlineData(4)]
    public void Shares_have_the_mean_and_the_variance_of_the_beta_distribution(double alpha)
    {
        const int Count = 20_000;
        var shares = Draw(new BatchMixing(alpha, 0), Count).Select(mix => mix.Share).ToArray();
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        var variance = 1 / (4 * ((2 * alpha) + 1));
        Assert.InRange(shares.Average(), 0.5 - (5 * Math.Sqrt(variance / Count)), 0.5 + (5 * Math.Sqrt(variance / Count)));
        // The variance of a squared deviation in [0, 1/4] is at most its mean / 4 less the mean's square.
        var error = 5 * Math.Sqrt(((variance / 4) - (variance * variance)) / Count);
        Assert.InRange(shares.Average(share => (share - 0.5) * (share - 0.5)), variance - error, variance + error);
    }

    [Fact]
    public void The_same_step_gives_the_same_mix_and_other_steps_others()
    {
        var mixing = new BatchMixing(0.4, 1);
        Assert.Equal(Draw(mixing, 50), Draw(mixing, 50));
        // Cut parts are whole pixels, so that two may be alike.
        Assert.Equal(50, Draw(new BatchMixing(0.4, 0), 50).Distinct().Count());
        Assert.NotEqual(mixing.Draw(Size, 3, 1, 0), mixing.Draw(Size, 3, 2, 0));
        Assert.NotEqual(mixing.Draw(Size, 3, 1, 0), mixing.Draw(Size, 4, 1, 0));
        Assert.Null(new BatchMixing(0, 0).Draw(Size, 3, 1, 0));
    }

    [Fact]
    public void Of_two_ways_each_is_drawn_about_half_the_time()
    {
        var cuts = Draw(new BatchMixing(1, 1), 1000).Count(mix => mix.Part is not null);
        Assert.InRange(cuts, 500 - 79, 500 + 79); // five standard deviations
    }

    [Fact]
    public void A_cut_parts_area_is_what_the_other_clip_gets()
    {
        Assert.All(Draw(new BatchMixing(0, 1), 500), mix =>
        {
            var part = mix.Part!.Value;
            Assert.InRange(part.Top, 0, Size.Height - part.Size.Height);
            Assert.InRange(part.Left, 0, Size.Width - part.Size.Width);
            Assert.Equal(1 - (part.Size.Height * part.Size.Width / 48.0), mix.Share, 12);
        });
    }

    [Fact]
    public void MixUp_adds_the_clip_before()
    {
        using var scope = new TensorScope();
        var mix = new BatchMix(0.75, null);
        var mixed = mix.Apply(Tensor.From<float>([1, 2, 10, 20, 100, 200], 3, 1, 1, 1, 2)).ToArray<float>();
        Assert.Equal([0.75f + 25, 1.5f + 50, 7.5f + 0.25f, 15 + 0.5f, 75 + 2.5f, 150 + 5], mixed);
    }

    [Fact]
    public void CutMix_puts_the_part_of_the_clip_before_and_leaves_the_rest_and_the_source()
    {
        using var scope = new TensorScope();
        var values = Enumerable.Range(0, 2 * 2 * 6 * 8).Select(i => (float)i).ToArray();   // (2, 1, 2, 6, 8)
        var clips = Tensor.From(values, 2, 1, 2, 6, 8);
        var part = new Kinora.Video.Scaling.FrameRegion(1, 2, new(3, 4));
        var mixed = new BatchMix(0.75, part).Apply(clips).ToArray<float>();
        for (var i = 0; i < values.Length; i++)
        {
            var (y, x) = (i / 8 % 6, i % 8);
            var isCut = y is >= 1 and < 4 && x is >= 2 and < 6;
            Assert.Equal(isCut ? values[(i + 96) % 192] : values[i], mixed[i]);
        }

        Assert.Equal(values, clips.ToArray<float>());
    }

    [Fact]
    public void Labels_are_mixed_as_the_clips_are_and_frames_of_either_count()
    {
        using var scope = new TensorScope();
        Assert.Equal([0.75f, 0, 0.25f, 0.25f, 0.75f, 0, 0, 0.25f, 0.75f], new BatchMix(0.75, null).Targets([0, 1, 2], 3).ToArray<float>());
        Assert.Equal([1f, 0, 1, 0], new BatchMix(0.75, null).Targets([0, 0], 2).ToArray<float>());
        var mask = BatchMix.ApplyToMask(Tensor.From<bool>([true, false, false, true, true, false], 2, 3));
        Assert.Equal([true, true, false, true, true, false], mask.ToArray<bool>());
    }
}
