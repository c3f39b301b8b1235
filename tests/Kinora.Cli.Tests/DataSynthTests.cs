using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Data;
using Kinora.Synthesis;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary><c>data synth</c> as a user runs it.</summary>
public sealed class DataSynthTests
{
    [Fact]
    public async Task Clips_are_rendered_into_a_set_that_can_be_trained_on_by_persons()
    {
        using var folder = Places.Temporary();
        var set = folder.File("people");
        string[] line = ["data", "synth", set, "--persons", "2", "--takes", "1", "--seconds", "0.2", "--size", "32", "--actions", "walking", "boxing", "--workers", "1"];
        Assert.Equal((0, $"4 clips in {set}: ./kinora train {set}\n", ""), await Start(line));
        var data = DataSets.Open(set);
        Assert.Equal(["boxing", "walking"], data.Labels);
        Assert.Equal(("person", 4), (data.GroupKind, data.Samples.Count));
        Assert.All(data.Samples, sample => Assert.Contains(sample.Group, new[] { "person01", "person02" }));
    }

    [Fact]
    public async Task A_folder_that_holds_something_else_is_refused_in_one_line()
    {
        using var folder = Places.Temporary();
        File.WriteAllText(folder.File("notes.txt"), "mine");
        Assert.Equal(
            (3, "", $"kinora data synth: {folder.Path} holds something else than clips rendered by Kinora (notes.txt); name an empty or a new folder\n"),
            await Start("data", "synth", folder.Path));
    }

    [Fact]
    public void Its_defaults_and_actions_are_those_of_the_renderer()
    {
        Assert.Equal(new RenderOptions() with { Actions = [] }, new DataSynthOptions().ToRender() with { Actions = [] });
        var verb = DataSynth.Verb;
        var actions = verb.Options.All.Single(option => option.Key == "actions");
        Assert.Equal(RenderOptions.AllActions, actions.Words);
    }

    private static async Task<(int Code, string Output, string Notices)> Start(params string[] arguments)
    {
        using var output = new StringWriter();
        using var notices = new StringWriter();
        var code = await new Application(AllVerbs.List).Run(arguments, new Terminal(output, notices, width: 100));
        return (code, output.ToString(), notices.ToString());
    }
}
