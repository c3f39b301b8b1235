using Kinora.Cli.Shell;

namespace Kinora.Cli.Tests;

public sealed class ApplicationTests
{
    [Fact]
    public async Task A_verb_that_is_done_ends_with_0_and_prints_its_result()
    {
        var (code, output, notices) = await Sample.Start("practise", "clips");
        Assert.Equal((0, ""), (code, notices));
        Assert.StartsWith("# practised\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_end_with_2_and_one_line_each()
    {
        var (code, output, notices) = await Sample.Start("practise", "--epochs", "0");
        Assert.Equal((2, ""), (code, output));
        Assert.Equal(
            "kinora practise: --epochs: found 0, expected a whole number of 1 or more\n"
            + "kinora practise: DATA is missing: folder of clips, one folder a class\n"
            + "kinora practise --help lists all options\n",
            notices);
    }

    [Fact]
    public async Task An_unknown_verb_is_refused_with_the_nearest()
    {
        Assert.Equal((2, "", "kinora: no verb is called practice; did you mean practise?\n"), await Sample.Start("practice", "clips"));
        Assert.Equal((2, "", "kinora: no verb is called xyz; kinora --help lists them\n"), await Sample.Start("xyz"));
    }

    [Fact]
    public async Task A_verb_may_have_two_words()
    {
        var application = new Application([Sample.Verb, Verb("data synth"), Verb("data preview")]);
        Assert.Equal((0, "data preview\n", ""), await Start("data", "preview"));
        Assert.Equal((2, "", "kinora: data stands for several verbs: data synth, data preview\n"), await Start("data"));
        Assert.Equal((2, "", "kinora: no verb is called data previw; did you mean data preview?\n"), await Start("data", "previw"));
        var (_, help, _) = await Start("help", "data", "synth");
        Assert.StartsWith("kinora data synth: ", help, StringComparison.Ordinal);

        static Verb Verb(string name) => new(name, "sample", (_, terminal, _) =>
        {
            terminal.Output.WriteLine(name);
            return Task.FromResult(0);
        })
        { Examples = [name] };

        async Task<(int, string, string)> Start(params string[] arguments)
        {
            using var output = new StringWriter();
            using var notices = new StringWriter();
            return (await application.Run(arguments, new Terminal(output, notices, width: 100)), output.ToString(), notices.ToString());
        }
    }

    [Theory]
    [InlineData("no-such-file", "kinora practise: Could not find a part of the path '/no-such-folder/no-such-file'.\n")]
    [InlineData("bad-video", "kinora practise: clips/a.avi: holds no video\n")]
    public async Task What_the_user_can_mend_is_one_line_and_ends_with_3(string name, string line) =>
        Assert.Equal((3, "", line), await Sample.Start("practise", "clips", "--name", name));

    [Fact]
    public async Task A_fault_of_the_program_is_one_line_and_a_file_with_the_details()
    {
        var (code, output, notices) = await Sample.Start("practise", "clips", "--name", "fault");
        Assert.Equal((3, ""), (code, output));
        Assert.Matches("^kinora practise: unexpected InvalidOperationException: two and two are five \\(a fault of Kinora itself; details are in /.*\\)\n$", notices);
        var file = notices[(notices.IndexOf("details are in ", StringComparison.Ordinal) + "details are in ".Length)..].TrimEnd('\n', ')');
        try
        {
            Assert.Contains("at Kinora.Cli.Tests.Sample.Run", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Being_stopped_ends_with_130() =>
        Assert.Equal((130, "", "kinora practise: stopped\n"), await Sample.Start("practise", "clips", "--name", "cancelled"));
}
