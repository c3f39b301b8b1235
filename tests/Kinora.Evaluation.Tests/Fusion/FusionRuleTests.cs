using System.Globalization;
using Kinora.Evaluation.Fusion;
using Kinora.Inference.Fusion;
using Kinora.Results;
using Kinora.Tests;

namespace Kinora.Evaluation.Tests.Fusion;

/// <summary>The arithmetic of fusion against SciPy (reference/fusion.py).</summary>
public sealed class FusionRuleTests
{
    [Theory]
    [InlineData(5, 60, 2)]
    [InlineData(3, 40, 3)]
    [InlineData(20, 200, 2)]
    public void Weights_and_probabilities_are_SciPy_s(int classes, int clips, int streams)
    {
        using var folder = Places.Temporary();
        Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Evaluation.Tests/reference/fusion.py"), folder.Path, $"{classes}", $"{clips}", $"{streams}");
        var matched = MatchedScores.Of([.. Enumerable.Range(0, streams).Select(stream => ($"{stream}", Scores.Load(folder.File($"{stream}.csv"))))]);
        double[][] expected = [.. File.ReadLines(folder.File("expected.txt")).Select(line => line.Split(' ').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];

        var (mixture, pool) = (MixtureWeights.Fit(matched.Clips), PoolWeights.Fit(matched.Clips));

        // The loss is flat at its lowest: BFGS, which sees it in doubles only, ends a few 1e-6 away.
        Assert.All(expected[0].Zip(mixture), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
        Assert.All(expected[1].Zip(pool), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
        foreach (var (place, method) in Enum.GetValues<FusionMethod>().Index())
        {
            var weights = method == FusionMethod.Weighted ? expected[0] : method == FusionMethod.Learned ? expected[1] : null;
            foreach (var (number, clip) in matched.Clips.Index())
            {
                Assert.All(expected[2 + (place * clips) + number].Zip(FusionRule.Apply(method, clip.Streams, weights)), pair => Assert.Equal((float)pair.First, pair.Second, 1e-6f));
            }
        }
    }

    [Fact]
    public void The_weights_of_a_mixture_are_those_of_the_lowest_loss()
    {
        var clips = Made(40);
        var fitted = MixtureWeights.Fit(clips);
        Assert.Equal(1, fitted.Sum(), 1e-12);
        for (var weight = 0.0; weight <= 1; weight += 0.01)
        {
            Assert.True(Loss(clips, fitted) <= Loss(clips, [weight, 1 - weight]) + 1e-9);
        }
    }

    [Fact]
    public void A_stream_that_knows_nothing_gets_no_weight_and_one_that_is_always_sure_and_right_keeps_a_finite_one()
    {
        MatchedClip[] clips = [.. Enumerable.Range(0, 30).Select(i => new MatchedClip($"{i}", null, i % 2, [i % 2 == 0 ? [1f, 0f] : [0f, 1f], [0.5f, 0.5f]]))];
        Assert.Equal([1, 0], MixtureWeights.Fit(clips).Select(weight => Math.Round(weight, 6)));
        Assert.All(PoolWeights.Fit(clips), weight => Assert.InRange(weight, 0.5, 2));
    }

    private static double Loss(MatchedClip[] clips, double[] weights) =>
        -clips.Sum(clip => Math.Log((weights[0] * clip.Streams[0][clip.Truth!.Value]) + (weights[1] * clip.Streams[1][clip.Truth.Value])));

    private static MatchedClip[] Made(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (first, second) = ((float)random.NextDouble(), (float)Math.Sqrt(random.NextDouble()));
            return new MatchedClip($"{i}", null, 0, [[first, 1 - first], [second, 1 - second]]);
        })];
    }
}
