using Deque.AxeCore.Playwright;
using Kinora.Tests;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Writing;
using Kinora.Web.Analysing;
using Microsoft.Playwright;

namespace Kinora.Web.Tests.Pages;

/// <summary>Debian's chromium. Set <c>KINORA_PLOTS</c> to a folder to keep pictures of the pages.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>Pixels that a telephone is wide.</summary>
    public const int Phone = 360;

    /// <summary>Pixels that a desk's screen is wide.</summary>
    public const int Desk = 1280;

    private const string Chromium = "/usr/bin/chromium";

    // A busy machine takes longer than the half minute that Playwright grants by itself.
    private const float PatienceInMs = 180_000;

    private readonly List<string> complaints = [];
    private IPlaywright? playwright;
    private IBrowser? chromium;

    /// <summary>What the browser complained about: what the server's policy forbids, what is missing, what a script stumbled over.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Chromium))
        {
            playwright = await Playwright.CreateAsync();
            chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"], Timeout = PatienceInMs });
        }
    }

    public async Task<IPage> OpenAsync(Uri address, string path = "", bool hasScripts = true, int width = Desk, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(chromium is null, $"no {Chromium}: the pages are not looked at in a browser");
        complaints.Clear();
        var context = await chromium.NewContextAsync(new BrowserNewContextOptions { BaseURL = address.AbsoluteUri, JavaScriptEnabled = hasScripts, ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        context.SetDefaultTimeout(PatienceInMs);
        Assertions.SetDefaultExpectTimeout(PatienceInMs);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync($"/{path}");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>Holds that everybody can use a page, and that it is not wider than the window.</summary>
    public static async Task IsForEverybody(IPage page)
    {
        var faults = (await page.RunAxe()).Violations.Where(fault => fault.Impact is "serious" or "critical");
        Assert.Empty(faults.Select(fault => $"{page.Url}: {fault.Id}: {fault.Help}: {string.Join(" | ", fault.Nodes.Take(3).Select(node => node.Html.Length > 200 ? node.Html[..200] : node.Html))}"));
        Assert.Equal("", await page.EvaluateAsync<string>(
            "document.documentElement.scrollWidth <= innerWidth ? '' : [...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('[role=region]')).slice(0, 3).map(one => one.outerHTML.slice(0, 120)).join(' | ') || 'wider than the window'"));
        Assert.Equal(1, await page.Locator("h1").CountAsync());
    }

    /// <summary>Keeps a picture of a page, where somebody wants one.</summary>
    public static async Task Keep(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("KINORA_PLOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = Path.Combine(folder, $"page-{name}.png") });
        }
    }

    /// <summary>A server with the decoder that people have.</summary>
    internal static Task<TestServer> Serve(TemporaryFolder folder, params IAnalyst[] analysts) =>
        TestServer.StartAsync(folder, settings => settings with { OpenVideo = path => VideoFile.Open(path), RunsFolder = folder.File("runs") }, analysts);

    /// <summary>Writes four seconds in which a block walks from left to right.</summary>
    internal static string Clip(TemporaryFolder folder, string name = "block.mp4")
    {
        const int Height = 180;
        const int Width = 320;
        const int Count = 100;
        var path = folder.File(name);
        using var writer = VideoWriter.Create(path, new FrameSize(Height, Width), new FrameRate(25, 1));
        var pixels = new byte[Height * Width * 3];
        for (var frame = 0; frame < Count; frame++)
        {
            for (var i = 0; i < pixels.Length; i += 3)
            {
                var (x, y) = (i / 3 % Width, i / 3 / Width);
                var isBlock = Math.Abs(x - (frame * 3)) < 20 && y is > 60 and < 140;
                (pixels[i], pixels[i + 1], pixels[i + 2]) = isBlock ? ((byte)245, (byte)160, (byte)70) : ((byte)(40 + (y / 3)), (byte)(70 + (y / 3)), (byte)(110 + (x / 8)));
            }

            writer.Write(pixels);
        }

        writer.Finish();
        return path;
    }
}
