using Deque.AxeCore.Playwright;
using Kinora.Reports.Descriptions;
using Kinora.Reports.Previews;
using Kinora.Video;
using Kinora.Video.Drawing;
using Microsoft.Playwright;

namespace Kinora.Tests.Reports.Descriptions;

/// <summary>The pages about data as people see them. Set <c>KINORA_PLOTS</c> to a folder to keep what the browser shows.</summary>
public sealed class PagesInBrowserTests(PagesInBrowserTests.Pages pages) : IClassFixture<PagesInBrowserTests.Pages>
{
    public static TheoryData<string, ColorScheme, int> Views =>
        new(from page in (string[])["few", "many", "least", "preview"] from scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark] from width in (int[])[1280, 360] select (page, scheme, width));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Everybody_can_read_them_and_only_wide_tables_scroll(string name, ColorScheme scheme, int width)
    {
        // Colours and layout of the long page are each looked at once; the other pairs of them take minutes.
        if (name == "many" && (scheme, width) is (ColorScheme.Light, 360) or (ColorScheme.Dark, 1280))
        {
            Places.LongOnly();
        }

        var page = await pages.OpenAsync(name, scheme, width);

        var faults = (await page.RunAxe()).Violations.Where(fault => fault.Impact is "serious" or "critical");
        Assert.Empty(faults.Select(fault => $"{fault.Id}: {fault.Help}: {string.Join(" | ", fault.Nodes.Take(3).Select(node => node.Html.Length > 200 ? node.Html[..200] : node.Html))}"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "the page is wider than the window");
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('table')].filter(table => !table.closest('[role=region][tabindex=\"0\"][aria-label]')).length"));
        Assert.True(await page.EvaluateAsync<bool>(
            "(levels => levels[0] === 1 && levels.every((level, place) => place === 0 || (level > 1 && level <= levels[place - 1] + 1)))([...document.querySelectorAll('h1,h2,h3,h4')].map(heading => +heading.tagName[1]))"), "headings leave a level out");
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('nav a, .kr-cautions a')].filter(link => !document.querySelector(link.getAttribute('href'))).length"));

        // Text in plots: no label lies on another or beyond its plot.
        Assert.Equal(0, await page.EvaluateAsync<int>("""
            [...document.querySelectorAll('svg.kr-plot')].flatMap(plot => {
              const frame = plot.getBoundingClientRect();
              const boxes = [...plot.querySelectorAll('text')].filter(text => text.textContent.trim()).map(text => text.getBoundingClientRect());
              return boxes.filter((one, i) => one.left < frame.left - 1 || one.right > frame.right + 1 || one.bottom > frame.bottom + 1
                || boxes.some((two, j) => j > i && one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom));
            }).length
            """));
        Assert.All(pages.Requested, address => Assert.Matches("^(file|data):", address));
    }

    [Fact]
    public async Task Padding_is_marked_in_words()
    {
        var page = await pages.OpenAsync("preview", ColorScheme.Light, 1280);
        Assert.Equal(2, await page.Locator(".kr-padding").CountAsync());
        Assert.Equal(2, await page.Locator("img[alt$=', padding']").CountAsync());
    }

    /// <summary>The browser, and the pages to look at.</summary>
    public sealed class Pages : IAsyncLifetime
    {
        private const string Chromium = "/usr/bin/chromium";

        // A busy machine takes longer than the half minute that Playwright grants by itself.
        private const float PatienceInMs = 180_000;

        private readonly List<string> requested = [];
        private TemporaryFolder? folder;
        private IPlaywright? playwright;
        private IBrowser? browser;

        /// <summary>Every address that a page asked for.</summary>
        public IReadOnlyList<string> Requested => requested;

        public async ValueTask InitializeAsync()
        {
            if (!File.Exists(Chromium))
            {
                return;
            }

            folder = new TemporaryFolder(nameof(PagesInBrowserTests));
            await DescriptionFile.WriteAsync(MadeUpData.Of(["walk", MadeUpData.Odd, "an action whose name is longer than any telephone is wide", "Donaudampfschifffahrtsgesellschaftskapitaen"]), folder.File("few.html"));
            await DescriptionFile.WriteAsync(MadeUpData.Of([.. Enumerable.Range(0, 101).Select(number => $"ActionNumber{number}")]), folder.File("many.html"));
            await DescriptionFile.WriteAsync(MadeUpData.Least(), folder.File("least.html"));
            await PreviewFile.WriteAsync(folder.File("preview.html"), "my clips", "2 of 4 clips, 2 of 2 classes, seed 42", [Row("walk", "walk/<a>.avi, epoch 1"), Row("", "epoch 2"), Row("走る", "run/a name that is longer than a telephone is wide.avi") with { Mask = [true, true, true, true, true, true, false, false] }]);
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"], Timeout = PatienceInMs });
        }

        public async Task<IPage> OpenAsync(string name, ColorScheme scheme, int width)
        {
            Assert.SkipWhen(browser is null, $"no {Chromium}: the pages are not looked at in a browser");
            var context = await browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 }, Offline = true });
            context.SetDefaultTimeout(PatienceInMs);
            var page = await context.NewPageAsync();
            page.Request += (_, request) => requested.Add(request.Url);
            await page.GotoAsync(new Uri(folder!.File($"{name}.html")).AbsoluteUri);
            if (Environment.GetEnvironmentVariable("KINORA_PLOTS") is { Length: > 0 } kept)
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = Path.Combine(kept, $"data-{name}-{scheme}-{width}.png") });
            }

            return page;
        }

        public async ValueTask DisposeAsync()
        {
            if (browser is not null)
            {
                await browser.DisposeAsync();
            }

            playwright?.Dispose();
            folder?.Dispose();
        }

        private static SheetRow Row(string title, string name)
        {
            var frames = new Frames(8, 96, 128);
            for (var t = 0; t < frames.Count; t++)
            {
                frames[t].Fill((byte)(60 + (20 * t)));
            }

            return new SheetRow(title, name, "frames 0 to 14, 64x48", frames, [0, 2, 4, 6, 8, 10, 12, 14]);
        }
    }
}
