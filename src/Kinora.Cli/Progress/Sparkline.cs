namespace Kinora.Cli.Progress;

/// <summary>A curve in one line of text: <c>█▆▄▃▂▁</c>.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>Draws values, the smallest lowest and the largest highest.</summary>
    /// <param name="values">The values, oldest first; those that are no numbers are left out.</param>
    /// <param name="width">Characters, at least 1; where there are more values, each stands for the mean of some that follow each other.</param>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        var count = Math.Min(width, finite.Length);
        double[] points = [.. Enumerable.Range(0, count).Select(i => finite[(i * finite.Length / count)..((i + 1) * finite.Length / count)].Average())];
        if (points.Length == 0)
        {
            return "";
        }

        var (low, high) = (points.Min(), points.Max());
        return string.Concat(points.Select(point => Levels[high > low ? (int)Math.Round((point - low) / (high - low) * (Levels.Length - 1)) : 0]));
    }
}
