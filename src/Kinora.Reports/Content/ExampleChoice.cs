using Kinora.Results;

namespace Kinora.Reports.Content;

/// <summary>Which clips a report shows: always the same ones of the same scores.</summary>
internal static class ExampleChoice
{
    /// <summary>
    /// The surest of the clips that were named right, or of those named wrong: first the surest of every true class, then the
    /// second surest of every class, until there are enough.
    /// </summary>
    public static IReadOnlyList<ClipScore> Surest(Scores scores, bool right, int count) =>
    [
        .. Known(scores)
            .Where(clip => clip.Predicted == clip.Truth == right)
            .GroupBy(clip => clip.Truth)
            .SelectMany(label => label.OrderByDescending(Sureness).ThenBy(clip => clip.Name, StringComparer.Ordinal).Index())
            .OrderBy(clip => clip.Index)
            .ThenByDescending(clip => Sureness(clip.Item))
            .ThenBy(clip => clip.Item.Name, StringComparer.Ordinal)
            .Take(count)
            .Select(clip => clip.Item),
    ];

    /// <summary>One clip of every label that has any: the first by name that is not shown already, else the first.</summary>
    public static IReadOnlyList<ClipScore> OfEachLabel(Scores scores, IReadOnlyCollection<ClipScore> shown) =>
    [
        .. Known(scores)
            .GroupBy(clip => clip.Truth!.Value)
            .OrderBy(label => label.Key)
            .Select(label => label.OrderBy(shown.Contains).ThenBy(clip => clip.Name, StringComparer.Ordinal).First()),
    ];

    private static IEnumerable<ClipScore> Known(Scores scores) => scores.Clips.Where(clip => clip.Truth is not null);

    private static float Sureness(ClipScore clip) => clip.Probabilities[clip.Predicted];
}
