using System.Globalization;
using System.Text.Json;
using Kinora.Cli.Tests;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;
using Microsoft.Playwright;

namespace Kinora.Web.Tests.Pages;

/// <summary>Whichever way a real clip comes to a network, the answer is one and the same, to the bit.</summary>
public sealed class OneNumberTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string[] labels = ["arm wrestling", "bowling", "climbing", "dancing", "eating", "fishing", "golf", "high jump"];

    [Fact]
    public async Task Page_api_library_and_both_verbs_say_the_same_of_a_real_clip()
    {
        var clip = Places.RealData("unlabelled_real", "mmaction2_demo_arm_wrestling.mp4");
        using var folder = new TemporaryFolder(nameof(OneNumberTests));
        var model = SaveNetwork(folder);
        using var server = await ServerProcess.StartAndWait(folder, model, "data");
        var page = await browser.OpenAsync(server.Address);

        await page.Locator("input[type=file]").SetInputFilesAsync(clip);
        await page.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-result]")).ToHaveAttributeAsync("data-ready", "");
        await Assertions.Expect(page.Locator("[data-bars-title]")).ToHaveTextAsync("In the whole video");
        var shown = (await page.Locator(".ks-top5 .ks-label").AllTextContentsAsync()).Zip(await page.Locator(".ks-top5 .ks-percent").AllTextContentsAsync());
        var head = await page.Locator("h1 .ks-percent").TextContentAsync();
        var linked = Numbers(JsonDocument.Parse(await page.GetByRole(AriaRole.Link, new() { Name = "Result as JSON" }).EvaluateAsync<string>("async link => (await fetch(link.href)).text()")).RootElement);

        using var answer = await server.Send(await File.ReadAllBytesAsync(clip), "clip.mp4", "?wait=60");
        var rest = Numbers(await ServerProcess.Json(answer));
        using var recognizer = ActionRecognizer.Load(model);
        var library = recognizer.Predict(clip);
        var predict = Numbers((await Verb(folder, "predict", clip, "--model", model, "--json", "--top", "100"))[0]);
        // No video lasts so long: one window takes all of it.
        var timeline = await Verb(folder, "timeline", clip, "--model", model, "--json", "--window", "86400");
        var window = timeline.GetProperty("windows").EnumerateArray().Single();
        var along = timeline.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)
            .Zip(window.GetProperty("probabilities").EnumerateArray().Select(one => one.GetSingle())).OrderByDescending(one => one.Second);

        var expected = library.Top(labels.Length).Select(one => (one.Label, one.Probability)).ToArray();
        Assert.Equal(labels.Length, expected.Select(one => one.Probability).Distinct().Count());
        Assert.Equal(expected.Select(Exactly), linked.Select(Exactly));
        Assert.Equal(expected.Select(Exactly), rest.Select(Exactly));
        Assert.Equal(expected.Select(Exactly), predict.Select(Exactly));
        Assert.Equal(expected.Select(Exactly), along.Select(Exactly));
        Assert.Equal(expected.Take(5).Select(one => (one.Label, Rounded(one.Probability))), shown);
        Assert.Equal(Rounded(expected[0].Probability), head);
        Assert.Empty(browser.Complaints);
    }

    private static string Exactly((string Label, float Probability) one) => $"{one.Label} {BitConverter.SingleToUInt32Bits(one.Probability):x8}";

    // What people read: whole percent, but never 0 of what is possible.
    private static string Rounded(double probability) => probability < 0.01 ? "<1\u00a0%" : Math.Round(100 * probability).ToString("0", CultureInfo.InvariantCulture) + "\u00a0%";

    // A number that is no single one would show another way of computing it.
    private static (string Label, float Probability)[] Numbers(JsonElement answer) =>
    [
        .. answer.GetProperty("predictions").EnumerateArray().Select(one =>
        {
            var number = one.GetProperty("probability");
            Assert.Equal(number.GetSingle(), number.GetDouble(), 1e-8);
            return (one.GetProperty("label").GetString()!, number.GetSingle());
        }),
    ];

    private static async Task<JsonElement> Verb(TemporaryFolder folder, params string[] arguments)
    {
        using var process = DotnetRun.Start(folder, DotnetRun.Dotnet, [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), .. arguments]);
        var (code, output, errors) = await process.End();
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }

    private static string SaveNetwork(TemporaryFolder folder)
    {
        TorchRandom.Seed(5);
        using var model = Video3dCnn.SmallEntry.Build(labels.Length);
        var path = folder.File("net.kinora");
        Checkpoint.Save(path, Video3dCnn.SmallEntry, Video3dCnn.SmallEntry.Defaults, model, labels, new Preprocessing
        {
            Geometry = new ShortSideThenCentreCrop(72, new FrameSize(64, 64)),
            Sampler = new ClipSampler(SamplingKind.CentredStride, Length: 8, Stride: 3),
            Views = 2,
        });
        return path;
    }
}
