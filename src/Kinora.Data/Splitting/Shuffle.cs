using Kinora.Video.Sampling;

namespace Kinora.Data.Splitting;

/// <summary>Seeded order: the same on every machine and in every release, which System.Random does not promise.</summary>
public static class Shuffle
{
    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 in random order (Fisher and Yates, from the end).</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch; 0 where there is none.</param>
    /// <param name="purpose">What the order is for; other purposes get other orders.</param>
    public static int[] Order(int count, long seed, int epoch, string purpose)
    {
        var draw = new ClipDraw(seed, epoch, purpose);
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = draw.Below(i, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
