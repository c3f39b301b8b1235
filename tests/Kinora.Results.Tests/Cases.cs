using Kinora.Results;

namespace Kinora.Tests.Results;

/// <summary>Made-up scores.</summary>
internal static class Cases
{
    /// <summary>Random clips: some right, many not, equal probabilities among them, groups of unequal size.</summary>
    public static Scores Random(int seed, int classes, int clips, int? groups = null, double skill = 0.5)
    {
        var random = new Random(seed);
        return new Scores(
            [.. Enumerable.Range(0, classes).Select(number => $"label {number}")],
            [.. Enumerable.Range(0, clips).Select(number =>
            {
                var truth = random.Next(classes);
                var favourite = random.NextDouble() < skill ? truth : random.Next(classes);

                // Sixteenths, so that equal values occur.
                var weights = Enumerable.Range(0, classes).Select(label => random.Next(1, 16) + (label == favourite ? 8f : 0)).ToArray();
                var sum = weights.Sum();
                var group = groups is { } count ? $"person {random.Next(count) * random.Next(count) / count}" : null;
                return new ClipScore($"clip {number}.avi", group, truth, [.. weights.Select(weight => weight / sum)]);
            })]);
    }

    /// <summary>Random predictions of equally many clips per class, which often give averages between two printed values.</summary>
    public static Scores Balanced(int seed, int classes, int clips)
    {
        var random = new Random(seed);
        return Certain(classes, [.. Enumerable.Range(0, clips).Select(clip =>
            ((string?)null, clip % classes, random.NextDouble() < 0.5 ? clip % classes : random.Next(classes)))]);
    }

    /// <summary>One clip per entry, said to be certain.</summary>
    public static Scores Certain(int classes, params (string? Group, int Truth, int Predicted)[] clips) => new(
        [.. Enumerable.Range(0, classes).Select(number => $"label {number}")],
        [.. clips.Select((clip, number) => new ClipScore(
            $"clip {number}.avi", clip.Group, clip.Truth, [.. Enumerable.Range(0, classes).Select(label => label == clip.Predicted ? 1f : 0f)]))]);

    public static Protocol Protocol(string? groupKind = null) => new()
    {
        Data = "weizmann",
        Split = "each person left out in turn",
        Level = ScoreLevel.Video,
        Views = 4,
        Frames = 16,
        SettingsChosenOn = "inner split by person",
        GroupKind = groupKind,
    };
}
