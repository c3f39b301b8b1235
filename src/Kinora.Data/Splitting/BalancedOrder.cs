namespace Kinora.Data.Splitting;

/// <summary>
/// The order of an epoch in which every class comes as often as any other: in each round every class once, in random order, and
/// of each class its clips in random order, again from the first when they are used up. Seeded like <see cref="Shuffle"/>.
/// </summary>
public static class BalancedOrder
{
    /// <summary>As many places as there are clips.</summary>
    /// <param name="labels">The number of each clip's class.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch.</param>
    public static int[] Of(IReadOnlyList<int> labels, long seed, int epoch)
    {
        var decks = labels.Index()
            .GroupBy(clip => clip.Item, clip => clip.Index)
            .OrderBy(deck => deck.Key)
            .Select(deck => Shuffled([.. deck], seed, epoch, $"clips of class {deck.Key}"))
            .ToArray();
        var order = new int[labels.Count];
        int[] round = [];
        for (var i = 0; i < order.Length; i++)
        {
            if (i % decks.Length == 0)
            {
                round = Shuffle.Order(decks.Length, seed, epoch, $"classes, round {i / decks.Length}");
            }

            var deck = decks[round[i % decks.Length]];
            order[i] = deck[i / decks.Length % deck.Length];
        }

        return order;
    }

    private static int[] Shuffled(int[] clips, long seed, int epoch, string purpose) =>
        Array.ConvertAll(Shuffle.Order(clips.Length, seed, epoch, purpose), place => clips[place]);
}
