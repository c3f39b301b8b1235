using Kinora.Cli.Options;
using Kinora.Cli.Verbs;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("help.txt", "practise", "--help")]
    [InlineData("help-long_net.txt", "practise", "--model", "long_net", "--help")]
    [InlineData("overview.txt", "--help")]
    public async Task Help_is_as_kept(string name, params string[] arguments)
    {
        var (code, output, notices) = await Sample.Start(arguments);
        Assert.Equal((0, ""), (code, notices));
        Expected.Equal(name, output);
    }

    [Fact]
    public async Task Help_comes_before_complaints()
    {
        var (code, output, _) = await Sample.Start("practise", "--nonsense", "--epochs", "0", "-h");
        Assert.Equal(0, code);
        Assert.StartsWith("kinora practise:", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_page_is_as_kept() => Expected.Equal("options.md", OptionsPage.Write([Sample.Verb]));

    [Fact]
    public void The_page_in_docs_is_that_of_the_program()
    {
        var file = Path.Combine(Places.Repository, "docs", "options.md");
        Assert.True(File.Exists(file) && File.ReadAllText(file) == OptionsPage.Write(AllVerbs.List), "docs/options.md is out of date: ./kinora docs options >docs/options.md");
    }

    [Fact]
    public void Every_option_of_the_program_has_one_line_of_meaning() =>
        Assert.All(
            AllVerbs.List.SelectMany(verb => verb.Options.All.Select(option => $"{verb.Name} {option.Flag}: {option.Description}")),
            line => Assert.Matches(@"^\S+( \S+)+: \S[^\n]*([^.\n]|\.\.\.)$", line));

    [Fact]
    public void The_options_of_every_model_are_unlike_those_of_the_verb() =>
        Assert.All(
            AllVerbs.List.SelectMany(verb => verb.Options.Alternatives.SelectMany(pair => pair.Value.Properties.Select(option => (verb, pair.Key, option)))),
            one => Assert.DoesNotContain(one.verb.Options.Own, own => own.Key == one.option.Key));
}
