using Kinora.Cli.Options;

namespace Kinora.Cli.Studies;

/// <summary>One option of a search, and what it may be.</summary>
/// <param name="Key">The option.</param>
/// <param name="Place">How to point at it in messages.</param>
internal abstract record SearchKey(string Key, string Place)
{
    /// <summary>All that it may be, in order; null where it is a range.</summary>
    public abstract IReadOnlyList<Given>? Values { get; }

    /// <summary>One of them.</summary>
    /// <param name="fraction">Which, from 0 to below 1.</param>
    public abstract Given At(double fraction);

    /// <summary>Words that are tried one after the other.</summary>
    internal sealed record Listed(string Key, string Place, IReadOnlyList<Given> All) : SearchKey(Key, Place)
    {
        public override IReadOnlyList<Given> Values => All;

        public override Given At(double fraction) => All[(int)(fraction * All.Count)];
    }

    /// <summary>Every number from one to another, drawn evenly, or evenly in its logarithm.</summary>
    internal sealed record Ranged(string Key, string Place, double Low, double High, bool IsLog, bool IsWhole) : SearchKey(Key, Place)
    {
        // So many digits tell a learning rate from the next; more only make a recipe hard to read.
        private const int Digits = 4;

        public override IReadOnlyList<Given>? Values => null;

        public override Given At(double fraction)
        {
            // Each whole number has an equal share of the range, the ends too.
            var (low, high) = IsWhole && !IsLog ? (Low - 0.5, High + 0.5) : (Low, High);
            return Of(IsLog ? Math.Exp(Math.Log(low) + (fraction * (Math.Log(high) - Math.Log(low)))) : low + (fraction * (high - low)));
        }

        /// <summary>So many numbers from end to end, each once.</summary>
        public Listed Steps(int count) => new(
            Key,
            Place,
            [.. Enumerable.Range(0, count)
                .Select(i => (double)i / (count - 1))
                .Select(share => Of(IsLog ? Math.Exp(Math.Log(Low) + (share * (Math.Log(High) - Math.Log(Low)))) : Low + (share * (High - Low))))
                .DistinctBy(value => value.Texts[0])]);

        private Given Of(double value)
        {
            var rounded = IsWhole ? Math.Round(value) : double.Parse(value.ToString($"G{Digits}"));
            return new Given(Key, [ValueFormat.WriteDouble(Math.Clamp(rounded, Low, High))], Place);
        }
    }
}
