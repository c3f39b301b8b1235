using Kinora.Evaluation.Fusion;
using Kinora.Inference.Fusion;
using Kinora.Results;

namespace Kinora.Evaluation.Tests.Fusion;

/// <summary>Clips are matched by name, and weights never see what they are measured on.</summary>
public sealed class FuserTests
{
    private static readonly string[] Labels = ["jump", "run", "walk"];

    [Fact]
    public void Clips_are_matched_by_name_and_labels_by_theirs()
    {
        Scores first = new(["run", "walk"], [Clip("a", 0, 0.9f, 0.1f), Clip("b", 1, 0.6f, 0.4f), Clip("only here", 1, 0.5f, 0.5f)]);
        Scores second = new(["walk", "run"], [Clip("b", 0, 0.8f, 0.2f), Clip("a", null, 0.3f, 0.7f), Clip("only there", 0, 1, 0)]);

        var fusion = Fuser.Fuse([Stream("one", first), Stream("two", second)], FusionMethod.Sum);

        var part = Assert.Single(fusion.Parts);
        Assert.Equal(["run", "walk"], part.Fused.Labels);
        Assert.Collection(
            part.Fused.Clips,
            clip => Assert.Equal(("a", 0, 0.8f, 0.2f), (clip.Name, clip.Truth, clip.Probabilities[0], clip.Probabilities[1])),
            clip => Assert.Equal(("b", 1, 0.4f, 0.6f), (clip.Name, clip.Truth, clip.Probabilities[0], clip.Probabilities[1])));
        Assert.Equal(["only here: two", "only there: one"], fusion.Missing.Select(clip => $"{clip.Clip}: {string.Join(' ', clip.AbsentFrom)}"));
    }

    [Fact]
    public void Streams_that_do_not_belong_together_are_refused_in_one_line()
    {
        Scores first = new(["run", "walk"], [Clip("a", 0, 0.9f, 0.1f)]);
        Refused("one and two tell other classes apart: walk (the first only), swim (the second only)", new(["run", "swim"], [Clip("a", 0, 0.9f, 0.1f)]));
        Refused("a is run in one stream and walk in another", new(["run", "walk"], [Clip("a", 1, 0.9f, 0.1f)]));
        Refused("have no clip in common", new(["run", "walk"], [Clip("b", 1, 0.9f, 0.1f)]));
        Refused("two has two scores for a", new(["run", "walk"], [Clip("a", 0, 0.9f, 0.1f), Clip("a", 0, 0.9f, 0.1f)]));
        Refused("one and two have no scores of clips that are not measured; train with --inner-validation, give --weights", first, FusionMethod.Weighted);

        void Refused(string words, Scores second, FusionMethod method = FusionMethod.Sum) =>
            Assert.Contains(words, Assert.Throws<ResultsException>(() => Fuser.Fuse([Stream("one", first), Stream("two", second)], method)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FusionMethod.Weighted)]
    [InlineData(FusionMethod.Learned)]
    public void Weights_come_from_the_clips_that_chose_the_epochs(FusionMethod method)
    {
        var (one, two) = (Random(1, "test", 50, 0.4), Random(2, "test", 50, 0.7));
        var (chose, choseToo) = (Random(3, "validation", 40, 0.4), Random(4, "validation", 40, 0.8));

        var fusion = Fuser.Fuse([Stream("one", one, chose), Stream("two", two, choseToo)], method);

        var part = Assert.Single(fusion.Parts);
        var matched = MatchedScores.Of([("one", chose), ("two", choseToo)]);
        Assert.Equal(method == FusionMethod.Learned ? PoolWeights.Fit(matched.Clips) : MixtureWeights.Fit(matched.Clips), part.Weights);
        Assert.True(part.Weights![1] > part.Weights[0], "the better stream weighs no more");
        Assert.Equal(("weights chosen on the clips that chose the epochs", 40), (fusion.WeightsFrom, part.ChosenOn));

        // What is measured has no say.
        var changed = Fuser.Fuse([Stream("one", Turned(one), chose), Stream("two", Turned(two), choseToo)], method);
        Assert.Equal(part.Weights, changed.Parts[0].Weights);
    }

    [Theory]
    [InlineData(FusionMethod.Weighted)]
    [InlineData(FusionMethod.Learned)]
    public void Without_such_clips_the_weights_of_a_fold_come_from_the_other_folds(FusionMethod method)
    {
        string[] folds = ["anna", "bert", "cleo"];
        var (one, two) = (Folds(1, 0.4), Folds(2, 0.7));

        var fusion = Fuser.Fuse([one, two], method);

        Assert.Equal("weights of each fold chosen on the measured clips of the other folds", fusion.WeightsFrom);
        for (var left = 0; left < folds.Length; left++)
        {
            Assert.Equal(40, fusion.Parts[left].ChosenOn);
            var changed = Fuser.Fuse([With(one, left), With(two, left)], method);
            Assert.Equal(fusion.Parts[left].Weights, changed.Parts[left].Weights);
            Assert.All(Enumerable.Range(0, 3).Where(part => part != left), part => Assert.NotEqual(fusion.Parts[part].Weights, changed.Parts[part].Weights));
        }

        FusionStream Folds(int seed, double skill) => new($"{seed}", [.. folds.Select((fold, place) => new StreamPart(fold, Random((10 * seed) + place, fold, 20, skill), null))], null);

        static FusionStream With(FusionStream stream, int left) =>
            stream with { Parts = [.. stream.Parts.Select((part, place) => place == left ? part with { Measured = Turned(part.Measured) } : part)] };
    }

    [Fact]
    public void Streams_of_other_folds_are_fused_as_one_part()
    {
        FusionStream folded = new("one", [new StreamPart("anna", Random(1, "anna", 6, 0.5), null), new StreamPart("bert", Random(2, "bert", 6, 0.5), null)], null);
        var whole = Stream("two", new Scores(Labels, [.. Random(3, "anna", 6, 0.5).Clips, .. Random(4, "bert", 6, 0.5).Clips]));
        var fusion = Fuser.Fuse([folded, whole], FusionMethod.Max);
        Assert.Equal(12, Assert.Single(fusion.Parts).Fused.Clips.Count);
    }

    [Fact]
    public void Given_weights_are_shares()
    {
        var fusion = Fuser.Fuse([Stream("one", Random(1, "a", 5, 0.5)), Stream("two", Random(2, "a", 5, 0.5))], FusionMethod.Weighted, [1, 3]);
        Assert.Equal([0.25, 0.75], fusion.Parts[0].Weights);
        Assert.Equal("weights given", fusion.WeightsFrom);
    }

    private static FusionStream Stream(string name, Scores measured, Scores? validation = null) => new(name, [new StreamPart("", measured, validation)], null);

    private static ClipScore Clip(string name, int? truth, params float[] probabilities) => new(name, null, truth, probabilities);

    // The same clips have the same truth whatever the seed.
    private static Scores Random(int seed, string kind, int count, double skill)
    {
        var random = new Random(seed);
        return new Scores(Labels, [.. Enumerable.Range(0, count).Select(i =>
        {
            var favourite = random.NextDouble() < skill ? i % 3 : random.Next(3);
            var values = Enumerable.Range(0, 3).Select(label => (float)random.NextDouble() + (label == favourite ? 1.5f : 0)).ToArray();
            return Clip($"{kind} {i}", i % 3, [.. values.Select(value => value / values.Sum())]);
        })]);
    }

    private static Scores Turned(Scores scores) => new(scores.Labels, [.. scores.Clips.Select(clip => clip with { Truth = (clip.Truth + 1) % 3 })]);
}
