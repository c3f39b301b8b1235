using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>
/// Every line of code in README.md does what it says. Blocks marked <c>sh</c> are run line by line, in their order, in a
/// <see cref="ReadmeCheckout"/>, by the rule that <see cref="Rules"/> has for exactly that line; blocks marked <c>csharp</c>
/// are built and run there; what is only to be read is marked <c>text</c>. Lines of code within the text are parsed.
/// </summary>
public sealed class ReadmeTests
{
    // Line, as it stands in the README without its comment -> how it is held. A new line of the README needs a line here.
    private static readonly Rule[] Rules =
    [
        // Renders 480 clips and trains on them: minutes.
        new("./kinora demo", Prints: "report.html in a browser", IsLong: true),
        new("./kinora demo my-clips/", Prints: "report.html in a browser"),
        new("./kinora data preview my-clips/", Prints: "picture: preview.png"),
        new("./kinora train my-clips/", Prints: "run: runs/"),
        new("./kinora data describe my-clips/ --out describe.html", Prints: "page: describe.html"),
        new("./kinora data preview my-clips/ --as-trained", Prints: "picture: preview.png"),
        new("./kinora data preview my-clips/ --flow arrows --out flow.html", Prints: "flow.html"),
        new("./kinora data split my-clips/ --split k-fold --folds 2 --out split.csv", Prints: "split-fold1.csv"),
        new("./kinora data frames my-clips/ --out frames/", Prints: "frames/"),
        new("./kinora data flow my-clips/ --out flow/", Prints: "flow/"),
        new("./kinora data cache my-clips/", Prints: "clips decoded"),
        new("./kinora train my-clips/ --epochs 4 --name mine --warmup-epochs 1 --label-smoothing 0.1 --patience 8", Prints: "run: runs/mine"),
        new("./kinora runs", Prints: "mine"),
        new("./kinora tune my-clips/ --search \"learning_rate: 1e-4..1e-2 log\" --trials 2 --epochs 2 --name search", Prints: "best.yaml"),
        new("./kinora predict holiday.mp4", Prints: " %  sink"),
        new("./kinora evaluate my-clips/ --samples 5", Prints: "true class slide"),
        new("./kinora predict *.mp4 --json", Prints: "\"probability\""),
        new("./kinora predict my-clips/ --csv", Prints: "my-clips/slide/4.mp4,2,"),
        new("./kinora predict 'clip.mp4#t=0.2,1'", Prints: " %  slide"),
        new("./kinora predict clip.mp4 --model runs/mine runs/mine", Prints: " %  slide"),
        new("./kinora timeline holiday.mp4", Prints: "0:00.0 - "),
        new("./kinora timeline holiday.mp4 --out holiday.srt holiday.json holiday.png", Prints: "0:00.0 - "),
        new("./kinora annotate holiday.mp4", Prints: "holiday.annotated.mp4"),
        new("./kinora report", Prints: "report.html"),
        new("./kinora models", Prints: "video3dcnn_s"),
        new("./kinora models r3d_18 --frames 8", Prints: "layer4.1.conv2.0"),
        new("./kinora weights", Prints: "r3d_18_kinetics400"),
        new("./kinora train --help", Prints: "--epochs N"),
    ];

    private static readonly string Readme = File.ReadAllText(Path.Combine(Places.Repository, "README.md"));
    private static readonly IReadOnlyList<CodeInMarkdown.Block> Blocks = CodeInMarkdown.Blocks(Readme);

    private static IReadOnlyList<string> Commands => [.. Blocks.Where(block => block.Language == "sh").SelectMany(block => block.Commands())];

    [Fact]
    public void Every_block_says_what_it_is() =>
        Assert.All(Blocks, block => Assert.True(
            block.Language is "sh" or "csharp" or "text",
            $"README.md, line {block.FirstLine - 1}: a block begins with ```{block.Language}; mark it sh (its lines are run), csharp (it is built and run) or text (it is read)"));

    [Fact]
    public void Every_shell_line_has_a_rule_and_every_rule_a_line()
    {
        var without = Commands.Where(line => !Rules.Any(rule => rule.Line == line));
        Assert.True(!without.Any(), $"ReadmeTests has no rule for these lines of README.md; add each to Rules, with what it prints:\n{string.Join('\n', without)}");
        var unused = Rules.Select(rule => rule.Line).Except(Commands);
        Assert.True(!unused.Any(), $"README.md has no such lines any more; take their rules out of ReadmeTests:\n{string.Join('\n', unused)}");
    }

    [Fact]
    public async Task Every_shell_line_does_what_its_rule_says()
    {
        using var checkout = new ReadmeCheckout();
        foreach (var line in Commands)
        {
            if (Rules.FirstOrDefault(rule => rule.Line == line) is not { } rule)
            {
                continue;  // Told by the test above.
            }

            Assert.True(ReadmeLine.Mistake(line) is null, $"README.md: {line}: {ReadmeLine.Mistake(line)}");
            if (!rule.IsLong)
            {
                await Holds(checkout, rule);
            }
        }
    }

    [Fact]
    public async Task Every_shell_line_that_takes_minutes_does_what_its_rule_says()
    {
        Places.LongOnly();
        using var checkout = new ReadmeCheckout();
        foreach (var rule in Rules.Where(rule => rule.IsLong))
        {
            await Holds(checkout, rule);
        }
    }

    [Fact]
    public async Task Every_csharp_block_builds_and_runs()
    {
        using var checkout = new ReadmeCheckout();
        foreach (var (i, block) in Blocks.Where(block => block.Language == "csharp").Index())
        {
            var (code, output, errors) = await checkout.CSharp($"readme_{i + 1}", string.Join('\n', block.Text));
            Assert.True(code == 0, $"README.md, block of line {block.FirstLine}: ended with {code}\n{errors}{output}");
            Assert.True(output.Length > 0, $"README.md, block of line {block.FirstLine}: printed nothing");
        }
    }

    [Fact]
    public void Every_command_within_the_text_is_understood()
    {
        var wrong =
            from span in CodeInMarkdown.Spans(Readme)
            where ReadmeLine.IsCommand(span) && !span.Contains('…')
            let mistake = ReadmeLine.Mistake(span)
            where mistake is not null
            select $"{span}: {mistake}";
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("./kinora train clips/ --epochs 3 recipes/leave-one-out.yaml", null)]
    [InlineData("./kinora train clips/ --epochs many", "--epochs: found many, expected a whole number from 1 to 100000")]
    [InlineData("./kinora train clips/ recipes/none.yaml", "recipes/none.yaml: there is no such recipe")]
    [InlineData("./kinora prdict clip.mp4", "no verb is called prdict")]
    [InlineData("KINORA_THREADS=1 ./kinora data preview clips/ >log", null)]
    [InlineData("./test --long", null)]
    [InlineData("./test --lnog", "./test --help does not list --lnog")]
    [InlineData("dotnet run samples/predict.cs clip.mp4", null)]
    [InlineData("dotnet run -c Release --project samples/none -- a", "there is no samples/none")]
    public void A_line_that_is_parsed_only_is_parsed_in_earnest(string line, string? mistake) => Assert.Equal(mistake, ReadmeLine.Mistake(line));

    private static async Task Holds(ReadmeCheckout checkout, Rule rule)
    {
        var (code, output, errors) = await checkout.Shell(rule.Line);
        Assert.True(code == 0, $"README.md: {rule.Line}: ended with {code}\n{errors}");
        Assert.True(output.Contains(rule.Prints, StringComparison.Ordinal), $"README.md: {rule.Line}: expected '{rule.Prints}' in what it prints:\n{output}");
    }

    /// <param name="Line">The whole line.</param>
    /// <param name="Prints">The line is run, ends with 0 and prints this among other things.</param>
    /// <param name="IsLong">Run by ./test --long alone (say in a comment why); otherwise it is parsed as the program would.</param>
    private sealed record Rule(string Line, string Prints, bool IsLong = false);
}
