using System.Buffers.Binary;
using System.Globalization;
using System.Xml.Linq;
using Kinora.Reports;
using Kinora.Results;

namespace Kinora.Tests.Reports;

public class PlotFilesTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Set <c>KINORA_PLOTS</c> to a folder to keep the bitmaps of this test, to be looked at.</summary>
    [Theory]
    [InlineData(1, 1, 2, 8)]
    [InlineData(3, 1, 6, 20)]
    [InlineData(20, 1, 10, 90)]
    [InlineData(200, 1, 51, 1530)]
    [InlineData(45, 9, 101, 3783)]
    public async Task Plots_stand_alone_and_rsvg_draws_them(int epochs, int folds, int classes, int clips)
    {
        using var folder = Places.Temporary();
        var run = MadeUpRun.Make(folder.Path, epochs, folds, classes, clips);

        var files = await PlotFiles.WriteAsync(run);

        Assert.Equal(["loss.svg", "accuracy.svg", "confusion.svg"], files.Select(Path.GetFileName));
        Assert.Equal(files.Order(), Directory.GetFiles(run.Plots).Order());
        foreach (var file in files)
        {
            var picture = XDocument.Load(file).Root!;
            StandsAlone(picture);
            var png = Places.Run("rsvg-convert", file);
            Assert.Equal((int)picture.Attribute("width")!, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
            Assert.Equal((int)picture.Attribute("height")!, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
            Keep(png, $"{Path.GetFileNameWithoutExtension(file)}-{epochs}-epochs-{folds}-folds-{classes}-classes.png");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public async Task Several_runs_are_drawn_in_one_chart_whose_legend_has_room(int count)
    {
        using var folder = Places.Temporary();
        RunFolder[] runs = [.. Enumerable.Range(1, count).Select(number =>
        {
            var run = RunFolder.Create(folder.Path, $"a run with a name {number}");
            var epochs = Enumerable.Range(1, 5).Select(epoch => MadeUpRun.Epoch(0, 1, epoch));
            MadeUpRun.WriteLog(run, [.. number < count ? epochs : epochs.Select(epoch => epoch with { ValidationAccuracy = null, ValidationLoss = null })]);
            return run;
        })];

        var files = await PlotFiles.CompareAsync(runs, Path.Combine(folder.Path, "plots"), "some");

        Assert.Equal(["some-accuracy.svg", "some-loss.svg"], files.Select(Path.GetFileName));
        foreach (var file in files)
        {
            var picture = XDocument.Load(file).Root!;
            StandsAlone(picture);
            var texts = picture.Descendants(Svg + "text").Select(text => text.Value.Trim()).ToArray();
            Assert.All(runs, run => Assert.Contains(run.Name, texts));
            Assert.Contains($"without validation, on training clips: {runs[^1].Name}", texts);

            // Every entry of the legend stays inside the picture.
            var width = (int)picture.Attribute("width")!;
            foreach (var entry in picture.Descendants(Svg + "text").Where(text => runs.Any(run => run.Name == text.Value.Trim())))
            {
                var places = entry.Ancestors(Svg + "g").Select(group => (string?)group.Attribute("transform")).OfType<string>().Sum(transform => int.Parse(transform["translate(".Length..].Split(',')[0], CultureInfo.InvariantCulture));
                Assert.InRange(places, 0, width - 150);
            }

            Keep(Places.Run("rsvg-convert", file), $"{count}-runs-{Path.GetFileNameWithoutExtension(file)}.png");
        }
    }

    [Fact]
    public async Task Runs_without_an_epoch_cannot_be_drawn()
    {
        using var folder = Places.Temporary();
        var error = await Assert.ThrowsAsync<ResultsException>(() => PlotFiles.CompareAsync([RunFolder.Create(folder.Path, "empty")], folder.Path, "none"));
        Assert.Contains("no epoch is in the log of empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_run_gives_the_same_bytes()
    {
        using var folder = Places.Temporary();
        var run = MadeUpRun.Make(folder.Path, 12, 2, 5, 40);

        var first = (await PlotFiles.WriteAsync(run)).Select(File.ReadAllText).ToArray();
        var second = (await PlotFiles.WriteAsync(run)).Select(File.ReadAllText).ToArray();

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Lines_lie_where_the_values_say()
    {
        using var folder = Places.Temporary();
        var run = RunFolder.Create(folder.Path, "run");
        double[] accuracies = [0, 0.25, 1, 0.5];
        MadeUpRun.WriteLog(run, [.. accuracies.Select((accuracy, number) => MadeUpRun.Epoch(0, 1, number + 1) with { TrainAccuracy = accuracy, ValidationAccuracy = null })]);

        var picture = XDocument.Load((await PlotFiles.WriteAsync(run))[1]);

        var (zero, all) = (TickOf(picture, "0 %", "y"), TickOf(picture, "100 %", "y"));
        var (first, last) = (TickOf(picture, "1", "x"), TickOf(picture, "4", "x"));
        var marks = picture.Descendants(Svg + "g").Where(group => HasClass(group, "rz-series-0")).SelectMany(group => group.Descendants(Svg + "circle")).ToArray();
        Assert.Equal(accuracies.Length, marks.Length);
        for (var number = 0; number < marks.Length; number++)
        {
            Assert.Equal(first + ((last - first) * number / 3), Number(marks[number], "cx"), 0.01);
            Assert.Equal(zero + ((all - zero) * accuracies[number]), Number(marks[number], "cy"), 0.01);
        }
    }

    [Fact]
    public async Task Axes_are_named_and_the_legend_names_what_is_there()
    {
        using var folder = Places.Temporary();
        var run = MadeUpRun.Make(folder.Path, 5, 3, 3, 12);

        var files = await PlotFiles.WriteAsync(run);

        var loss = Texts(files[0]);
        Assert.Contains("mean loss per clip", loss);
        Assert.Contains("epoch", loss);
        Assert.Contains("training (3 folds)", loss);
        Assert.Contains("validation (3 folds)", loss);
        Assert.Contains("clips predicted right", Texts(files[1]));
        Assert.Contains("true label", Texts(files[2]));
        Assert.Contains("predicted label", Texts(files[2]));
    }

    [Fact]
    public async Task Marks_on_the_epoch_axis_are_whole_epochs()
    {
        using var folder = Places.Temporary();
        foreach (var (epochs, wanted) in new[] { (1, "0 1 2"), (4, "0 1 2 3 4"), (17, "0 2 4 6 8 10 12 14 16"), (50, "0 5 10 15 20 25 30 35 40 45 50"), (110, "0 20 40 60 80 100"), (999, "0 100 200 300 400 500 600 700 800 900") })
        {
            var run = MadeUpRun.Make(folder.Path, epochs, 1, 2, 4);
            var picture = XDocument.Load((await PlotFiles.WriteAsync(run))[0]);
            var axis = picture.Descendants(Svg + "g").Single(group => HasClass(group, "rz-category-axis"));
            Assert.Equal(wanted, string.Join(' ', axis.Descendants(Svg + "text").Where(text => HasClass(text, "rz-tick-text")).Select(text => text.Value)));
        }
    }

    [Fact]
    public async Task Every_count_of_the_confusion_matrix_is_in_its_cell()
    {
        using var folder = Places.Temporary();
        var run = MadeUpRun.Make(folder.Path, 1, 1, 10, 90);

        var titles = XDocument.Load((await PlotFiles.WriteAsync(run))[2]).Descendants(Svg + "title").Select(title => title.Value).ToHashSet();

        var results = RunResults.Load(run.Results);
        for (var row = 0; row < 10; row++)
        {
            for (var column = 0; column < 10; column++)
            {
                var count = results.Confusion[row][column];
                var title = $"{results.Labels[row]} taken for {results.Labels[column]}: {count} of {results.Confusion[row].Sum()}";
                Assert.Equal(count > 0, titles.Contains(title));
            }
        }
    }

    [Fact]
    public async Task A_training_that_diverged_says_so()
    {
        using var folder = Places.Temporary();
        var run = RunFolder.Create(folder.Path, "run");
        MadeUpRun.WriteLog(run, MadeUpRun.Epoch(0, 1, 1), MadeUpRun.Epoch(0, 1, 2) with { TrainLoss = 3e12 }, MadeUpRun.Epoch(0, 1, 3) with { TrainLoss = double.NaN, ValidationLoss = double.PositiveInfinity });

        var files = await PlotFiles.WriteAsync(run);

        Assert.Contains("1 epoch not drawn: not a finite number, training diverged", Texts(files[0]));
        Keep(Places.Run("rsvg-convert", files[0]), "loss-diverged.png");
    }

    [Fact]
    public async Task Without_any_finite_number_there_is_still_a_plot_that_says_why()
    {
        using var folder = Places.Temporary();
        var run = RunFolder.Create(folder.Path, "run");
        MadeUpRun.WriteLog(run, MadeUpRun.Epoch(0, 1, 1) with { TrainLoss = double.NaN, ValidationLoss = null });

        var files = await PlotFiles.WriteAsync(run);

        Assert.Contains("1 epoch not drawn: not a finite number, training diverged", Texts(files[0]));
        Keep(Places.Run("rsvg-convert", files[0]), "loss-nothing.png");
    }

    [Fact]
    public async Task A_run_without_log_and_results_has_no_plots()
    {
        using var folder = Places.Temporary();

        Assert.Empty(await PlotFiles.WriteAsync(RunFolder.Create(folder.Path, "run")));
    }

    private static void StandsAlone(XElement picture)
    {
        Assert.Equal(Svg + "svg", picture.Name);
        foreach (var element in picture.DescendantsAndSelf())
        {
            Assert.Equal(Svg, element.Name.Namespace);
            Assert.DoesNotContain(element.Name.LocalName, (string[])["script", "image", "use", "foreignObject", "a", "link"]);
            foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
            {
                Assert.DoesNotContain("url(", attribute.Value);
                Assert.False(attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName is "href" or "src", $"{attribute} refers to something");
            }
        }

        Assert.DoesNotContain("url(", picture.Descendants(Svg + "style").Single().Value);
        Assert.DoesNotContain("@import", picture.Descendants(Svg + "style").Single().Value);
    }

    private static string[] Texts(string file) => [.. XDocument.Load(file).Descendants(Svg + "text").Select(text => text.Value)];

    private static double TickOf(XDocument picture, string label, string coordinate) =>
        Number(picture.Descendants(Svg + "text").Single(text => HasClass(text, "rz-tick-text") && text.Value == label), coordinate);

    private static bool HasClass(XElement element, string name) => ((string?)element.Attribute("class"))?.Split(' ').Contains(name) == true;

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static void Keep(byte[] png, string name)
    {
        if (Environment.GetEnvironmentVariable("KINORA_PLOTS") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, name), png);
        }
    }
}
