using System.Net;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Tests.Reports;
using Microsoft.Playwright;

namespace Kinora.Web.Tests.Pages;

/// <summary>What holds for every page: everybody can use it, on a desk and on a telephone, in light and dark.</summary>
public sealed class EveryPageTests(EveryPageTests.FullServer full) : IClassFixture<EveryPageTests.FullServer>
{
    public static TheoryData<ColorScheme, int> Views =>
        new(from scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark] from width in (int[])[Browser.Desk, Browser.Phone] select (scheme, width));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Everybody_can_use_it(ColorScheme scheme, int width)
    {
        // Colours and widths are each looked at once; the other pairs of them take minutes.
        if ((scheme, width) is (ColorScheme.Light, Browser.Phone) or (ColorScheme.Dark, Browser.Desk))
        {
            Places.LongOnly();
        }

        var page = await full.Browser.OpenAsync(full.Server.Address, width: width, scheme: scheme);
        foreach (var (name, path) in full.Pages)
        {
            await page.GotoAsync($"/{path}");
            if (name == "result")
            {
                await Assertions.Expect(page.Locator("[data-result]")).ToHaveAttributeAsync("data-ready", "");
                await page.Locator("[data-track]").ClickAsync();
            }

            await Browser.Keep(page, $"{name}-{scheme}-{width}");
            await Browser.IsForEverybody(page);
        }

        // A page that is not there is one of ours too; the browser says that it is missing.
        Assert.DoesNotContain(full.Browser.Complaints, one => !one.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Light_or_dark_is_the_readers_choice_and_kept()
    {
        var page = await full.Browser.OpenAsync(full.Server.Address, scheme: ColorScheme.Light);
        Assert.Equal("rgb(255, 255, 255)", await Ground());

        await page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" }).ClickAsync();
        Assert.Equal("rgb(16, 21, 26)", await Ground());
        await page.GotoAsync("/history");
        Assert.Equal("rgb(16, 21, 26)", await Ground());
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GotoAsync("/experiments/run");
        await Browser.IsForEverybody(page);

        Task<string> Ground() => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
    }

    [Fact]
    public async Task Every_link_leads_somewhere()
    {
        var page = await full.Browser.OpenAsync(full.Server.Address);
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, path) in full.Pages)
        {
            await page.GotoAsync($"/{path}");
            addresses.UnionWith(await page.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href], link[href^=\"/\"], script[src], img[src^=\"/\"]')].map(one => new URL(one.getAttribute('href') ?? one.getAttribute('src'), location.href).href.split('#')[0])"));
        }

        Assert.True(addresses.Count > 20);
        foreach (var address in addresses)
        {
            using var answer = await full.Server.Client.GetAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.OK || address.EndsWith("/nothing", StringComparison.Ordinal), $"{address}: {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("analyse")]
    [InlineData("results/{0}/again")]
    [InlineData("results/{0}/delete")]
    public async Task A_form_that_is_not_ours_does_nothing(string path)
    {
        using var form = TestServer.Form("no video"u8.ToArray());

        using var answer = await full.Server.Client.PostAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, full.Done), form);

        Assert.Contains("load the page again", await TestServer.Refused(HttpStatusCode.BadRequest, answer));
        Assert.True((await full.Server.Get($"api/v1/predictions/{full.Done}")).GetProperty("has_video").GetBoolean());
    }

    [Fact]
    public async Task Browsers_get_pages_of_refusals_and_programs_problem_details()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "results/unknown");
        request.Headers.Accept.ParseAdd("text/html,*/*;q=0.8");

        using var page = await full.Server.Client.SendAsync(request);
        using var problem = await full.Server.Client.GetAsync("results/unknown");

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("There is no prediction of that id.", await page.Content.ReadAsStringAsync());
        await TestServer.Refused(HttpStatusCode.NotFound, problem);
    }

    /// <summary>A server that has something of everything, and a browser.</summary>
    public sealed class FullServer : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new(nameof(EveryPageTests));
        private readonly SceneAnalyst analyst = new();
        private readonly SceneAnalyst other = new("a model whose name is rather long");

        public Browser Browser { get; } = new();

        internal TestServer Server { get; private set; } = null!;

        internal string Done { get; private set; } = "";

        internal IReadOnlyList<(string Name, string Path)> Pages { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            await Browser.InitializeAsync();
            ReportRun.Make(folder.Path, ["walk", "run", "an action whose name is longer than any telephone is wide", "Donaudampfschifffahrtsgesellschaftskapitaen"]);
            MadeUpRun.Make(folder.File("runs"), epochs: 12, folds: 3, classes: 8, clips: 80);
            var running = RunFolder.Create(folder.File("runs"), "under-way");
            MadeUpRun.WriteLog(running, [.. Enumerable.Range(1, 7).Select(epoch => MadeUpRun.Epoch(0, 1, epoch))]);
            Server = await Browser.Serve(folder, analyst, other);
            var video = await File.ReadAllBytesAsync(Browser.Clip(folder));
            await Send("notes.mp4", "no video at all"u8.ToArray());
            await Send("a walk in the park, then somebody waves at the camera for a long time.mp4", video);
            Done = await Send("block.mp4", video);
            var failed = await Send("renamed-text.mp4", "no video at all"u8.ToArray());
            analyst.Hold();
            var held = await Send("long.mp4", video, wait: 0);
            var waiting = await Send("later.mp4", video, wait: 0);
            Pages =
            [
                ("start", ""), ("result", $"results/{Done}"), ("failed", $"results/{failed}"), ("running", $"results/{held}"), ("queued", $"results/{waiting}"),
                ("history", "history"), ("nothing-found", "history?search=zebra"), ("experiments", "experiments"), ("experiment", "experiments/a%20%3Crun%3E%20%26%20more"),
                ("under-way", "experiments/under-way"), ("compare", "experiments/compare?run=run&run=under-way&run=a%20%3Crun%3E%20%26%20more"), ("api", "api"), ("missing", "nothing"),
            ];
        }

        public async ValueTask DisposeAsync()
        {
            analyst.Release();
            await Server.DisposeAsync();
            await Browser.DisposeAsync();
            analyst.Dispose();
            other.Dispose();
            folder.Dispose();
        }

        private async Task<string> Send(string name, byte[] content, int wait = 60)
        {
            using var answer = await Server.Send(content, $"?wait={wait}", name);
            return (await TestServer.Json(answer)).GetProperty("id").GetString()!;
        }
    }
}
