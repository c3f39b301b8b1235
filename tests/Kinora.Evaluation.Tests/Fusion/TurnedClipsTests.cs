using System.Globalization;
using Kinora.Evaluation.Fusion;
using Kinora.Results;
using Kinora.Tests;

namespace Kinora.Evaluation.Tests.Fusion;

public sealed class TurnedClipsTests
{
    // Alone and fused, right or wrong: 3 turned right, 1 turned wrong, of 12.
    private const string Alone = "110100110110";
    private const string Fused = "111110100111";

    [Fact]
    public void Turned_clips_are_counted_and_the_interval_is_the_paired_one_of_SciPy()
    {
        var turned = TurnedClips.Of(Clips(Alone), Clips(Fused), "person");
        Assert.Equal((3, 1), (turned.Right, turned.Wrong));
        Assert.Equal(2 / 12.0, turned.Difference, 1e-12);
        var theirs = Python($"numpy.array([int(b) - int(a) for a, b in zip('{Alone}', '{Fused}')])");
        Assert.Equal(theirs[0], turned.Low, 1e-9);
        Assert.Equal(theirs[1], turned.High, 1e-9);
        Assert.Equal("paired, Student t over 12 clips, treated as independent, jackknife error", turned.Method);
    }

    [Fact]
    public void Groups_of_one_size_are_the_trials()
    {
        var turned = TurnedClips.Of(Clips(Alone, group: 4), Clips(Fused, group: 4), "person");
        var theirs = Python($"numpy.array([int(b) - int(a) for a, b in zip('{Alone}', '{Fused}')]).reshape(3, 4).mean(1)");
        Assert.Equal(theirs[0], turned.Low, 1e-9);
        Assert.Equal(theirs[1], turned.High, 1e-9);
        Assert.Equal("paired, Student t over 3 persons, jackknife error", turned.Method);
    }

    [Fact]
    public void Where_nothing_turns_the_interval_has_a_width_all_the_same()
    {
        var turned = TurnedClips.Of(Clips(Alone), Clips(Alone), "person");
        Assert.Equal((0, 0, 0.0), (turned.Right, turned.Wrong, turned.Difference));
        Assert.InRange(turned.High, 0.2, 0.3);
        Assert.Equal(-turned.High, turned.Low);
    }

    private static ClipScore[] Clips(string right, int group = 0) =>
        [.. right.Select((letter, i) => new ClipScore($"{i}", group == 0 ? null : $"{i / group}", 0, letter == '1' ? [1f, 0f] : [0f, 1f]))];

    private static double[] Python(string trials) =>
        [.. System.Text.Encoding.UTF8.GetString(Places.Run("/usr/bin/python3", "-c", $"import numpy; from scipy import stats; d = {trials}; print(*stats.t.interval(0.95, len(d) - 1, d.mean(), d.std(ddof=1) / len(d) ** 0.5))")).Trim().Split(' ')
            .Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
}
