using System.Text;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Kinora.Tests.Reports;

/// <summary>The report as people see it: Debian's chromium, without a network.</summary>
public sealed class ReportInBrowserTests(ReportInBrowserTests.Pages pages) : IClassFixture<ReportInBrowserTests.Pages>
{
    private const int Phone = 360;
    private const int Desk = 1280;

    public static TheoryData<string, ColorScheme, int> Views =>
        new(from page in (string[])["small", "large"] from scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark] from width in (int[])[Desk, Phone] select (page, scheme, width));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Everybody_can_read_it_and_only_wide_tables_scroll(string name, ColorScheme scheme, int width)
    {
        // Colours and layout of the large page are each looked at once; the other pairs of them take a minute.
        if (name == "large" && (scheme, width) is (ColorScheme.Light, Phone) or (ColorScheme.Dark, Desk))
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
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('th')].filter(head => !head.scope).length"));
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('nav a')].filter(link => !document.querySelector(link.getAttribute('href'))).length"));
        Assert.All(pages.Requested, address => Assert.Matches("^(file|data):", address));
    }

    [Fact]
    public async Task The_dark_page_is_dark()
    {
        Assert.Equal("rgb(255, 255, 255)", await Ground(ColorScheme.Light));
        Assert.Equal("rgb(16, 21, 26)", await Ground(ColorScheme.Dark));

        async Task<string> Ground(ColorScheme scheme) =>
            await (await pages.OpenAsync("small", scheme, Desk)).EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
    }

    [Fact]
    public async Task A_class_may_be_called_anything()
    {
        var page = await pages.OpenAsync("small", ColorScheme.Light, Desk);

        Assert.Equal(Pages.Odd, await page.Locator(".kr-rates tbody th").Nth(1).TextContentAsync());
        Assert.Equal(Pages.Odd, await page.Locator(".kr-matrix tbody th").Nth(1).TextContentAsync());
    }

    [Fact]
    public async Task It_prints()
    {
        // Print is light, whatever the screen is.
        var page = await pages.OpenAsync("small", ColorScheme.Dark, Desk);

        var pdf = await page.PdfAsync(new PagePdfOptions { Format = "A4", PreferCSSPageSize = true, PrintBackground = true });

        Assert.Equal("%PDF", Encoding.ASCII.GetString(pdf, 0, 4));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
    }

    /// <summary>The browser, and two reports to look at. Set <c>KINORA_PLOTS</c> to a folder to keep what it shows.</summary>
    public sealed class Pages : IAsyncLifetime
    {
        public const string Odd = "<b>&\"#";
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

            folder = new TemporaryFolder(nameof(ReportInBrowserTests));
            await ReportRun.Make(folder.File("small"), ["walk", Odd, "an action whose name is longer than any telephone is wide", "Donaudampfschifffahrtsgesellschaftskapitaen"]).WriteAsync();
            await ReportRun.Make(folder.File("large"), [.. Enumerable.Range(0, 60).Select(number => $"action number {number}")], clipsOfEach: 6, folds: 3, hasVideos: false).WriteAsync();
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"], Timeout = PatienceInMs });
        }

        public async Task<IPage> OpenAsync(string name, ColorScheme scheme, int width)
        {
            Assert.SkipWhen(browser is null, $"no {Chromium}: the report is not looked at in a browser");
            var context = await browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 }, Offline = true });
            context.SetDefaultTimeout(PatienceInMs);
            var page = await context.NewPageAsync();
            page.Request += (_, request) => requested.Add(request.Url);
            var file = Directory.EnumerateFiles(folder!.File(name), "report.html", SearchOption.AllDirectories).Single();
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            if (Environment.GetEnvironmentVariable("KINORA_PLOTS") is { Length: > 0 } kept)
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = Path.Combine(kept, $"report-{name}-{scheme}-{width}.png") });
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
    }
}
