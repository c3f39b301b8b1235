using Kinora.Cli.Options;
using Kinora.Cli.Studies;
using Kinora.Cli.Verbs;

namespace Kinora.Cli.Tests;

/// <summary>What a search may say, and which trials come of it.</summary>
public sealed class SearchSpaceTests
{
    [Fact]
    public void Values_ranges_and_aliases_are_understood()
    {
        var space = Read("lr: 1e-4..1e-2 log", "batch: 4, 8", "size: 32 48, 64", "augment: flip 0.5, colour brightness 0.2 | none", "depth: 3..5", "resized: none, 80 100");

        Assert.Equal(["learning_rate", "batch_size", "size", "augment", "depth", "resized"], space.Keys.Select(key => key.Key));
        Assert.Null(space.Size);
        Assert.Equal([["32", "48"], ["64"]], space.Keys[2].Values!.Select(value => value.Texts));
        Assert.Equal([["flip 0.5, colour brightness 0.2"], ["none"]], space.Keys[3].Values!.Select(value => value.Texts));
        Assert.Equal([true, false], space.Keys[5].Values!.Select(value => value.IsNone));
    }

    [Fact]
    public void A_range_is_drawn_evenly_or_evenly_in_its_logarithm_and_whole_numbers_with_both_ends()
    {
        var (rate, pools, dropout) = (Read("learning_rate: 1e-4..1e-2 log").Keys[0], Read("depth: 2..4").Keys[0], Read("dropout: 0.1..0.5").Keys[0]);

        Assert.Equal(["0.0001", "0.001", "0.009954"], new[] { 0, 0.5, 0.999 }.Select(fraction => rate.At(fraction).Texts[0]));
        Assert.Equal(["2", "2", "3", "3", "4", "4"], new[] { 0, 0.33, 0.34, 0.66, 0.67, 0.999 }.Select(fraction => pools.At(fraction).Texts[0]));
        Assert.Equal(["0.1", "0.3"], new[] { 0, 0.5 }.Select(fraction => dropout.At(fraction).Texts[0]));
        Assert.Equal(["0.0001", "0.001", "0.01"], Read("learning_rate: 1e-4..1e-2 log 3").Keys[0].Values!.Select(value => value.Texts[0]));
        Assert.Equal(["2", "3", "4"], Read("depth: 2..4 9").Keys[0].Values!.Select(value => value.Texts[0]));
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var error = Assert.Throws<OptionsException>(() => Read(
            "learningrate: 1e-4..1e-2", "epochs: 0, 5", "hidden: 32, 64", "batch_size: 8..2", "weight_decay: 0..1 log", "model: video3dcnn_s", "just words",
            "augment: none..flip", "stride: 1,,2", "seed: 1..2 x", "subset: 3, 4", "frames: 8, 16", "num_frames: 8"));

        Assert.Equal(
            [
                "--search learningrate: unknown key; did you mean learning_rate?",
                "--search epochs: found 0, expected a whole number from 1 to 100000",
                "--search batch_size: found 8..2, expected a lower number before a higher one",
                "--search weight_decay: found 0..1 log, expected a lower number before a higher one, both above 0 with log",
                "--search: found 'just words', expected KEY: VALUE, VALUE … or KEY: LOW..HIGH [log] [COUNT], such as \"learning_rate: 1e-4..1e-2 log\"",
                "--search stride: a value is missing between two commas",
                "--search seed: found '1..2 x', expected a whole number of 0 or more",
                "--search subset: is the same for all trials; give it beside --search",
                "--search frames: given twice",
            ],
            error.Mistakes);
    }

    [Fact]
    public void An_option_of_another_network_is_said_to_be_its()
    {
        var error = Assert.Throws<OptionsException>(() => Read("hidden: 32, 64"));
        Assert.StartsWith("--search hidden: no option of video3dcnn_s; it belongs to ", Assert.Single(error.Mistakes), StringComparison.Ordinal);
        Assert.NotEmpty(Read("hidden: 32, 64", "model: cnnrnn, convnet_rnn").Keys);
    }

    [Fact]
    public void Random_trials_are_the_same_for_the_same_seed_and_more_of_them_begin_with_the_fewer()
    {
        foreach (var space in (SearchSpace[])[Read("learning_rate: 1e-4..1e-2 log", "batch_size: 2, 4"), Read("batch_size: 2, 4, 8", "dropout: 0.1..0.5 5")])
        {
            var twelve = Names(Chooser.Choose(space, SearchMethod.Random, 12, seed: 3));
            Assert.Equal(12, twelve.Distinct().Count());
            Assert.Equal(twelve[..5], Names(Chooser.Choose(space, SearchMethod.Random, 5, seed: 3)));
            Assert.NotEqual(twelve, Names(Chooser.Choose(space, SearchMethod.Random, 12, seed: 4)));
        }
    }

    [Fact]
    public void A_grid_has_every_combination_once_and_a_small_space_no_more_than_there_are()
    {
        var space = Read("batch_size: 2, 4", "dropout: 0, 0.5");
        string[] all = ["batch_size 2, dropout 0", "batch_size 2, dropout 0.5", "batch_size 4, dropout 0", "batch_size 4, dropout 0.5"];

        Assert.Equal(all, Names(Chooser.Choose(space, SearchMethod.Grid, null, 0)));
        Assert.Equal(all[..3], Names(Chooser.Choose(space, SearchMethod.Grid, 3, 0)));
        Assert.Equal(all, Names(Chooser.Choose(space, SearchMethod.Random, 50, 0)).Order(StringComparer.Ordinal));
        Assert.Equal(3, Chooser.Choose(Read("depth: 3..5"), SearchMethod.Random, 10, 0).Count);
    }

    [Fact]
    public void A_grid_over_a_range_without_a_count_is_refused()
    {
        var error = Assert.Throws<OptionsException>(() => Chooser.Choose(Read("learning_rate: 1e-4..1e-2 log"), SearchMethod.Grid, null, 0));
        Assert.Contains("--search learning_rate: a grid takes a list of values, or a range with a count", error.Message, StringComparison.Ordinal);
    }

    private static string[] Names(IEnumerable<Variation> variations) => [.. variations.Select(variation => variation.Name)];

    private static SearchSpace Read(params string[] texts) => SearchSpace.Read(texts, Train.Verb.Options, ["data", "subset"], "video3dcnn_s");
}
