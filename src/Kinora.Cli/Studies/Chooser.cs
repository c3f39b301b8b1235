using System.Globalization;
using Kinora.Cli.Options;
using Kinora.Data.Splitting;
using Kinora.Video.Sampling;

namespace Kinora.Cli.Studies;

/// <summary>Chooses trials: the same seed chooses the same ones, and more of them begin with the fewer.</summary>
internal static class Chooser
{
    // A grid of more is nobody's wish.
    private const int LargestGrid = 100_000;

    /// <summary>The variations to try.</summary>
    /// <param name="space">What there is to try.</param>
    /// <param name="method">How they are chosen.</param>
    /// <param name="count">How many; null takes all of a grid, and 20 at random.</param>
    /// <param name="seed">The seed of the choice.</param>
    /// <exception cref="OptionsException">A grid has no end.</exception>
    public static IReadOnlyList<Variation> Choose(SearchSpace space, SearchMethod method, int? count, int seed)
    {
        const int RandomTrials = 20;
        if (method == SearchMethod.Grid && space.Keys.Where(key => key.Values is null).ToArray() is { Length: > 0 } endless)
        {
            throw new OptionsException([.. endless.Select(key => $"{key.Place}: a grid takes a list of values, or a range with a count, such as 1e-4..1e-2 log 5; --method random takes the range as it is")]);
        }

        if (space.Size is > LargestGrid and var size && method == SearchMethod.Grid)
        {
            throw new OptionsException($"--method grid: {size} combinations, more than {LargestGrid}; search fewer values, or --method random");
        }

        return space.Size is <= LargestGrid and var finite
            ? [.. Order((int)finite, method, seed).Take(count ?? (method == SearchMethod.Grid ? (int)finite : RandomTrials)).Select(place => Combination(space, place))]
            : Draw(space, count ?? RandomTrials, seed);
    }

    private static IEnumerable<int> Order(int count, SearchMethod method, int seed) =>
        method == SearchMethod.Grid ? Enumerable.Range(0, count) : Shuffle.Order(count, seed, 0, "tune");

    // The last key changes quickest, as in nested loops.
    private static Variation Combination(SearchSpace space, int place)
    {
        var changes = new Given[space.Keys.Count];
        for (var i = changes.Length - 1; i >= 0; i--)
        {
            var values = space.Keys[i].Values!;
            changes[i] = values[place % values.Count];
            place /= values.Count;
        }

        return Named(changes);
    }

    private static List<Variation> Draw(SearchSpace space, int count, int seed)
    {
        const int Patience = 1000;
        var drawn = new List<Variation>();
        var names = new HashSet<string>();
        for (int number = 0, misses = 0; drawn.Count < count && misses < Patience; number++)
        {
            var draw = new ClipDraw(seed, 0, $"tune {number.ToString(CultureInfo.InvariantCulture)}");
            var variation = Named([.. space.Keys.Select((key, i) => key.At(draw.Fraction(i)))]);
            if (names.Add(variation.Name))
            {
                drawn.Add(variation);
                misses = 0;
            }
            else
            {
                misses++;
            }
        }

        return drawn;
    }

    private static Variation Named(IReadOnlyList<Given> changes) =>
        new(string.Join(", ", changes.Select(change => $"{change.Key} {(change.IsNone ? "none" : string.Join(' ', change.Texts))}")), changes);
}
