using Kinora.Web.Jobs;

namespace Kinora.Web.Pages.Outcomes;

/// <summary>Which colour an action has on a page: those that are seen longest have their own, the others share a gray.</summary>
/// <param name="Labels">The actions with a colour of their own, in the order of the colours.</param>
public sealed record LabelColours(IReadOnlyList<string> Labels)
{
    /// <summary>How many colours there are.</summary>
    public const int Count = 6;

    /// <summary>The colours of one result.</summary>
    public static LabelColours Of(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var shown = outcome.Timeline.Segments.Where(segment => segment.Label is not null)
            .GroupBy(segment => segment.Label!, StringComparer.Ordinal)
            .OrderByDescending(same => same.Sum(segment => segment.End - segment.Start))
            .Select(same => same.Key);
        return new LabelColours([.. shown.Concat(outcome.Predictions.Select(one => one.Label)).Distinct(StringComparer.Ordinal).Take(Count)]);
    }

    /// <summary>The class of an element in the colour of an action; null where there is none.</summary>
    public string ClassOf(string? label)
    {
        for (var place = 0; place < Labels.Count; place++)
        {
            if (Labels[place] == label)
            {
                return $"ks-c{place}";
            }
        }

        return "ks-cx";
    }
}
