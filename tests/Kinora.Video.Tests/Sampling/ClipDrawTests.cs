using Kinora.Video.Sampling;

namespace Kinora.Video.Tests.Sampling;

public class ClipDrawTests
{
    /// <summary>
    /// A seed promises the same clips for ever: if this fails, change the code back, not the numbers, which
    /// <c>reference/clip_draw.py</c> computes apart from Kinora.
    /// </summary>
    [Fact]
    public void The_numbers_never_change()
    {
        var draw = new ClipDraw(42, 3, "walk/daria_walk.avi");
        Assert.Equal(14673192672830680775, draw.Bits(0));
        Assert.Equal(764319133153933442UL, draw.Bits(1));
        Assert.Equal(4173070414415716663UL, draw.Bits(int.MaxValue));
        Assert.Equal(10495699186787038036, draw.Fork("start").Bits(0));
        Assert.Equal(1731894422210380486UL, new ClipDraw(-1, 0, "Grüße/跳.mp4").Bits(0));
        Assert.Equal([7, 41, 1149519519], new[] { draw.Below(0, 10), draw.Below(1, 1000), draw.Below(2, int.MaxValue) });
        Assert.Equal(0.7954353686590704, draw.Fraction(0));
        Assert.Equal(-1.709963237376794, draw.Between(1, -2, 5));
    }

    [Fact]
    public void Seed_epoch_key_purpose_and_place_each_give_other_numbers()
    {
        var draw = new ClipDraw(1, 0, "a");
        ulong[] bits =
        [
            draw.Bits(0), draw.Bits(1), draw.Fork("flip").Bits(0), draw.Fork("crop").Bits(0), draw.Fork("flip").Fork("flip").Bits(0),
            new ClipDraw(2, 0, "a").Bits(0), new ClipDraw(1, 1, "a").Bits(0), new ClipDraw(0, 1, "a").Bits(0), new ClipDraw(1, 0, "b").Bits(0),
        ];
        Assert.Equal(bits.Length, bits.Distinct().Count());
    }

    [Fact]
    public void Numbers_spread_evenly_over_clips_and_over_places()
    {
        const int Many = 20_000;
        foreach (var counts in new[]
        {
            Counts(Enumerable.Range(0, Many).Select(i => new ClipDraw(7, 0, $"clip{i}").Below(0, 10))),
            Counts(Enumerable.Range(0, Many).Select(i => new ClipDraw(7, i, "clip").Below(0, 10))),
            Counts(Enumerable.Range(0, Many).Select(i => (int)(10 * new ClipDraw(7, 0, "clip").Fraction(i)))),
        })
        {
            // Chi squared with 9 degrees of freedom: above 33.7 once in ten thousand.
            Assert.InRange(counts.Sum(count => Math.Pow(count - (Many / 10.0), 2) / (Many / 10.0)), 0, 33.7);
        }

        static int[] Counts(IEnumerable<int> digits) => [.. digits.CountBy(digit => digit).Select(pair => pair.Value)];
    }

    [Fact]
    public void A_bound_that_is_not_positive_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipDraw(0, 0, "a").Below(0, 0));
}
