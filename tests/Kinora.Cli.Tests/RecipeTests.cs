using System.Text.RegularExpressions;
using Kinora.Cli.Options;
using Kinora.Tests;
using Kinora.Video;

namespace Kinora.Cli.Tests;

public sealed class RecipeTests
{
    private static OptionValues Read(string recipe, params string[] flags)
    {
        using var folder = Places.Temporary();
        var file = folder.File("settings.yaml");
        File.WriteAllText(file, recipe);
        return Sample.Read([file, .. flags]);
    }

    private static IEnumerable<string> Mistakes(string recipe, params string[] flags) =>
        Assert.Throws<OptionsException>(() => Read(recipe, flags)).Mistakes.Select(line => Regex.Replace(line, "/[^ ]*/settings.yaml", "settings.yaml"));

    [Fact]
    public void Keys_stand_alone_or_under_their_sections()
    {
        var flat = Read("data: clips\nframes: 8\nmodel: long_net\ndropout: 0.3\n");
        var nested = Read("data:\n  path: clips\n  frames: 8\nmodel:\n  name: long_net\n  dropout: 0.3\n");
        Assert.Equal(("clips", 8), (flat.Get<SampleOptions>().Data, flat.Get<SampleOptions>().Frames));
        Assert.Equivalent(flat.Get<SampleOptions>(), nested.Get<SampleOptions>(), strict: true);
        Assert.Equal(new LongNetOptions { Dropout = 0.3 }, flat.Chosen);
        Assert.Equal(flat.Chosen, nested.Chosen);
    }

    [Fact]
    public void The_keys_of_the_third_system_are_understood()
    {
        var options = Read("data:\n  clip_len: 16\n  img_size: 144\ntrain:\n  epochs: 45\n  batch_size: 4\n  lr: 0.0003\n  early_stop_patience: 8\n", "--data", "clips").Get<SampleOptions>();
        Assert.Equal((16, new FrameSize(144, 144), 45, 4, 0.0003, 8), (options.Frames, options.Size, options.Epochs, options.BatchSize, options.Lr, options.Patience));
    }

    [Fact]
    public void Flags_come_before_the_recipe_and_the_recipe_before_defaults()
    {
        var options = Read("data: clips\nepochs: 7\nbatch_size: 3\n", "--epochs", "9").Get<SampleOptions>();
        Assert.Equal((9, 3, 16), (options.Epochs, options.BatchSize, options.Frames));
    }

    [Fact]
    public void The_resolved_recipe_gives_the_same_values()
    {
        string[] flags = ["clips of 2024", "--model", "long_net", "--dropout", "0.25", "--size", "64", "96", "--without", "yes", "5", "--time", "90s", "--name", "007", "--lr", "1e-7", "--no-flip"];
        var first = Sample.Read(flags);
        var recipe = first.ToRecipe("made by a test");
        Expected.Equal("resolved.yaml", recipe);
        var second = Read(recipe);
        Assert.Equivalent(first.Get<SampleOptions>(), second.Get<SampleOptions>(), strict: true);
        Assert.Equal(first.Chosen, second.Chosen);
        Assert.Equal(recipe, second.ToRecipe("made by a test"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("# hash")]
    [InlineData("two\nlines")]
    [InlineData("- item")]
    [InlineData("'quoted' \"twice\"")]
    [InlineData("key: value")]
    [InlineData("naïve 动作")]
    public void Any_text_survives_a_recipe(string text)
    {
        var recipe = RecipeWriter.Write("texts", [(Option("Name"), text)]);
        Assert.Equal(text, Read(recipe, "--data", "clips").Get<SampleOptions>().Name);
    }

    [Fact]
    public void The_word_none_is_a_text_where_no_value_cannot_be() =>
        Assert.Equal(("none", (string?)null), Read("data: none\nname: none\n").Get<SampleOptions>() switch { var options => (options.Data, options.Name) });

    [Fact]
    public void Nothing_given_survives_a_recipe()
    {
        var recipe = RecipeWriter.Write("nothing", [(Option("Name"), null), (Option("Patience"), null), (Option("Without"), Array.Empty<string>())]);
        var options = Read(recipe, "--data", "clips").Get<SampleOptions>();
        Assert.Null(options.Name);
        Assert.Null(options.Patience);
        Assert.Empty(options.Without);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_lines() =>
        Assert.Equal(
            [
                "settings.yaml, line 4: batch_size: found keys inside it, expected a value",
                "settings.yaml, line 6: optimiser: unknown section, expected one of data, train, model",
                "settings.yaml, line 2: epochs: found many, expected a whole number of 1 or more",
                "settings.yaml, line 3: leraning_rate: unknown key; did you mean lr?",
                "settings.yaml, line 8: flip: found perhaps, expected true or false",
                "settings.yaml, line 9: frames: found none, expected a whole number from 1 to 512",
                "settings.yaml, line 10: clip_len: given twice, first as settings.yaml, line 9: frames",
                "DATA is missing: folder of clips, one folder a class",
            ],
            Mistakes("train:\n  epochs: many\n  leraning_rate: 0.1\n  batch_size:\n    a: 1\noptimiser:\n  b: 2\nflip: perhaps\nframes:\nclip_len: 8\n"));

    [Theory]
    [InlineData("epochs: [1, 2\n")]
    [InlineData("epochs: 1\nepochs: 2\n")]
    [InlineData("a:\n\t- tab\n")]
    public void What_is_not_yaml_is_refused_with_a_line(string text) =>
        Assert.Contains("settings.yaml, line ", Mistakes(text, "--data", "clips").First());

    [Fact]
    public void A_recipe_that_is_a_list_is_refused() =>
        Assert.Contains("settings.yaml: expected keys with values, such as epochs: 20", Mistakes("- a\n- b\n"));

    [Fact]
    public void An_empty_recipe_changes_nothing() => Assert.Equal(20, Read("# nothing\n", "--data", "clips").Get<SampleOptions>().Epochs);

    [Fact]
    public void A_recipe_that_is_not_there_is_named() =>
        Assert.Equal(["/nowhere/x.yaml: there is no such recipe"], Sample.Mistakes("clips", "--config", "/nowhere/x.yaml"));

    [Fact]
    public void Two_recipes_are_refused() =>
        Assert.Equal(["b.yml: a second recipe; the first is a.yaml", "a.yaml: there is no such recipe"], Sample.Mistakes("clips", "a.yaml", "b.yml"));

    private static OptionProperty Option(string name) =>
        OptionRecord.Of<SampleOptions>("train").Properties.Single(option => option.Key == Naming.Snake(name));
}
