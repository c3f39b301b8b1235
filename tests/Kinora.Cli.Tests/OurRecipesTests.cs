using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Tests;
using Kinora.Training;

namespace Kinora.Cli.Tests;

/// <summary>Every file of <c>recipes/</c>: it can be read, and its options fit together.</summary>
public sealed class OurRecipesTests
{
    public static TheoryData<string> Recipes =>
        [.. Directory.EnumerateFiles(Path.Combine(Places.Repository, "recipes"), "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void It_can_be_read_and_its_options_fit_together(string recipe)
    {
        var values = Application.Read(CommandLine.Parse(Train.Verb, ["clips", Path.Combine(Places.Repository, "recipes", recipe)]));

        // Whether weights have been fetched is no matter of the recipe.
        var mistakes = values.Get<TrainingOptions>().Mistakes(values.Chosen!).Where(mistake => !mistake.StartsWith("--pretrained", StringComparison.Ordinal));
        Assert.Empty(mistakes);
    }
}
